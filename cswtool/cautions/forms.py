"""Forms of a 訪問時の注意 and of 二人訪問."""

from typing import Any

from wtforms import BooleanField, ValidationError
from wtforms.fields.choices import SelectChoice

from cswtool.access import clock
from cswtool.cases.models import Case
from cswtool.cautions.commands import CautionInput
from cswtool.cautions.rules import CautionKind
from cswtool.web.forms import Form, OnceMixin, VersionMixin, day, one_of, text


class _CautionForm(Form):
    kind = one_of(
        "種類",
        required=True,
        radio=True,
        choices=[SelectChoice(kind.value, kind.label) for kind in CautionKind],
    )
    text = text(
        "気をつけること",
        required=True,
        longest=1000,
        description="玄関に立つ前に知っておくことを短く。ケースの画面のいちばん上に出ます。",
    )
    since = day("いつから", required=True, default=clock.today)

    def validate_since(self, field: Any) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError("先の日付です。今日までの日付にしてください。")

    def to_input(self) -> CautionInput:
        return CautionInput(CautionKind(self.kind.data), self.text.data, self.since.data)


class NewCautionForm(OnceMixin, _CautionForm):
    pass


class CautionForm(VersionMixin, _CautionForm):
    pass


class WithdrawForm(VersionMixin, Form):
    reason = text("取り下げる理由", required=True, longest=1000)


class TwoWorkersForm(VersionMixin, Form):
    two_workers = BooleanField("一人では訪問しない（二人訪問）")
    two_workers_reason = text("理由", required=True, longest=1000)

    @classmethod
    def of(cls, case: Case, **more: Any) -> "TwoWorkersForm":
        """As posted; with `formdata=None` as the case is stored."""
        return cls(obj=case, **more)
