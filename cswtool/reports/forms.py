"""Which period, and the sealed preview that becomes an edition."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import HiddenField, ValidationError
from wtforms.fields.choices import SelectChoice

from cswtool.access import clock, fiscal
from cswtool.access.fiscal import Period
from cswtool.publications.document import Document, content_of, sheets_from
from cswtool.publications.rules import Profile
from cswtool.reports import periods
from cswtool.reports.rules import Cut, Grain
from cswtool.web.forms import Form, OnceMixin, one_of

LONGEST_MONTHS = 36
SEAL_SECONDS = 8 * 60 * 60
"""A working day: what was prepared in the morning can be published in the afternoon."""


@dataclass(frozen=True, slots=True)
class Wanted:
    period: Period
    cut: Cut


class PeriodForm(Form):
    """From which month to which; the same form asks for a page, a file or a public version."""

    first = one_of("はじめの月", required=True)
    last = one_of("おわりの月", required=True)
    grain = one_of("課題と経路の分け方", required=True)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.first.choices = self.last.choices = _month_choices()
        self.grain.choices = [SelectChoice(grain.value, grain.label) for grain in Grain]

    def validate_last(self, field: Any) -> None:
        offered = {choice.value for choice in self.first.choices}
        if not {self.first.data, field.data} <= offered:
            return  # the fields themselves have said so
        months = Period(*sorted((_month(self.first.data), _month(field.data)))).months()
        if _month(field.data) < _month(self.first.data):
            raise ValidationError("おわりの月は、はじめの月と同じか後の月にしてください。")
        if len(months) > LONGEST_MONTHS:
            raise ValidationError(f"期間は{LONGEST_MONTHS}か月までにしてください。")

    def to_input(self) -> Wanted:
        first, last = _month(self.first.data), _month(self.last.data)
        months = len(Period(first, last).months())
        return Wanted(Period.of_months(first, months), Cut(Grain(self.grain.data)))


def _month_choices() -> list[SelectChoice]:
    months = sorted(periods.selectable_months(clock.today()), reverse=True)
    return [
        SelectChoice(
            f"{month:%Y-%m}",
            periods.month_name(month),
            optgroup=fiscal.fiscal_name(fiscal.fiscal_year(month)),
        )
        for month in months
    ]


def _month(value: str) -> date:
    return date.fromisoformat(f"{value}-01")


def as_query(wanted: Wanted) -> dict[str, str]:
    """The fields that ask for the same summary again."""
    return {
        "first": f"{wanted.period.first:%Y-%m}",
        "last": f"{wanted.period.last:%Y-%m}",
        "grain": wanted.cut.grain.value,
    }


class PublishForm(OnceMixin, Form):
    """What was prepared, exactly as it was looked at, carried by the browser under our seal."""

    sealed = HiddenField()

    def document(self) -> Document | None:
        """The prepared document; None where the seal is broken or a day old."""
        try:
            content = _sealer().loads(self.sealed.data or "", max_age=SEAL_SECONDS)
        except BadData:
            return None
        first, last, made_on = (date.fromisoformat(content[key]) for key in _DATES)
        return Document(
            title=content["title"],
            profile=Profile.PUBLIC,
            period=Period(first, last),
            made_on=made_on,
            office=content["office"],
            demo=content["demo"],
            sheets=sheets_from(content),
            notes=tuple(content["notes"]),
        )


_DATES = ("first", "last", "made_on")


def seal(document: Document) -> str:
    """A protected document in writing that only this server can have written."""
    assert document.profile is Profile.PUBLIC
    dates = (document.period.first, document.period.last, document.made_on)
    stamped = dict(zip(_DATES, (day.isoformat() for day in dates), strict=True))
    return str(_sealer().dumps({"title": document.title, **stamped, **content_of(document)}))


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="prepared summary")
