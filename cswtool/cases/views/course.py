"""Acts on one case: its head, its workers, its course, who may see it."""

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.cases import commands
from cswtool.cases.forms import (
    CaseForm,
    NoteForm,
    ReasonForm,
    offered,
)
from cswtool.cases.models import Case
from cswtool.cases.rules import Status, StepKind, WrongCourseError
from cswtool.cases.views.blueprint import back_to, cases, done
from cswtool.db.session import ScopedSession
from cswtool.web.conflicts import unsettled
from cswtool.web.forms import Form


@cases.get("/edit", needs=Permission.CASE_EDIT)
def edit(session: ScopedSession, case: Case) -> ResponseReturnValue:
    form = CaseForm.of(case)
    form.offer(offered(session), case)
    return _edit_page(case, form)


@cases.post("/edit", endpoint="save", needs=Permission.CASE_EDIT)
def save(session: ScopedSession, case: Case) -> ResponseReturnValue:
    form, stored, offer = CaseForm(), CaseForm.of(case), offered(session)
    form.offer(offer, case)
    stored.offer(offer, case)
    if not form.validate():
        return _edit_page(case, form), 422
    if refusal := unsettled(form, stored, lambda: _edit_page(case, form)):
        return refusal
    commands.change_case(session, case, form.to_input())
    flash("ケースの内容を直しました。", "ok")
    return back_to(case)


def _edit_page(case: Case, form: CaseForm) -> str:
    return render_template("cases/edit.html", case=case, form=form)


@cases.get("/watch", needs=Permission.CASE_WATCH)
def watching(_session: ScopedSession, case: Case) -> ResponseReturnValue:
    """見守りへ, or back to 支援中 where the case is being watched."""
    return _step_page(case, NoteForm(), _turn_of(case))


@cases.post("/watch", needs=Permission.CASE_WATCH)
def watch(session: ScopedSession, case: Case) -> ResponseReturnValue:
    return _turn(session, case, StepKind.WATCHED)


@cases.post("/resume", needs=Permission.CASE_WATCH)
def resume(session: ScopedSession, case: Case) -> ResponseReturnValue:
    return _turn(session, case, StepKind.RESUMED)


def _turn_of(case: Case) -> StepKind:
    return StepKind.RESUMED if case.status is Status.WATCH else StepKind.WATCHED


def _turn(session: ScopedSession, case: Case, kind: StepKind) -> ResponseReturnValue:
    form = NoteForm()
    if not form.validate():
        return _step_page(case, form, kind), 422
    step = commands.watch if kind is StepKind.WATCHED else commands.resume
    try:
        step(session, case, form.note.data or "")
    except WrongCourseError:
        return _too_late(case, form, kind), 409
    flash(f"「{case.status.label}」にしました。", "ok")
    return back_to(case)


def _step_page(case: Case, form: Form, kind: StepKind) -> str:
    return render_template("cases/step.html", case=case, form=form, kind=kind)


def _too_late(case: Case, form: Form, kind: StepKind) -> str:
    form.form_errors.append(
        "ほかの人が先に操作したようです。ケースの画面を開き直して、今の状態を確かめてください。"
    )
    return _step_page(case, form, kind)


@cases.get("/reopen", needs=Permission.CASE_REOPEN)
def reopening(_session: ScopedSession, case: Case) -> ResponseReturnValue:
    return _step_page(case, ReasonForm(), StepKind.REOPENED)


@cases.post("/reopen", needs=Permission.CASE_REOPEN)
def reopen(session: ScopedSession, case: Case) -> ResponseReturnValue:
    form = ReasonForm()
    if not form.validate():
        return _step_page(case, form, StepKind.REOPENED), 422
    commands.reopen(session, case, form.note.data)
    flash("ケースを再開しました。", "ok")
    return back_to(case)


@cases.get("/restrict", needs=Permission.CASE_RESTRICT)
def restriction(_session: ScopedSession, case: Case) -> ResponseReturnValue:
    """Restrict, or lift the restriction where there is one."""
    kind = StepKind.UNRESTRICTED if case.restricted else StepKind.RESTRICTED
    return _step_page(case, ReasonForm(), kind)


@cases.post("/restrict", needs=Permission.CASE_RESTRICT)
def restrict(session: ScopedSession, case: Case) -> ResponseReturnValue:
    return _restrict(session, case, StepKind.RESTRICTED)


@cases.post("/unrestrict", needs=Permission.CASE_RESTRICT)
def unrestrict(session: ScopedSession, case: Case) -> ResponseReturnValue:
    return _restrict(session, case, StepKind.UNRESTRICTED)


def _restrict(session: ScopedSession, case: Case, kind: StepKind) -> ResponseReturnValue:
    form = ReasonForm()
    if not form.validate():
        return _step_page(case, form, kind), 422
    restricted = kind is StepKind.RESTRICTED
    told = "閲覧を制限しました。" if restricted else "閲覧の制限を解きました。"
    try:
        commands.restrict(session, case, form.note.data, restricted=restricted)
    except WrongCourseError:
        return _too_late(case, form, kind), 409
    return done(session, case, told)
