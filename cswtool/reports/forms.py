"""Which paper of which period, and what is said when it is prepared for outside."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import HiddenField, ValidationError
from wtforms.fields.choices import SelectChoice

from cswtool.access import clock, fiscal
from cswtool.access.fiscal import Period
from cswtool.publications.document import Correction, Document, content_of, sheets_from
from cswtool.publications.models import Publication
from cswtool.publications.rules import Profile
from cswtool.reports import periods
from cswtool.reports.rules import Cut, Grain, Paper, Wanted, Width
from cswtool.web.forms import Form, OnceMixin, one_of, text

LONGEST_MONTHS = 36
FILES = ("xlsx", "pdf", "csv")
SEAL_SECONDS = 8 * 60 * 60
"""A working day: what was prepared in the morning can be saved in the afternoon."""


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
        if self.paper.data == Paper.FORM_B:
            self.grain.label.text = "活動の種類"

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


class PrepareForm(OnceMixin, PeriodForm):
    """A public version of the period, perhaps one that puts an earlier edition right."""

    corrects = one_of("前の版の訂正か")
    reason = text("訂正の理由", longest=200)

    def offer(self, earlier: Sequence[Publication]) -> "PrepareForm":
        """Editions of the same period may be corrected; without one nothing is asked."""
        same = [one for one in earlier if self._is_about(one)]
        if self.corrects is None:
            return self
        if same:
            choices = [SelectChoice(str(p.number), f"第{p.number}号の訂正として出す") for p in same]
            self.corrects.choices = [SelectChoice("", "訂正ではない"), *choices]
        else:
            del self.corrects, self.reason
        return self

    def _is_about(self, one: Publication) -> bool:
        months = (f"{one.first:%Y-%m}", f"{one.last:%Y-%m}")
        return months == (self.first.data, self.last.data)

    def validate_corrects(self, field: Any) -> None:
        if field.data and not self.reason.data:
            raise ValidationError("訂正の理由も書いてください。版に印刷されます。")

    def correction(self) -> Correction | None:
        if self.corrects is None or not self.corrects.data:
            return None
        return Correction(int(self.corrects.data), self.reason.data)


class FileForm(Form):
    """What was prepared for the city, exactly as it was looked at, under our seal, as a file."""

    sealed = HiddenField()
    kind = one_of("形式", required=True, choices=[SelectChoice(k, k) for k in FILES])

    def document(self) -> Document | None:
        """The prepared document; None where the seal is broken or a day old."""
        try:
            content = _sealer().loads(self.sealed.data or "", max_age=SEAL_SECONDS)
        except BadData:
            return None
        first, last, made_on = (date.fromisoformat(content[key]) for key in _DATES)
        return Document(
            title=content["title"],
            profile=Profile.CITY,
            period=Period(first, last),
            made_on=made_on,
            office=content["office"],
            demo=content["demo"],
            sheets=sheets_from(content),
            notes=tuple(content["notes"]),
            threshold=content["threshold"],
        )


_DATES = ("first", "last", "made_on")


def seal(document: Document) -> str:
    """A document prepared for the city in writing that only this server can have written."""
    assert document.profile is Profile.CITY
    dates = (document.period.first, document.period.last, document.made_on)
    stamped = dict(zip(_DATES, (day.isoformat() for day in dates), strict=True))
    content = {"title": document.title, **stamped, "threshold": document.threshold}
    return str(_sealer().dumps({**content, **content_of(document)}))


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="summary for the city")
