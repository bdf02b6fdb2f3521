"""Handing a prepared edition on, and sending it back."""

from collections.abc import Sequence
from uuid import UUID

from cswtool.accounts.forms import staff_choices
from cswtool.accounts.models import User
from cswtool.publications.models import PreparedEdition
from cswtool.web.forms import Form, VersionMixin, one_of, text

NOBODY_CHECKS = "確認できる係長が、あなたのほかにいません。管理者に相談してください。"


class AskForm(VersionMixin, Form):
    checker = one_of("確認する人", required=True)
    note = text("確認してほしいこと", longest=500)

    nobody = ""
    """What to do where there is nobody to ask; "" where there is."""

    @classmethod
    def of(cls, edition: PreparedEdition, checkers: Sequence[User]) -> "AskForm":
        """As posted; where it is opened, as it was asked before."""
        form = cls(
            version=edition.version, checker=str(edition.checker_id or ""), note=edition.note
        )
        form.checker.choices = staff_choices(checkers, "選んでください")
        form.nobody = "" if checkers else NOBODY_CHECKS
        return form

    def checker_id(self) -> UUID:
        return UUID(self.checker.data)


class SendBackForm(VersionMixin, Form):
    answer = text("差し戻す理由・してほしいこと", required=True, longest=2000)
