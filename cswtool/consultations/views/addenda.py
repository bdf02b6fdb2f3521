"""Texts that are added to a record later."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.consultations import commands
from cswtool.consultations.forms import AddendumForm, EditConsultationForm
from cswtool.consultations.models import Addendum, Consultation
from cswtool.consultations.views.blueprint import consultations, page_after
from cswtool.consultations.views.together import add_to_others, addendum_offer
from cswtool.db.session import ScopedSession
from cswtool.drafts.commands import spend
from cswtool.drafts.forms import Restored, restored
from cswtool.drafts.rules import Place


@consultations.get(
    "/consultations/<uuid:consultation_id>/addenda/new", needs=Permission.CONSULTATION_EDIT
)
def addendum(session: ScopedSession, consultation: Consultation) -> ResponseReturnValue:
    draft = restored(session, _addendum_place(consultation))
    form = AddendumForm(formdata=draft.fields if draft else None)
    return addendum_page(session, consultation, form, restored=draft)


@consultations.post(
    "/consultations/<uuid:consultation_id>/addenda/new",
    endpoint="add_addendum",
    needs=Permission.CONSULTATION_EDIT,
)
def add_addendum(session: ScopedSession, consultation: Consultation) -> ResponseReturnValue:
    form = AddendumForm()
    if not form.validate():
        return addendum_page(session, consultation, form), 422
    stored = session.get(Addendum, form.new_record_id())
    if stored is not None and form.says_something_else(text=stored.text):
        return addendum_page(session, consultation, form), 409
    if stored is None:
        commands.add_to(session, form.new_record_id(), consultation, form.text.data)
        spend(session, _addendum_place(consultation), str(form.form_key.data))
        flash("追記しました。", "ok")
        add_to_others(session, consultation, form)
    return redirect(page_after(consultation), 303)


def _addendum_place(consultation: Consultation) -> Place:
    return Place("addendum", str(consultation.id))


def as_addendum(form: EditConsultationForm) -> AddendumForm:
    """The text of a correction that came too late, so that it is not lost."""
    return AddendumForm(formdata=None, text=form.text.data)


def addendum_page(
    session: ScopedSession,
    consultation: Consultation,
    form: AddendumForm,
    *,
    restored: Restored | None = None,
    **more: object,
) -> str:
    return render_template(
        "consultations/addendum.html",
        consultation=consultation,
        form=form,
        restored=restored,
        together=addendum_offer(session, consultation, restored),
        place=_addendum_place(consultation),
        back=page_after(consultation),
        **more,
    )
