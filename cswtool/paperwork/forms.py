"""What of a record may go into a copy for disclosure: decided passage by passage."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import HiddenField, ValidationError
from wtforms.fields.choices import SelectChoice

from cswtool.paperwork.queries import Told
from cswtool.paperwork.rules import Decision, Passage
from cswtool.web.filters import short_date
from cswtool.web.forms import Form, OnceMixin, day, one_of


class PeriodForm(Form):
    """Read from the address: a period tells nothing about anybody."""

    first = day("いつから", required=True)
    last = day("いつまで", required=True)

    def validate_last(self, field: Any) -> None:
        if self.first.data and field.data and field.data < self.first.data:
            raise ValidationError("「いつまで」が「いつから」より前です。日付を確かめてください。")


class CopyForm(OnceMixin, Form):
    """Has a field for each passage; made by `copy_form`. Nothing goes through undecided."""

    first = HiddenField()
    last = HiddenField()

    def decision(self, passage: Passage) -> Decision:
        return Decision(self[passage.key].data)

    def shows(self, passage: Passage) -> bool:
        return self.decision(passage) is Decision.OPEN

    def undecided(self, told: Iterable[Told]) -> int:
        return sum(not self[one.key].data for entry in told for one in entry.passages)


def copy_form(told: Sequence[Told], **more: Any) -> CopyForm:
    fields = {
        passage.key: _decision_on(passage, f"{short_date(entry.record.at)} の {number}つ目")
        for entry in told
        for number, passage in enumerate(entry.passages, start=1)
    }
    form: CopyForm = type("CopyForm", (CopyForm,), fields)(**more)
    for name in fields:
        form[name].choices = [SelectChoice(one.value, one.label) for one in Decision]
    return form


def _decision_on(passage: Passage, label: str) -> Any:
    proposed = passage.proposed
    return one_of(label, required=True, radio=True, default=proposed.value if proposed else None)
