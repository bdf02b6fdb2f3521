"""Closing a case; a supervisor approves or sends back where the office asks for it."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.accounts.queries import other_supervisors
from cswtool.cases.models import Case
from cswtool.cases.queries import is_in_sight
from cswtool.closings import commands, queries
from cswtool.closings.forms import CloseForm, SendBackForm
from cswtool.closings.models import ClosingRequest
from cswtool.closings.rules import AlreadyAskedError, NotOpenError
from cswtool.db.session import ScopedSession
from cswtool.referrals.queries import open_of_case as open_referrals
from cswtool.tasks.queries import open_of_case as open_tasks
from cswtool.taxonomy.models import ChoiceKind
from cswtool.taxonomy.queries import choices
from cswtool.web.editing import EditPage
from cswtool.web.guarded import GuardedBlueprint

closings = GuardedBlueprint("closings", records={"case_id": Case, "closing_id": ClosingRequest})

ASKED_ALREADY = "このケースは、もう終結の承認を待っています。"
NOT_OPEN = (
    "この申請は、もう決まったか取り下げられています。ケースの画面で今の状態を確かめてください。"
)


def _to(session: ScopedSession, case: Case) -> ResponseReturnValue:
    """Back to the case, or to one's own day where it is out of sight now."""
    if is_in_sight(session, case):
        return redirect(url_for("casefile.show", case_id=case.id), HTTPStatus.SEE_OTHER)
    return redirect(url_for("today.home"), HTTPStatus.SEE_OTHER)


@closings.get("/cases/<uuid:case_id>/close", needs=Permission.CASE_CLOSE)
def new(session: ScopedSession, case: Case) -> ResponseReturnValue:
    return _close_page(session, case, _close_form(session, case))


def _close_form(session: ScopedSession, case: Case) -> CloseForm:
    form = CloseForm.of(queries.last_of(session, case.id))
    form.offer(
        choices(session, ChoiceKind.CLOSING),
        tasks=bool(open_tasks(session, case.id)),
        referrals=bool(open_referrals(session, case)),
    )
    asks = queries.needs_approval(session)
    form.offer_approvers(other_supervisors(session) if asks else None)
    return form


def _close_page(session: ScopedSession, case: Case, form: CloseForm) -> str:
    return render_template(
        "closings/new.html",
        case=case,
        form=form,
        last=queries.last_of(session, case.id),
        tasks=open_tasks(session, case.id),
        referrals=open_referrals(session, case),
    )


@closings.post("/cases/<uuid:case_id>/close", needs=Permission.CASE_CLOSE)
def close(session: ScopedSession, case: Case) -> ResponseReturnValue:
    form = _close_form(session, case)
    if session.get(ClosingRequest, form.new_record_id()) is not None:
        return _to(session, case)
    if not form.validate():
        return _close_page(session, case, form), HTTPStatus.UNPROCESSABLE_ENTITY
    if form.approver is not None:
        return _asked(session, case, form)
    commands.close(session, case, form.to_input())
    flash("終結にしました。必要になれば、この画面から再開できます。", "ok")
    return _to(session, case)


def _asked(session: ScopedSession, case: Case, form: CloseForm) -> ResponseReturnValue:
    approver_id, key = UUID(form.approver.data), form.new_record_id()
    try:
        commands.ask(session, case, form.to_input(), approver_id=approver_id, key=key)
    except AlreadyAskedError:
        form.form_errors.append(ASKED_ALREADY)
        return _close_page(session, case, form), HTTPStatus.CONFLICT
    flash("終結の承認を頼みました。承認されるまで、ケースはこれまでどおり続きます。", "ok")
    return _to(session, case)


@closings.get("/closings/<uuid:closing_id>", needs=Permission.CLOSING_READ)
def show(session: ScopedSession, closing: ClosingRequest) -> ResponseReturnValue:
    return render_template(
        "closings/show.html",
        closing=closing,
        case=closing.case,
        tasks=open_tasks(session, closing.case_id),
        referrals=open_referrals(session, closing.case),
    )


def _too_late(closing: ClosingRequest) -> ResponseReturnValue:
    flash(NOT_OPEN, "warn")
    return redirect(url_for("closings.show", closing_id=closing.id), HTTPStatus.SEE_OTHER)


@closings.post("/closings/<uuid:closing_id>/approve", needs=Permission.CLOSING_DECIDE)
def approve(session: ScopedSession, closing: ClosingRequest) -> ResponseReturnValue:
    try:
        commands.approve(session, closing)
    except NotOpenError:
        return _too_late(closing)
    flash(f"ケース {closing.case.number} の終結を承認しました。", "ok")
    return _to(session, closing.case)


def _send_back_page(closing: ClosingRequest) -> EditPage:
    back = url_for("closings.show", closing_id=closing.id)
    lead = "申請した人の「今日」に出ます。書いたまとめは残り、直してもう一度申請できます。"
    title = f"ケース {closing.case.number} の終結を差し戻す"
    return EditPage(title, back, "終結の申請", lead, "差し戻す")


@closings.get("/closings/<uuid:closing_id>/send-back", needs=Permission.CLOSING_DECIDE)
def sending_back(_session: ScopedSession, closing: ClosingRequest) -> ResponseReturnValue:
    form = SendBackForm(formdata=None, version=closing.version)
    return _send_back_page(closing).shown(form)


@closings.post("/closings/<uuid:closing_id>/send-back", needs=Permission.CLOSING_DECIDE)
def send_back(session: ScopedSession, closing: ClosingRequest) -> ResponseReturnValue:
    page, form = _send_back_page(closing), SendBackForm()
    if refusal := page.refused(form, SendBackForm(formdata=None, version=closing.version)):
        return refusal
    try:
        commands.send_back(session, closing, form.note.data)
    except NotOpenError:
        form.form_errors.append(NOT_OPEN)
        return page.shown(form), HTTPStatus.CONFLICT
    flash("差し戻しました。", "ok")
    return _to(session, closing.case)


@closings.post("/closings/<uuid:closing_id>/withdraw", needs=Permission.CLOSING_WITHDRAW)
def withdraw(session: ScopedSession, closing: ClosingRequest) -> ResponseReturnValue:
    try:
        commands.withdraw(session, closing)
    except NotOpenError:
        return _too_late(closing)
    flash("終結の申請を取り下げました。", "ok")
    return _to(session, closing.case)
