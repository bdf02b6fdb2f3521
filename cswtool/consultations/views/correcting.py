"""A contact is corrected, or added to."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.consultations import commands
from cswtool.consultations.forms import AddendumForm, EditConsultationForm, offered
from cswtool.consultations.models import Addendum, Consultation
from cswtool.consultations.views.blueprint import (
    consultations,
    is_locked_now,
    page_after,
    say_saved,
)
from cswtool.db.session import ScopedSession
from cswtool.drafts.commands import spend
from cswtool.drafts.forms import Restored, restored
from cswtool.drafts.rules import Place
from cswtool.web.conflicts import Difference, differences


@consultations.get("/consultations/<uuid:consultation_id>/edit", needs=Permission.CONSULTATION_EDIT)
def edit(session: ScopedSession, consultation: Consultation) -> ResponseReturnValue:
    if is_locked_now(session, consultation):
        flash("直せる期間を過ぎています。変わったことや誤りは、追記として残してください。", "info")
        return redirect(url_for("consultations.addendum", consultation_id=consultation.id), 303)
    draft = restored(session, _edit_place(consultation))
    form = EditConsultationForm(formdata=draft.fields) if draft else None
    form = form or EditConsultationForm.of(consultation)
    form.offer(offered(session), consultation)
    return _edit_page(consultation, form, restored=draft)


@consultations.post(
    "/consultations/<uuid:consultation_id>/edit",
    endpoint="save",
    needs=Permission.CONSULTATION_EDIT,
)
def save(session: ScopedSession, consultation: Consultation) -> ResponseReturnValue:
    form = EditConsultationForm()
    form.offer(offered(session), consultation)
    if is_locked_now(session, consultation):
        return _addendum_page(consultation, _as_addendum(form), too_late=True), 409
    if not form.validate():
        return _edit_page(consultation, form), 422
    if form.version.data != consultation.version:
        found = _conflicts(session, consultation, form)
        return _edit_page(consultation, form, conflicts=found), 409
    commands.correct(session, consultation, form.to_input(), _changes(session, consultation, form))
    session.flush()
    spend(session, _edit_place(consultation), str(form.form_key.data))
    say_saved(consultation, "相談記録を直しました。")
    return redirect(page_after(consultation), 303)


def _edit_place(consultation: Consultation) -> Place:
    return Place("consultation-edit", str(consultation.id))


def _edit_page(
    consultation: Consultation,
    form: EditConsultationForm,
    *,
    restored: Restored | None = None,
    conflicts: list[Difference] | None = None,
) -> str:
    return render_template(
        "consultations/edit.html",
        consultation=consultation,
        form=form,
        restored=restored,
        conflicts=conflicts,
        place=_edit_place(consultation),
        back=page_after(consultation),
    )


def _conflicts(
    session: ScopedSession, consultation: Consultation, form: EditConsultationForm
) -> list[Difference]:
    """Where the two texts differ; the form goes on from the version that is stored now."""
    stored = EditConsultationForm.of(consultation)
    stored.offer(offered(session), consultation)
    form.version.process(None, consultation.version)
    return differences(form, stored)


def _changes(
    session: ScopedSession, consultation: Consultation, form: EditConsultationForm
) -> list[dict[str, str]]:
    """The fields that are being changed, in words, as a Revision keeps them."""
    stored = EditConsultationForm.of(consultation)
    stored.offer(offered(session), consultation)
    return [
        {"label": found.label, "before": found.theirs, "after": found.mine}
        for found in differences(form, stored)
    ]


@consultations.get(
    "/consultations/<uuid:consultation_id>/addenda/new", needs=Permission.CONSULTATION_EDIT
)
def addendum(session: ScopedSession, consultation: Consultation) -> ResponseReturnValue:
    draft = restored(session, _addendum_place(consultation))
    form = AddendumForm(formdata=draft.fields if draft else None)
    return _addendum_page(consultation, form, restored=draft)


@consultations.post(
    "/consultations/<uuid:consultation_id>/addenda/new",
    endpoint="add_addendum",
    needs=Permission.CONSULTATION_EDIT,
)
def add_addendum(session: ScopedSession, consultation: Consultation) -> ResponseReturnValue:
    form = AddendumForm()
    if not form.validate():
        return _addendum_page(consultation, form), 422
    stored = session.get(Addendum, form.new_record_id())
    if stored is not None and form.says_something_else(text=stored.text):
        return _addendum_page(consultation, form), 409
    if stored is None:
        commands.add_to(session, form.new_record_id(), consultation, form.text.data)
        spend(session, _addendum_place(consultation), str(form.form_key.data))
        flash("追記しました。", "ok")
    return redirect(page_after(consultation), 303)


def _addendum_place(consultation: Consultation) -> Place:
    return Place("addendum", str(consultation.id))


def _as_addendum(form: EditConsultationForm) -> AddendumForm:
    """The text of a correction that came too late, so that it is not lost."""
    return AddendumForm(formdata=None, text=form.text.data)


def _addendum_page(consultation: Consultation, form: AddendumForm, **more: object) -> str:
    return render_template(
        "consultations/addendum.html",
        consultation=consultation,
        form=form,
        place=_addendum_place(consultation),
        back=page_after(consultation),
        **more,
    )
