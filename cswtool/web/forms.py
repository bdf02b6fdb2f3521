"""The base of every form, and the fields that the office's forms share."""

import unicodedata
from collections.abc import Callable
from hashlib import sha256
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    DateField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional
from wtforms.widgets import HiddenInput

from cswtool.db.types import new_id

LINE = 200
"""Characters that one line of text may have."""
TEXT = 20_000
"""Characters that a long text may have: some 25 pages of 400-character paper twice over."""

REQUIRED = "入力してください。"
CHOOSE = "選んでください。"
SENT_ALREADY = (
    "この画面からは、もう保存しています。下の内容はまだ保存されていません。"
    "別のものとして保存するときは、もう一度ボタンを押してください。"
)
BAD_CHOICE = "選択肢の中から選び直してください。"


def clean(text: Any) -> Any:
    """Trim a text and drop control characters that no keyboard types (NUL breaks PostgreSQL)."""
    if not isinstance(text, str):
        return text
    kept = (c for c in text.replace("\r\n", "\n") if c in "\n\t" or unicodedata.category(c) != "Cc")
    return "".join(kept).strip()


_WORDS = {
    "Not a valid choice.": BAD_CHOICE,
    "'%(value)s' is not a valid choice for this field.": BAD_CHOICE,
    "'%(value)s' are not valid choices for this field.": BAD_CHOICE,
    "Invalid Choice: could not coerce.": BAD_CHOICE,
    "Invalid choice(s): one or more data inputs could not be coerced.": BAD_CHOICE,
    "Not a valid integer value.": "数字で入力してください。",
    "Not a valid date value.": "日付は 2026-11-23 のように入力してください。",
    "Not a valid datetime value.": "日時は 2026-11-23 10:30 のように入力してください。",
    "This field is required.": REQUIRED,
}


class _Words:
    """What the form library says of its own accord, in the words of our screens."""

    @staticmethod
    def gettext(message: str) -> str:
        return _WORDS.get(message, message)

    @staticmethod
    def ngettext(singular: str, plural: str, number: int) -> str:
        message = singular if number == 1 else plural
        return _WORDS.get(message, message)


class Form(FlaskForm):  # type: ignore[misc]
    """A form of one page. It ends in `to_input()`, a frozen dataclass for a command."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        locales = ("ja",)

        def get_translations(self, _form: Any) -> _Words:
            return _Words()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent, every value cleaned before any field sees it."""
            wrapped = super().wrap_formdata(form, formdata)
            if wrapped is None:
                return None
            return MultiDict([(name, clean(value)) for name, value in wrapped.items(multi=True)])

    def chosen(self, name: str) -> str:
        """What a validated form says in this field; "" where that is faulty, or nothing."""
        field = self[name]
        return "" if field.errors else field.data or ""


class OnceMixin:
    """A hidden key that becomes the id of the new record, so that a form sent twice is one."""

    form_key = HiddenField(default=lambda: str(new_id()))

    def new_record_id(self) -> UUID:
        try:
            return UUID(str(self.form_key.data))
        except ValueError:
            return new_id()

    def says_something_else(self, **stored: Any) -> bool:
        """Whether the form holds other words than the record that is stored under its key.

        That is a second record, written on a page that was opened again ("back", a page that
        the phone brought back). The form then gets a key of its own and says so.
        """
        fields = cast("Form", self)
        if all(str(fields[name].data or "") == str(v or "") for name, v in stored.items()):
            return False
        self.form_key.data = str(new_id())
        fields.form_errors.append(SENT_ALREADY)
        return True


class VersionField(IntegerField):  # type: ignore[misc]
    """A hidden number that a page may move on before it shows the form again.

    WTForms prints the number that was posted even where `data` has changed since, so the
    second save after a conflict would meet the same conflict for ever.
    """

    widget = HiddenInput()

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)


class OpenedField(HiddenField):  # type: ignore[misc]
    """A fingerprint of each field as the form was opened: later it tells who changed what."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.of_form = more.get("_form")

    def _value(self) -> str:
        return self.data or urlencode(fingerprints(self.of_form))

    def prints(self) -> dict[str, str]:
        return dict(parse_qsl(self.data or ""))


def is_compared(field: Field) -> bool:
    """Whether a field is something that a person says, and not part of the machinery."""
    return getattr(field.widget, "input_type", None) not in {"hidden", "file", "submit"}


def fingerprints(form: Any) -> dict[str, str]:
    """Each field's value in a few letters that say only whether it is the same."""
    return {field.name: _print_of(shown_value(field)) for field in form if is_compared(field)}


def _print_of(shown: str) -> str:
    return sha256(shown.encode()).hexdigest()[:12]


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


class VersionMixin:
    """Which version of the record the person was looking at when the form was opened."""

    version = VersionField(validators=[InputRequired(REQUIRED)])
    opened = OpenedField()

    def is_as(self, stored: "VersionMixin") -> bool:
        """Whether this form still answers to the record as `stored` shows it."""
        return bool(self.version.data == stored.version.data)

    def look_again(self, stored: "VersionMixin") -> None:
        """From now on this form answers to what is stored."""
        self.version.data = stored.version.data


def _at_most(longest: int) -> Callable[[Any, Field], None]:
    """A limit that the server alone knows of: by `maxlength` a browser cuts what is pasted."""

    def check(_form: Any, field: Field) -> None:
        typed = len(field.data or "")
        if typed > longest:
            raise ValidationError(f"{longest:,}文字までで入力してください。今は{typed:,}文字です。")

    return check


def line(label: str, *, required: bool = False, longest: int = LINE, **more: Any) -> StringField:
    """One line of text."""
    first = DataRequired(f"{label}を{REQUIRED}") if required else Optional()
    return StringField(label, validators=[first, _at_most(longest)], **more)


def text(label: str, *, required: bool = False, longest: int = TEXT, **more: Any) -> TextAreaField:
    """Several lines of text."""
    first = DataRequired(f"{label}を{REQUIRED}") if required else Optional()
    return TextAreaField(label, validators=[first, _at_most(longest)], **more)


_YEARS = range(1850, 2200)
"""Nobody in a record was born before, and nothing is planned for later: a slip of the finger."""


class JapaneseDateField(DateField):  # type: ignore[misc]
    """A date; the message says how to write one where the browser has no calendar."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            message = "日付は 2026-11-23 のように入力してください。"
            raise ValueError(message) from None
        if self.data and self.data.year not in _YEARS:
            raise ValueError("年を確かめて、日付は 2026-11-23 のように入力してください。")


def day(label: str, *, required: bool = False, **more: Any) -> JapaneseDateField:
    first = InputRequired(f"{label}を{REQUIRED}") if required else Optional()
    return JapaneseDateField(label, validators=[first], **more)


def number(
    label: str, *, least: int, most: int, required: bool = False, **more: Any
) -> IntegerField:
    first = InputRequired(f"{label}を{REQUIRED}") if required else Optional()
    limits = NumberRange(least, most, message=f"{least}から{most}までの数字で入力してください。")
    return IntegerField(label, validators=[first, limits], **more)


def one_of(label: str, *, required: bool = False, radio: bool = False, **more: Any) -> SelectField:
    """One choice. With `required=False` the empty choice means 不明 or none."""
    kind = RadioField if radio else SelectField
    checks = [InputRequired(f"{label}を{CHOOSE}")] if required else [Optional()]
    return kind(label, validators=checks, coerce=_identity, **more)


def several_of(label: str, **more: Any) -> SelectMultipleField:
    """Any number of choices out of many, none included."""
    return SelectMultipleField(label, coerce=_identity, **more)


def _identity(value: Any) -> str:
    return "" if value is None else str(value)


def known_choice(field: SelectField, known: dict[str, Any]) -> Any:
    """The object behind the chosen key, or None for the empty choice."""
    if not field.data:
        return None
    if field.data not in known:
        raise ValidationError(BAD_CHOICE)
    return known[field.data]
