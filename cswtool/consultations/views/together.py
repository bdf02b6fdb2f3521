"""One entry on several households: filed, corrected and added to as one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash

from cswtool.cases.models import Case
from cswtool.cases.queries import by_number
from cswtool.consultations import commands, queries
from cswtool.consultations.forms import (
    OWN,
    AddendumForm,
    EditConsultationForm,
    NewConsultationForm,
    TogetherForm,
    numbers_of,
    offered,
)
from cswtool.consultations.models import Consultation
from cswtool.db.session import ScopedSession
from cswtool.db.types import derived_id
from cswtool.drafts.forms import Restored
from cswtool.register.queries import case_once_numbered
from cswtool.web.conflicts import differences
from cswtool.web.forms import shown_value

_CORRECT = "ほかの世帯の記録も同じに直す"
_ADD = "ほかの世帯の記録にも追記する"


def households(
    session: ScopedSession, case: Case | None, form: NewConsultationForm
) -> list[Case] | None:
    """The further households of a valid form; None where it refuses a number."""
    if case is None:
        return []
    ticked = [session.get_one(Case, UUID(key)) for key in form.also.data]
    typed = {number: _numbered(session, number) for number in form.typed_numbers}
    if refused := [number for number, found in typed.items() if found is None]:
        form.refuse_numbers(refused)
        return None
    chosen = {*ticked, *filter(None, typed.values())} - {case}
    return sorted(chosen, key=lambda one: one.number)


def _numbered(session: ScopedSession, typed: str) -> Case | None:
    """An open case in sight."""
    case = by_number(session, typed) or case_once_numbered(session, typed)
    return None if case is None or case.is_closed else case


def file_also(
    session: ScopedSession,
    contact: Consultation,
    form: NewConsultationForm,
    cases: Sequence[Case],
) -> None:
    filed = commands.record_also(session, contact, cases, form.to_input())
    if filed:
        flash(f"{_all(filed)} にも同じ記録を残しました。", "ok")


def correction_offer(
    session: ScopedSession, contact: Consultation, draft: Restored | None
) -> TogetherForm | None:
    """The tick on the page of a correction; None where no other record can be corrected."""
    others = queries.in_time(session, queries.written_with(session, contact))
    return _offer(_CORRECT, others, draft)


def addendum_offer(
    session: ScopedSession, contact: Consultation, draft: Restored | None
) -> TogetherForm | None:
    return _offer(_ADD, queries.written_with(session, contact), draft)


def _offer(
    what: str, others: Sequence[Consultation], draft: Restored | None
) -> TogetherForm | None:
    typed: dict[str, Any] = {"formdata": draft.fields} if draft else {}
    return TogetherForm(what, others, **typed) if others else None


def correct_others(
    session: ScopedSession,
    contact: Consultation,
    form: EditConsultationForm,
    stored: EditConsultationForm,
) -> None:
    """Correct what `form` changes in the other records that said there what `stored` says."""
    changed = [one.name for one in differences(form, stored) if one.name not in OWN]
    others = queries.written_with(session, contact)
    if not changed or not others or not TogetherForm(_CORRECT, others).together.data:
        return
    offer, in_time = offered(session), queries.in_time(session, others)
    done, left = [], []
    for other in others:
        before, after = EditConsultationForm.of(other), EditConsultationForm.of(other)
        before.offer(offer, other)
        after.offer(offer, other)
        same = all(shown_value(before[name]) == shown_value(stored[name]) for name in changed)
        if other not in in_time or not same:
            left.append(other)
            continue
        for name in changed:
            after[name].process(None, form[name].data)
        commands.correct(session, other, after.to_input(), changes(after, before))
        done.append(other)
    _say_corrected(done, left)


def changes(form: EditConsultationForm, stored: EditConsultationForm) -> list[dict[str, str]]:
    """The fields that are being changed, in words, as a Revision keeps them."""
    found = differences(form, stored)
    return [{"label": one.label, "before": one.theirs, "after": one.mine} for one in found]


def _say_corrected(done: Sequence[Consultation], left: Sequence[Consultation]) -> None:
    if done:
        flash(f"{_all(done)} の記録も同じに直しました。", "ok")
    if left:
        flash(
            f"{_all(left)} の記録は直していません。すでに違う内容になっているか、"
            "直せる期間を過ぎています。開いて確かめてください。",
            "warn",
        )


def add_to_others(session: ScopedSession, contact: Consultation, form: AddendumForm) -> None:
    others = queries.written_with(session, contact)
    if not others or not TogetherForm(_ADD, others).together.data:
        return
    for other in others:
        key = derived_id(form.new_record_id(), other.id)
        commands.add_to(session, key, other, form.text.data)
    flash(f"{_all(others)} の記録にも追記しました。", "ok")


def _all(contacts: Sequence[Consultation]) -> str:
    return "、".join(numbers_of(contacts))
