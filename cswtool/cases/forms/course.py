"""Forms of the steps of a case and of who may see it."""

from collections.abc import Iterable, Sequence

from wtforms.fields.choices import SelectChoice

from cswtool.accounts.forms import staff_choices
from cswtool.accounts.models import User
from cswtool.sight.models import CaseGrant
from cswtool.web.forms import Form, OnceMixin, one_of, text


class NoteForm(Form):
    """A step of the course that asks for a word at most."""

    note = text("ひとこと", longest=2000)


class ReasonForm(Form):
    """A step of the course that must be explained."""

    note = text("理由", required=True, longest=2000)


class GrantForm(OnceMixin, Form):
    """A colleague who is to see the case beside its workers."""

    colleague = one_of("だれに", required=True)
    reason = text("理由", required=True, longest=2000)

    def offer_colleagues(self, colleagues: Sequence[User]) -> None:
        self.colleague.choices = staff_choices(colleagues, "選んでください")


class EndGrantForm(Form):
    """One button beside one of those who were let in."""

    grant = one_of("取り消す人", required=True)

    def offer(self, held: Iterable[tuple[CaseGrant, User, User]]) -> None:
        self.grant.choices = [SelectChoice(str(row.id), user.name) for row, user, _ in held]
