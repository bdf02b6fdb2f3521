"""A correction that was begun in time and comes when only addenda are left: nothing is lost."""

from cswtool.consultations.forms import AddendumForm, EditConsultationForm, offered
from cswtool.consultations.models import Consultation
from cswtool.db.session import ScopedSession
from cswtool.drafts.commands import spend
from cswtool.drafts.forms import restored
from cswtool.drafts.queries import drafts_at
from cswtool.drafts.rules import Place
from cswtool.web.conflicts import differences


def edit_place(consultation: Consultation) -> Place:
    return Place("consultation-edit", str(consultation.id))


def stored_form(session: ScopedSession, consultation: Consultation) -> EditConsultationForm:
    """The form of a correction as the record is stored now."""
    form = EditConsultationForm.of(consultation)
    form.offer(offered(session), consultation)
    return form


def begun_in_time(session: ScopedSession, consultation: Consultation) -> AddendumForm | None:
    """What an unsent correction would have changed, to be added instead; None where nothing."""
    draft = restored(session, edit_place(consultation))
    if draft is None:
        return None
    form = EditConsultationForm(formdata=draft.fields)
    form.offer(offered(session), consultation)
    return as_addendum(session, consultation, form)


def as_addendum(
    session: ScopedSession, consultation: Consultation, form: EditConsultationForm
) -> AddendumForm | None:
    """The new text of a correction, and a line for every other field that it changes."""
    changed = differences(form, stored_form(session, consultation))
    lines = [f"{one.label}：{one.theirs} → {one.mine}" for one in changed if one.name != "text"]
    lines += [one.mine for one in changed if one.name == "text"]
    return AddendumForm(formdata=None, text="\n".join(lines)) if lines else None


def forget_corrections(session: ScopedSession, consultation: Consultation) -> None:
    """What they said stands in an addendum now."""
    for draft in drafts_at(session, edit_place(consultation)):
        spend(session, edit_place(consultation), draft.form_key)
