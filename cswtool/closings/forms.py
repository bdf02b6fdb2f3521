"""Forms of closing a case."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from cswtool.accounts.forms import staff_choices
from cswtool.accounts.models import User
from cswtool.closings.commands import Closing
from cswtool.closings.models import ClosingRequest
from cswtool.closings.rules import Rest
from cswtool.taxonomy.forms import word_choices
from cswtool.taxonomy.models import Choice
from cswtool.web.forms import Form, OnceMixin, VersionMixin, one_of, text

NOBODY_APPROVES = "承認できる係長が、あなたのほかにいません。管理者に相談してください。"


def _rest(label: str, end: str, keep: str) -> RadioField:
    choices = [SelectChoice(Rest.END.value, end), SelectChoice(Rest.KEEP.value, keep)]
    return one_of(label, required=True, radio=True, choices=choices)


class CloseForm(OnceMixin, Form):
    reason = one_of("終結の理由", required=True, radio=True)
    summary = text("終結時のまとめ", required=True, longest=4000)
    tasks = _rest(
        "残っている次の対応をどうするか",
        "もういらない（すべて済みにする）",
        "残す（終結のあとも、する人の「今日」に出る）",
    )
    referrals = _rest(
        "終わっていないつなぎをどうするか",
        "終える（すべて完了にする）",
        "残す（終結のあとも、返事を待つ）",
    )
    approver = one_of("承認を頼む人", required=True)

    @classmethod
    def of(cls, last: ClosingRequest | None) -> "CloseForm":
        """As posted; a form that is opened has what was written for the last request."""
        if last is None:
            return cls()
        return cls(reason=str(last.reason_id), summary=last.summary, approver=str(last.approver_id))

    def offer(self, reasons: Sequence[Choice], *, tasks: bool, referrals: bool) -> None:
        """Ask only about what there is."""
        self.reason.choices = word_choices(reasons, None)
        if not tasks:
            del self.tasks
        if not referrals:
            del self.referrals

    def offer_approvers(self, approvers: Sequence[User] | None) -> None:
        """Who may be asked to approve; None where the office asks for no approval."""
        if approvers is None:
            del self.approver
            return
        self.approver.choices = staff_choices(approvers, "選んでください")
        if not approvers:
            self.approver.description = NOBODY_APPROVES

    def to_input(self) -> Closing:
        return Closing(
            reason_id=UUID(self.reason.data),
            summary=self.summary.data,
            end_tasks=self.tasks is not None and self.tasks.data == Rest.END,
            end_referrals=self.referrals is not None and self.referrals.data == Rest.END,
        )


class SendBackForm(VersionMixin, Form):
    note = text("差し戻す理由・してほしいこと", required=True, longest=2000)
