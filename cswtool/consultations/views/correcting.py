"""A contact is corrected."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.consultations import commands, queries
from cswtool.consultations.forms import AddendumForm, EditConsultationForm, offered
from cswtool.consultations.models import Consultation
from cswtool.consultations.views.addenda import addendum_page
from cswtool.consultations.views.blueprint import consultations, page_after, say_saved
from cswtool.consultations.views.late import as_addendum, edit_place, stored_form
from cswtool.consultations.views.together import changes, correct_others, correction_offer
from cswtool.db.session import ScopedSession
from cswtool.drafts.commands import spend
from cswtool.drafts.forms import Restored, restored
from cswtool.web.conflicts import unsettled


@consultations.get("/consultations/<uuid:consultation_id>/edit", needs=Permission.CONSULTATION_EDIT)
def edit(session: ScopedSession, consultation: Consultation) -> ResponseReturnValue:
    if queries.is_past_correction(session, consultation):
        return _only_addenda(consultation)
    draft = restored(session, edit_place(consultation))
    form = EditConsultationForm(formdata=draft.fields) if draft else None
    form = form or EditConsultationForm.of(consultation)
    form.offer(offered(session), consultation)
    return _edit_page(session, consultation, form, restored=draft)


@consultations.post(
    "/consultations/<uuid:consultation_id>/edit",
    endpoint="save",
    needs=Permission.CONSULTATION_EDIT,
)
def save(session: ScopedSession, consultation: Consultation) -> ResponseReturnValue:
    form = EditConsultationForm()
    form.offer(offered(session), consultation)
    if queries.is_past_correction(session, consultation):
        return _late(session, consultation, form)
    if not form.validate():
        return _edit_page(session, consultation, form), 422
    stored = stored_form(session, consultation)
    if refusal := unsettled(form, stored, lambda: _edit_page(session, consultation, form)):
        return refusal
    commands.correct(session, consultation, form.to_input(), changes(form, stored))
    session.flush()
    spend(session, edit_place(consultation), str(form.form_key.data))
    say_saved(consultation, "相談記録を直しました。")
    correct_others(session, consultation, form, stored)
    return redirect(page_after(consultation), 303)


def _only_addenda(consultation: Consultation) -> ResponseReturnValue:
    """The page of an addendum, which also finds a correction that was begun in time."""
    flash("直せる期間を過ぎています。変わったことや誤りは、追記として残してください。", "info")
    asked = request.args.get("draft")
    here = url_for("consultations.addendum", consultation_id=consultation.id, draft=asked)
    return redirect(here, 303)


def _late(
    session: ScopedSession, consultation: Consultation, form: EditConsultationForm
) -> ResponseReturnValue:
    late = as_addendum(session, consultation, form) or AddendumForm(formdata=None)
    return addendum_page(session, consultation, late, too_late=True), 409


def _edit_page(
    session: ScopedSession,
    consultation: Consultation,
    form: EditConsultationForm,
    *,
    restored: Restored | None = None,
) -> str:
    return render_template(
        "consultations/edit.html",
        consultation=consultation,
        form=form,
        restored=restored,
        together=correction_offer(session, consultation, restored),
        place=edit_place(consultation),
        back=page_after(consultation),
    )
