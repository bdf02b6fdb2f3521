"""What is said of two entries, and which value of each part is right."""

from dataclasses import dataclass

from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice

from cswtool.cases.models import Case
from cswtool.people.models import Person
from cswtool.register.commands import Wish
from cswtool.register.rules import BOTH, GONE, KEPT, Part, Subject, Verdict, likely, to_choose
from cswtool.web.forms import Form, OnceMixin, one_of, text

NOTHING = "（記入なし）"


@dataclass(frozen=True, slots=True)
class Two:
    """Two entries, of which the second may become part of the first."""

    subject: Subject
    kept: Person | Case
    gone: Person | Case

    @property
    def versions(self) -> str:
        return f"{self.kept.version}-{self.gone.version}"

    @property
    def to_choose(self) -> list[Part]:
        return to_choose(self.subject, self.kept, self.gone)

    def wish(self, choices: dict[str, str] | None = None, reason: str = "") -> Wish:
        return Wish(self.subject, self.kept.id, self.gone.id, choices or {}, reason)


class VerdictForm(Form):
    verdict = one_of(
        "判断",
        required=True,
        radio=True,
        choices=[SelectChoice(verdict.value, verdict.label) for verdict in Verdict],
    )
    why = text("そう判断した理由", longest=2000)

    def to_verdict(self) -> Verdict:
        return Verdict(self.verdict.data)


class MergeForm(OnceMixin, Form):
    """Beside these, a choice for every part in which the two differ."""

    versions = HiddenField()
    reason = text("同じだとわかった理由", required=True, longest=2000)

    @classmethod
    def of(cls, two: Two, **more: None) -> "MergeForm":
        fields = {part.name: _choice(part, two) for part in two.to_choose}
        form: MergeForm = type(cls.__name__, (cls,), fields)(versions=two.versions, **more)
        return form

    def is_of(self, two: Two) -> bool:
        """Whether both are still what the person was shown; if not, the form says so."""
        if self.versions.data == two.versions:
            return True
        self.versions.data = two.versions
        self.form_errors.append(
            "この画面を開いたあとで、どちらかが直されました。下の内容を見直してから、もう一度統合してください。"
        )
        return False

    def wish(self, two: Two) -> Wish:
        choices = {part.name: self[part.name].data for part in two.to_choose}
        return two.wish(choices, self.reason.data)


def _choice(part: Part, two: Two) -> object:
    choices = [
        SelectChoice(KEPT, part.told(two.kept) or NOTHING),
        SelectChoice(GONE, part.told(two.gone) or NOTHING),
    ]
    if part.joined and all(part.told(entry) for entry in (two.kept, two.gone)):
        choices.append(SelectChoice(BOTH, "両方を残す"))
    default = BOTH if len(choices) > 2 else likely(part, two.kept, two.gone)  # noqa: PLR2004
    return one_of(part.label, required=True, radio=True, choices=choices, default=default)
