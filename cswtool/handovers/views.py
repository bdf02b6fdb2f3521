"""Offering a case to a colleague, their answer, and assigning it at once."""

from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cswtool.access.actor import Role
from cswtool.access.permissions import Permission
from cswtool.accounts.queries import case_staff
from cswtool.cases.models import Case
from cswtool.cases.queries import is_in_sight
from cswtool.community.queries import zones
from cswtool.db.session import ScopedSession
from cswtool.handovers import commands, queries
from cswtool.handovers.forms import AcceptForm, AssignForm, DeclineForm, OfferForm
from cswtool.handovers.models import Handover
from cswtool.handovers.rules import AlreadyOfferedError, HandoverStatus, NotOpenError
from cswtool.referrals.queries import open_of_case as open_referrals
from cswtool.web.conflicts import unsettled
from cswtool.web.editing import EditPage
from cswtool.web.guarded import GuardedBlueprint

handovers = GuardedBlueprint("handovers", records={"case_id": Case, "handover_id": Handover})

OFFERED_ALREADY = (
    "このケースは、もう引き継ぎの返事を待っています。取り下げてから申し入れてください。"
)
NOT_OPEN = (
    "この申し入れには、もう返事ができません。取り下げられたか、担当が変わっています。"
    "ケースの画面で今の状態を確かめてください。"
)


def _to(case: Case) -> ResponseReturnValue:
    return redirect(url_for("casefile.show", case_id=case.id), HTTPStatus.SEE_OTHER)


@handovers.get("/cases/<uuid:case_id>/handovers/new", needs=Permission.HANDOVER_OFFER)
def new(session: ScopedSession, case: Case) -> ResponseReturnValue:
    return _offer_page(session, case, _offer_form(session, case, formdata=None))


def _offer_form(session: ScopedSession, case: Case, **more: None) -> OfferForm:
    form = OfferForm(**more)
    form.offer(queries.possible_takers(session, case), zones(session))
    return form


def _offer_page(session: ScopedSession, case: Case, form: OfferForm) -> str:
    return render_template(
        "handovers/new.html",
        case=case,
        form=form,
        waiting=queries.waiting_of(session, case.id),
        tasks=queries.tasks_of_giver(session, case),
        referrals=open_referrals(session, case),
    )


@handovers.post("/cases/<uuid:case_id>/handovers/new", needs=Permission.HANDOVER_OFFER)
def offer(session: ScopedSession, case: Case) -> ResponseReturnValue:
    form = _offer_form(session, case)
    if session.get(Handover, form.new_record_id()) is not None:
        return _to(case)
    if not form.validate():
        return _offer_page(session, case, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        handover = commands.offer(session, case, form.to_input())
    except AlreadyOfferedError:
        form.form_errors.append(OFFERED_ALREADY)
        return _offer_page(session, case, form), HTTPStatus.CONFLICT
    told = (
        f"{handover.taker.name}さんに引き継ぎを申し入れました。返事があるまで、担当は変わりません。"
    )
    flash(told, "ok")
    return _to(case)


@handovers.get("/handovers/<uuid:handover_id>", needs=Permission.HANDOVER_READ)
def show(session: ScopedSession, handover: Handover) -> ResponseReturnValue:
    form = _accept_form(session, handover, formdata=None, version=handover.version)
    return _page(session, handover, form)


def _page(session: ScopedSession, handover: Handover, form: AcceptForm) -> str:
    return render_template(
        "handovers/show.html",
        handover=handover,
        case=handover.case,
        form=form,
        referrals=open_referrals(session, handover.case),
    )


def _accept_form(session: ScopedSession, handover: Handover, **more: object) -> AcceptForm:
    form = AcceptForm(**more)
    form.offer(queries.tasks_of_giver(session, handover.case), preset="formdata" in more)
    return form


@handovers.post("/handovers/<uuid:handover_id>/accept", needs=Permission.HANDOVER_ANSWER)
def accept(session: ScopedSession, handover: Handover) -> ResponseReturnValue:
    form = _accept_form(session, handover)
    if not form.validate():
        return _page(session, handover, form), HTTPStatus.UNPROCESSABLE_ENTITY
    if handover.status is HandoverStatus.ACCEPTED:
        return _to(handover.case)  # the button was pressed twice
    if form.version.data != handover.version or not handover.is_open:
        form.form_errors.append(NOT_OPEN)
        return _page(session, handover, form), HTTPStatus.CONFLICT
    commands.accept(session, handover, form.task_ids())
    flash(f"ケース {handover.case.number} を引き継ぎました。今日から主担当です。", "ok")
    return _to(handover.case)


def _decline_page(handover: Handover) -> EditPage:
    back = url_for("handovers.show", handover_id=handover.id)
    title = f"ケース {handover.case.number} の引き継ぎを断る"
    lead = "申し入れた人の「今日」に理由が出ます。担当は変わりません。"
    return EditPage(title, back, "引き継ぎの申し入れ", lead, "断る")


@handovers.get("/handovers/<uuid:handover_id>/decline", needs=Permission.HANDOVER_ANSWER)
def declining(_session: ScopedSession, handover: Handover) -> ResponseReturnValue:
    form = DeclineForm(formdata=None, version=handover.version)
    return _decline_page(handover).shown(form)


@handovers.post("/handovers/<uuid:handover_id>/decline", needs=Permission.HANDOVER_ANSWER)
def decline(session: ScopedSession, handover: Handover) -> ResponseReturnValue:
    page, form = _decline_page(handover), DeclineForm()
    if refusal := page.refused(form, DeclineForm(formdata=None, version=handover.version)):
        return refusal
    try:
        commands.decline(session, handover, form.reason.data)
    except NotOpenError:
        form.form_errors.append(NOT_OPEN)
        return page.shown(form), HTTPStatus.CONFLICT
    flash("引き継げないことを伝えました。", "ok")
    return redirect(url_for("today.home"), HTTPStatus.SEE_OTHER)


@handovers.post("/handovers/<uuid:handover_id>/withdraw", needs=Permission.HANDOVER_WITHDRAW)
def withdraw(session: ScopedSession, handover: Handover) -> ResponseReturnValue:
    try:
        commands.withdraw(session, handover)
    except NotOpenError:
        flash(NOT_OPEN, "warn")
        return redirect(url_for("handovers.show", handover_id=handover.id), 303)
    flash("引き継ぎの申し入れを取り下げました。", "ok")
    return _to(handover.case)


@handovers.get("/cases/<uuid:case_id>/assign", needs=Permission.CASE_ASSIGN)
def assign(session: ScopedSession, case: Case) -> ResponseReturnValue:
    return _assign_page(session, case, _assign_form(session, case, formdata=None))


@handovers.post(
    "/cases/<uuid:case_id>/assign", endpoint="assign_post", needs=Permission.CASE_ASSIGN
)
def assign_now(session: ScopedSession, case: Case) -> ResponseReturnValue:
    form = _assign_form(session, case)
    if not form.validate():
        return _assign_page(session, case, form), 422
    stored = _assign_form(session, case, formdata=None)
    if refusal := unsettled(form, stored, lambda: _assign_page(session, case, form)):
        return refusal
    commands.assign(session, case, form.workers(), form.note.data or "", form.task_ids())
    return _assigned(session, case)


def _assigned(session: ScopedSession, case: Case) -> ResponseReturnValue:
    """Back to the case, or to the list where the case is now out of sight."""
    flash("担当を変えました。", "ok")
    if is_in_sight(session, case):
        return _to(case)
    flash(f"ケース {case.number} は、あなたからは見えなくなりました。", "info")
    return redirect(url_for("casefile.index"), 303)


def _may_choose_primary(session: ScopedSession) -> bool:
    """Without being asked, somebody becomes the primary worker by a supervisor's word alone."""
    return session.actor.has(Role.SUPERVISOR)


def _assign_form(session: ScopedSession, case: Case, **more: None) -> AssignForm:
    form, primary = AssignForm.of(case, **more), _may_choose_primary(session)
    form.offer(case_staff(session), case, primary=primary)
    form.offer_tasks(queries.tasks_of_giver(session, case), preset="formdata" in more)
    return form


def _assign_page(session: ScopedSession, case: Case, form: AssignForm) -> str:
    return render_template(
        "handovers/assign.html",
        case=case,
        form=form,
        primary=_may_choose_primary(session),
    )
