"""The record of a contact: written down, read, corrected."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.cases.models import Case
from cswtool.cautions.queries import held_in
from cswtool.consultations import commands, queries
from cswtool.consultations.forms import (
    EditConsultationForm,
    NewConsultationForm,
    known_of,
    offered,
)
from cswtool.consultations.models import Consultation
from cswtool.consultations.rules import compared
from cswtool.consultations.views.addenda import addendum_page, as_addendum
from cswtool.consultations.views.blueprint import consultations, page_after
from cswtool.db.audit import Outcome
from cswtool.db.session import ScopedSession
from cswtool.db.types import new_id
from cswtool.drafts.commands import spend
from cswtool.drafts.forms import Restored, restored
from cswtool.drafts.rules import Place
from cswtool.files.commands import Target, attach
from cswtool.files.forms import attachment_key
from cswtool.files.queries import of_consultation
from cswtool.register.queries import led_to
from cswtool.tasks.commands import add
from cswtool.tasks.rules import soon
from cswtool.web.conflicts import differences, unsettled

_DANGER = "危険があるときは110・119、児童は189へ。通告・通報の要否をすぐ係長と相談してください。"


@consultations.get("/consultations/<uuid:consultation_id>", needs=Permission.CONSULTATION_READ)
def show(session: ScopedSession, consultation: Consultation) -> ResponseReturnValue:
    return render_template(
        "consultations/show.html",
        consultation=consultation,
        attachments=of_consultation(session, consultation.id),
        corrected=len(queries.revisions(session, consultation)),
        locked=queries.is_past_correction(session, consultation),
        may_be_taken_out=queries.may_be_taken_out(session, consultation),
    )


@consultations.get(
    "/consultations/<uuid:consultation_id>/history", needs=Permission.CONSULTATION_READ
)
def history(session: ScopedSession, consultation: Consultation) -> ResponseReturnValue:
    """What it said before, and who corrected it when."""
    return render_template(
        "consultations/history.html",
        consultation=consultation,
        revisions=queries.revisions(session, consultation),
        compared=compared,
    )


@consultations.get("/consultations/new", needs=Permission.CONSULTATION_ADD)
def new(session: ScopedSession) -> ResponseReturnValue:
    case = _case_asked_for(session)
    draft = restored(session, _new_place(case))
    form = _new_form(session, case, formdata=draft.fields if draft else None)
    return _new_page(session, form, case, draft)


def _new_form(session: ScopedSession, case: Case | None, **more: Any) -> NewConsultationForm:
    """Files belong to a case; without one the form takes none."""
    form = NewConsultationForm(**more, **known_of(case))
    form.offer(offered(session), case)
    if case is None:
        del form.files
    return form


@consultations.post("/consultations/new", needs=Permission.CONSULTATION_ADD, uploads=True)
def create(session: ScopedSession) -> ResponseReturnValue:
    form = _new_form(session, case := _case_asked_for(session))
    if not form.validate():
        return _new_page(session, form, case), 422
    key = form.new_record_id()
    contact = session.get(Consultation, key)
    if contact is not None and contact.text != form.text.data:
        return _second_text_page(session, form, case, contact), 409
    contact = contact or _record(session, key, case, form)
    return redirect(page_after(contact), 303)


def _second_text_page(
    session: ScopedSession, form: NewConsultationForm, case: Case | None, stored: Consultation
) -> str:
    """Another text under the key of a stored record (the page was opened twice, or "back").

    Neither is lost: under a new key it can be saved as a record of its own.
    """
    form.form_key.data = str(new_id())
    form.ask_for_files_again()
    return _new_page(session, form, case, stored=stored)


def _case_asked_for(session: ScopedSession) -> Case | None:
    """The case named by ?case=…; None where the address names none."""
    asked = request.args.get("case")
    if not asked:
        return None
    try:
        key = UUID(asked)
    except ValueError:
        abort(404)
    case = session.get(Case, key) or led_to(session, Case, key)
    if case is None:
        session.note(outcome=Outcome.UNSEEN, detail=f"Case {key} {request.endpoint}")
        abort(404)
    session.note(case, detail=request.endpoint)
    return case


def _new_place(case: Case | None) -> Place:
    return Place("consultation", str(case.id) if case else "")


def _new_page(
    session: ScopedSession,
    form: NewConsultationForm,
    case: Case | None,
    draft: Restored | None = None,
    stored: Consultation | None = None,
) -> str:
    return render_template(
        "consultations/new.html",
        form=form,
        case=case,
        cautions=held_in(session, case),
        restored=draft,
        stored=stored,
        place=_new_place(case),
        soon=soon(clock.today()),
    )


def _record(
    session: ScopedSession, key: UUID, case: Case | None, form: NewConsultationForm
) -> Consultation:
    contact = commands.record(session, key, case, form.to_input())
    if case is not None and form.files.received:
        attach(session, attachment_key(), key, form.files.received, Target(case.id, contact.id))
    step = form.next_step(session.actor.id)
    if step:
        add(session, step, case_id=contact.case_id)
    spend(session, _new_place(case), str(form.form_key.data))
    _say_saved(contact, "相談を記録しました。")
    return contact


def _say_saved(contact: Consultation, done: str) -> None:
    flash(done, "ok")
    if contact.is_about_abuse:
        flash(_DANGER, "danger")


@consultations.get("/consultations/<uuid:consultation_id>/edit", needs=Permission.CONSULTATION_EDIT)
def edit(session: ScopedSession, consultation: Consultation) -> ResponseReturnValue:
    draft = restored(session, _edit_place(consultation))
    form = EditConsultationForm(formdata=draft.fields) if draft else None
    if queries.is_past_correction(session, consultation):
        return _too_late(consultation, form)
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
    if queries.is_past_correction(session, consultation):
        return addendum_page(consultation, as_addendum(form), too_late=True), 409
    if not form.validate():
        return _edit_page(consultation, form), 422
    stored = _stored(session, consultation)
    if refusal := unsettled(form, stored, lambda: _edit_page(consultation, form)):
        return refusal
    commands.correct(session, consultation, form.to_input(), _changes(form, stored))
    session.flush()
    spend(session, _edit_place(consultation), str(form.form_key.data))
    _say_saved(consultation, "相談記録を直しました。")
    return redirect(page_after(consultation), 303)


def _too_late(
    consultation: Consultation, begun: EditConsultationForm | None
) -> ResponseReturnValue:
    """Only addenda any more; a correction that was begun in time is not lost."""
    if begun is not None:
        return addendum_page(consultation, as_addendum(begun), too_late=True)
    flash("直せる期間を過ぎています。変わったことや誤りは、追記として残してください。", "info")
    return redirect(url_for("consultations.addendum", consultation_id=consultation.id), 303)


def _edit_place(consultation: Consultation) -> Place:
    return Place("consultation-edit", str(consultation.id))


def _edit_page(
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
        place=_edit_place(consultation),
        back=page_after(consultation),
    )


def _changes(form: EditConsultationForm, stored: EditConsultationForm) -> list[dict[str, str]]:
    """The fields that are being changed, in words, as a Revision keeps them."""
    found = differences(form, stored)
    return [{"label": one.label, "before": one.theirs, "after": one.mine} for one in found]


def _stored(session: ScopedSession, consultation: Consultation) -> EditConsultationForm:
    form = EditConsultationForm.of(consultation)
    form.offer(offered(session), consultation)
    return form
