"""A correction that was begun in time and comes when only addenda are left: nothing is lost."""

from collections.abc import Sequence
from dataclasses import dataclass

from cswtool.consultations import queries
from cswtool.consultations.forms import AddendumForm, EditConsultationForm, offered
from cswtool.consultations.models import Consultation
from cswtool.db.session import ScopedSession
from cswtool.drafts.commands import spend
from cswtool.drafts.forms import Restored, each_restored, is_asked_for
from cswtool.drafts.rules import Place
from cswtool.web.conflicts import THEIRS, differences


@dataclass(frozen=True, slots=True)
class Begun:
    """A correction that was not sent in time, and the addendum that says what it would have."""

    draft: Restored
    form: AddendumForm

    @property
    def is_asked_for(self) -> bool:
        return is_asked_for(self.draft.form_key)


def edit_place(consultation: Consultation) -> Place:
    return Place("consultation-edit", str(consultation.id))


def stored_form(session: ScopedSession, consultation: Consultation) -> EditConsultationForm:
    """The form of a correction as the record is stored now."""
    form = EditConsultationForm.of(consultation)
    form.offer(offered(session), consultation)
    return form


def begun_in_time(session: ScopedSession, consultation: Consultation) -> Sequence[Begun]:
    """The unsent corrections that come too late and change something, ?draft=… first."""
    if not queries.is_past_correction(session, consultation):
        return []
    found = []
    for draft in each_restored(session, edit_place(consultation)):
        form = EditConsultationForm(formdata=draft.fields)
        form.offer(offered(session), consultation)
        if late := as_addendum(session, consultation, form):
            found.append(Begun(draft, late))
    return found


def as_addendum(
    session: ScopedSession, consultation: Consultation, form: EditConsultationForm
) -> AddendumForm | None:
    """The new text of a correction, and a line for every other field that it changes.

    What only a colleague has changed since the correction was begun stays as they left it.
    """
    found = differences(form, stored_form(session, consultation))
    mine = [one for one in found if one.chosen != THEIRS]
    lines = [f"{one.label}：{one.theirs} → {one.mine}" for one in mine if one.name != "text"]
    lines += [one.mine for one in mine if one.name == "text"]
    if not lines:
        return None
    key = form.form_key.data
    return AddendumForm(formdata=None, text="\n".join(lines), correction=key)


def forget_correction(
    session: ScopedSession, consultation: Consultation, form: AddendumForm
) -> None:
    """The one that the page was opened with: what it said stands in the addendum now."""
    if form.correction.data:
        spend(session, edit_place(consultation), form.correction.data)
