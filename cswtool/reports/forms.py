"""Which period, and the sealed preview that becomes an edition."""

from datetime import date
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer
from typing_extensions import override
from wtforms import HiddenField, ValidationError
from wtforms.fields.choices import SelectChoice

from cswtool.access import clock, fiscal
from cswtool.access.fiscal import Period
from cswtool.publications.document import Document, content_of, sheets_from
from cswtool.publications.rules import Profile
from cswtool.reports import periods
from cswtool.reports.rules import Cut, Grain, Paper, Wanted, Width
from cswtool.web.forms import Form, OnceMixin, one_of

LONGEST_MONTHS = 36
FILES = ("xlsx", "pdf", "csv")
SEAL_SECONDS = 8 * 60 * 60
"""A working day: what was prepared in the morning can be published in the afternoon."""


def _each_or(pooled: str) -> list[SelectChoice]:
    return [SelectChoice(Width.EACH, "分ける"), SelectChoice(Width.POOLED, pooled)]


class PeriodForm(Form):
    """Which paper, from which month to which; it asks for a page, a file or a public version."""

    paper = one_of("帳票", required=True)
    first = one_of("はじめの月", required=True)
    last = one_of("おわりの月", required=True)
    grain = one_of("課題・経路など", required=True)
    zones = one_of("圏域", required=True, choices=_each_or("隣り合う圏域をまとめる"))
    ages = one_of("年代", required=True, choices=_each_or("大きく分ける"))
    months = one_of("月別の表", required=True, choices=_each_or("四半期ごとにまとめる"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.paper.choices = [SelectChoice(paper.value, paper.label) for paper in Paper]
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
        cut = Cut(
            grain=Grain(self.grain.data),
            zones=Width(self.zones.data),
            ages=Width(self.ages.data),
            months=Width(self.months.data),
        )
        return Wanted(Paper(self.paper.data), Period.of_months(first, months), cut)


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
    cut = wanted.cut
    return {
        "paper": wanted.paper.value,
        "first": f"{wanted.period.first:%Y-%m}",
        "last": f"{wanted.period.last:%Y-%m}",
        "grain": cut.grain.value,
        "zones": cut.zones.value,
        "ages": cut.ages.value,
        "months": cut.months.value,
    }


class OutsideForm(Form):
    """For whom the tables are prepared."""

    profile = one_of(
        "だれに",
        required=True,
        choices=[SelectChoice(p.value, p.label) for p in (Profile.PUBLIC, Profile.CITY)],
    )


class _Sealed(Form):
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
            profile=Profile(content["profile"]),
            period=Period(first, last),
            made_on=made_on,
            office=content["office"],
            demo=content["demo"],
            sheets=sheets_from(content),
            notes=tuple(content["notes"]),
            threshold=content["threshold"],
        )


class PublishForm(OnceMixin, _Sealed):
    """What was prepared, exactly as it was looked at, carried by the browser under our seal."""

    @override
    def document(self) -> Document | None:
        """The prepared document, where it was prepared for everybody."""
        document = super().document()
        return document if document and document.profile is Profile.PUBLIC else None


class FileForm(_Sealed):
    """What was prepared for the city, as a file."""

    kind = one_of("形式", required=True, choices=[SelectChoice(k, k) for k in FILES])

    @override
    def document(self) -> Document | None:
        """The prepared document, where it was prepared for the city: an edition comes first."""
        document = super().document()
        return document if document and document.profile is Profile.CITY else None


_DATES = ("first", "last", "made_on")


def seal(document: Document) -> str:
    """A document prepared for outside in writing that only this server can have written."""
    assert document.profile is not Profile.INTERNAL
    dates = (document.period.first, document.period.last, document.made_on)
    stamped = dict(zip(_DATES, (day.isoformat() for day in dates), strict=True))
    more = {"profile": document.profile.value, "threshold": document.threshold}
    content = {"title": document.title, **stamped, **more, **content_of(document)}
    return str(_sealer().dumps(content))


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="prepared summary")
