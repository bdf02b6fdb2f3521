"""Two people saved the same record: field by field, whose text stays.

The page of a conflict asks only for the fields that differ. It carries all that was typed
and comes back to the same address with a choice for each; the form is then shown filled as
chosen, and nothing is stored before it is sent once more.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import Field, TextAreaField

from cswtool.web.forms import Form, fingerprints, is_compared, shown_value

MINE: Final = "mine"
THEIRS: Final = "theirs"
BOTH: Final = "both"
_CHOICE: Final = "keep-"
_NEVER_SENT_ON: Final = frozenset({"csrf_token", "version", "person_version"})


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which what somebody typed and what is stored are not the same."""

    name: str
    label: str
    mine: str
    theirs: str
    can_join: bool = False
    """Whether both texts can stay, one under the other."""
    chosen: str = ""
    """Whose stays: as was chosen, or, where one side alone changed it, that side."""


def differences(mine: Form, stored: Form) -> list[Difference]:
    """The fields in which two forms of one kind differ, as a person would read them."""
    changed = set(_changed(mine, mine)), set(_changed(mine, stored))
    found = []
    for field in filter(is_compared, mine):
        shown = shown_value(field), shown_value(stored[field.name])
        if shown[0] != shown[1]:
            joins = isinstance(field, TextAreaField) and all(shown)
            chosen = _one_side(field.name, *changed)
            found.append(Difference(field.name, field.label.text, *shown, joins, chosen))
    return found


def _changed(opened: Form, now: Form) -> list[str]:
    """The fields that do not say any more what they said when `opened` was opened."""
    before = opened["opened"].prints() if "opened" in opened else {}
    after = fingerprints(now)
    return [name for name, print_ in before.items() if after.get(name) != print_]


def _one_side(name: str, mine: set[str], theirs: set[str]) -> str:
    if (name in mine) == (name in theirs):
        return ""
    return MINE if name in mine else THEIRS


def unsettled(form: Any, stored: Any, page: Callable[[], str]) -> ResponseReturnValue | None:
    """What to answer instead of saving a valid form; None where nothing stands in the way.

    `stored` is the same form filled from the record as it is now; `page` shows `form`.
    """
    overtaken, found = not form.is_as(stored), differences(form, stored)
    form.look_again(stored)
    if overtaken and not any(map(is_compared, form)):
        flash(
            "ほかの人が先に保存しています。見直してから、もう一度ボタンを押してください。", "warn"
        )
        return page(), HTTPStatus.CONFLICT
    if overtaken and found:
        return _choice_page(form, found), HTTPStatus.CONFLICT
    if overtaken or not any(name.startswith(_CHOICE) for name in request.form):
        return None
    found = [replace(one, chosen=request.form.get(_CHOICE + one.name, "")) for one in found]
    if not all(one.chosen in {MINE, THEIRS, BOTH} for one in found):
        return _choice_page(form, found, missing=True), HTTPStatus.UNPROCESSABLE_ENTITY
    form["opened"].data = urlencode(fingerprints(stored))
    for one in found:
        _settle(form[one.name], stored[one.name], one)
    flash(
        "選んだ内容を下の欄に入れました。まだ保存していません。確かめて保存してください。", "warn"
    )
    return page(), HTTPStatus.CONFLICT


def _choice_page(form: Form, found: list[Difference], *, missing: bool = False) -> str:
    sent = [pair for pair in request.form.items(multi=True) if _is_sent_on(pair[0])]
    return render_template(
        "layouts/conflict.html", form=form, differences=found, sent=sent, missing=missing
    )


def _is_sent_on(name: str) -> bool:
    return name not in _NEVER_SENT_ON and not name.startswith(_CHOICE)


def _settle(field: Field, stored: Field, one: Difference) -> None:
    if one.chosen == MINE:
        return
    joined = f"{one.theirs}\n\n{one.mine}"
    field.process(None, joined if one.chosen == BOTH and one.can_join else stored.data)
    field.raw_data = None
