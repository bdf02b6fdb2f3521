"""Which period, and what is said when a public version of it is prepared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import ValidationError
from wtforms.fields.choices import SelectChoice

from cswtool.access import clock, fiscal
from cswtool.access.fiscal import Period
from cswtool.publications.document import Correction
from cswtool.publications.models import Publication
from cswtool.reports import periods
from cswtool.reports.rules import Grain
from cswtool.web.forms import Form, OnceMixin, one_of, text

LONGEST_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Wanted:
    period: Period
    grain: Grain


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
        return Wanted(Period.of_months(first, months), Grain(self.grain.data))


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
        "grain": wanted.grain.value,
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
