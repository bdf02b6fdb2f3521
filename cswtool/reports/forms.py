"""Which paper of which period, and what is said when it is prepared for outside."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import ValidationError
from wtforms.fields.choices import SelectChoice

from cswtool.access import clock, fiscal
from cswtool.access.fiscal import Period
from cswtool.publications.document import Correction
from cswtool.publications.models import Publication
from cswtool.publications.rules import AUDIENCES, REASONS
from cswtool.reports import periods
from cswtool.reports.rules import Grain, Paper, Wanted, Width
from cswtool.web.forms import Form, OnceMixin, one_of

LONGEST_MONTHS = 36


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
        return Wanted.of_query({field.name: field.data for field in self})


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


class PrepareForm(OnceMixin, PeriodForm):
    """A version of the period for outside, perhaps one that puts an earlier edition right."""

    profile = one_of(
        "だれに出すか",
        required=True,
        radio=True,
        choices=[SelectChoice(one.value, one.act) for one in AUDIENCES],
        description="公表する版は、市の閲覧者も見ます。市に報告する版は、契約で定めた人のほかには見せません。",
    )
    corrects = one_of("前の版の訂正か")
    reason = one_of(
        "訂正の理由",
        choices=[SelectChoice("", "訂正のときに選ぶ"), *map(SelectChoice, REASONS, REASONS)],
    )

    def offer(self, earlier: Sequence[Publication]) -> "PrepareForm":
        """What may be corrected: editions of the same paper and period; without one nothing."""
        self.earlier = {str(one.number): one for one in earlier}
        if earlier:
            self.corrects.choices = [
                SelectChoice("", "訂正ではない"),
                *(
                    SelectChoice(n, f"第{n}号（{one.profile.label}）の訂正として出す")
                    for n, one in self.earlier.items()
                ),
            ]
        else:
            del self.corrects, self.reason
        return self

    def validate_corrects(self, field: Any) -> None:
        corrected = self.earlier.get(field.data)
        if corrected is None or self.profile.errors:
            return
        if corrected.profile != self.profile.data:
            raise ValidationError(
                f"第{field.data}号は「{corrected.profile.label}」の版です。"
                "「だれに出すか」を同じにするか、「訂正ではない」を選んでください。"
            )

    def validate(self, extra_validators: Any = None) -> bool:
        """A correction is nothing without its reason; said at the reason."""
        valid = super().validate(extra_validators)
        corrects = self.corrects is not None and self.corrects.data in self.earlier
        if corrects and not self.reason.data:
            self.reason.errors = ["訂正の理由も選んでください。版に印刷されます。"]
        return bool(valid) and not self.errors

    def correction(self) -> Correction | None:
        if self.corrects is None or not self.corrects.data:
            return None
        return Correction(int(self.corrects.data), self.reason.data)
