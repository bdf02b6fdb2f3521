"""Two people saved the same record: both texts, side by side."""

from dataclasses import dataclass

from wtforms import Field, FieldList, FormField

from cswtool.web.forms import Form

_NEVER_COMPARED = frozenset({"csrf_token", "version", "form_key"})


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which what somebody typed and what is stored are not the same."""

    name: str
    label: str
    mine: str
    theirs: str


def differences(mine: Form, stored: Form) -> list[Difference]:
    """The fields in which two forms of one kind differ, as a person would read them."""
    found = []
    for field in mine:
        if field.name in _NEVER_COMPARED:
            continue
        mine_shown, theirs_shown = shown_value(field), shown_value(stored[field.name])
        if mine_shown != theirs_shown:
            found.append(Difference(field.name, field.label.text, mine_shown, theirs_shown))
    return found


def shown_value(field: Field) -> str:
    """A field's value in words: the labels of what is chosen, はい and いいえ, or the text.

    A list has a line for each entry that says anything.
    """
    if isinstance(field, FieldList):
        return "\n".join(filter(None, map(shown_value, field)))
    if isinstance(field, FormField):
        return "・".join(shown_value(part) for part in field.form if part.data)
    if hasattr(field, "iter_choices"):
        return "、".join(str(choice.label) for choice in field.iter_choices() if choice.selected)
    if isinstance(field.data, bool):
        return "はい" if field.data else "いいえ"
    return "" if field.data is None else str(field.data)
