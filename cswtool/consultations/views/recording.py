"""A contact is written down."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.accounts.rules import TextStyle
from cswtool.cases.models import Case
from cswtool.cases.queries import open_cases_beside
from cswtool.cautions.queries import held_in
from cswtool.consultations import commands, queries
from cswtool.consultations.forms import NewConsultationForm, known_of, offered
from cswtool.consultations.models import Consultation
from cswtool.consultations.views.blueprint import consultations, page_after, say_saved
from cswtool.consultations.views.together import file_also, households
from cswtool.db.audit import Outcome
from cswtool.db.session import ScopedSession
from cswtool.db.types import new_id
from cswtool.drafts.commands import spend
from cswtool.drafts.forms import Restored, restored
from cswtool.drafts.rules import Place
from cswtool.files.commands import Target, attach
from cswtool.files.forms import attachment_key
from cswtool.register.queries import led_to
from cswtool.tasks.commands import add
from cswtool.tasks.rules import soon


@consultations.get("/consultations/new", needs=Permission.CONSULTATION_ADD)
def new(session: ScopedSession) -> ResponseReturnValue:
    case = _case_asked_for(session)
    draft = restored(session, _new_place(case))
    form = _new_form(session, case, formdata=draft.fields if draft else None)
    return _new_page(session, form, case, draft)


def _new_form(session: ScopedSession, case: Case | None, **more: Any) -> NewConsultationForm:
    """Files and further households go with a case; without one the form asks for none."""
    form = NewConsultationForm(**more, **known_of(case, queries.usual_style(session)))
    form.offer(offered(session), case)
    if case is None:
        del form.files, form.also, form.also_numbers
    else:
        form.offer_households(open_cases_beside(session, case))
    return form


@consultations.post("/consultations/new", needs=Permission.CONSULTATION_ADD, uploads=True)
def create(session: ScopedSession) -> ResponseReturnValue:
    case = _case_asked_for(session)
    form = _new_form(session, case)
    further = households(session, case, form) if form.validate() else None
    if further is None:
        return _new_page(session, form, case), 422
    key = form.new_record_id()
    contact = session.get(Consultation, key)
    if contact is not None and contact.text != form.written:
        return _second_text_page(session, form, case, contact), 409
    contact = contact or _record(session, key, case, form)
    file_also(session, contact, form, further)
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
    commands.remember_style(session, TextStyle(form.style.data or TextStyle.FREE))
    if case is not None and form.files.received:
        attach(session, attachment_key(), key, form.files.received, Target(case.id, contact.id))
    step = form.next_step(session.actor.id)
    if step:
        add(session, step, case_id=contact.case_id)
    spend(session, _new_place(case), str(form.form_key.data))
    say_saved(contact, "相談を記録しました。")
    return contact
