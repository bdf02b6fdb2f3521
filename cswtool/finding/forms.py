"""What to look for in the records. Posted, so that no name stands in an address or a log."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from wtforms import IntegerField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from cswtool.accounts.forms import staff_choices
from cswtool.accounts.models import User
from cswtool.cases.rules import Status
from cswtool.community.forms import zone_filter
from cswtool.community.models import Zone
from cswtool.consultations.rules import Method
from cswtool.finding.queries import Wanted
from cswtool.finding.rules import typed_words
from cswtool.taxonomy.forms import issue_choices
from cswtool.taxonomy.models import IssueType
from cswtool.web.forms import Form, day, line, one_of

LONGEST = 100


class RecordsForm(Form):
    typed = line(
        "記録の中の言葉", longest=LONGEST, render_kw={"type": "search", "autocomplete": "off"}
    )
    zone = one_of("圏域")
    worker = one_of("記録した人")
    issue = one_of("課題")
    method = one_of("方法")
    status = one_of("ケースの状態")
    first = day("いつから")
    last = day("いつまで")
    page = IntegerField(validators=[Optional()])

    def offer(
        self, zones: Sequence[Zone], staff: Sequence[User], issues: Iterable[IssueType]
    ) -> "RecordsForm":
        self.zone.choices = zone_filter(zones)
        self.worker.choices = staff_choices(staff, "全員")
        self.issue.choices = [SelectChoice("", "すべて"), *issue_choices(issues)]
        self.method.choices = _labelled(Method)
        self.status.choices = _labelled(Status)
        return self

    def validate_last(self, field: Any) -> None:
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError("「いつまで」が「いつから」より前です。日付を確かめてください。")

    def to_wanted(self) -> Wanted:
        return Wanted(
            words=typed_words(self.typed.data or ""),
            zone=self.zone.data or "",
            worker=UUID(self.worker.data) if self.worker.data else None,
            issue=UUID(self.issue.data) if self.issue.data else None,
            method=Method(self.method.data) if self.method.data else None,
            status=Status(self.status.data) if self.status.data else None,
            first=self.first.data,
            last=self.last.data,
        )

    def asked_page(self) -> int:
        """The page that was asked for; 1 where it is missing or nonsense."""
        return max(1, self.page.data or 1)

    def filters(self) -> str:
        """The filters as they may stand in an address: all but the words."""
        return urlencode([pair for pair in self.kept() if pair[0] != "typed"])

    def kept(self) -> list[tuple[str, str]]:
        """What the buttons to other pages send again."""
        fields = (field for field in self if field.name not in {"csrf_token", "page"})
        return [(field.name, str(field.data)) for field in fields if field.data]


def _labelled(words: Iterable[Any]) -> list[SelectChoice]:
    return [SelectChoice("", "すべて"), *(SelectChoice(w.value, w.label) for w in words)]
