"""Leaving for a visit, and coming back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.cases.models import Case
from cswtool.cautions.queries import held_in
from cswtool.db.session import ScopedSession
from cswtool.outings import commands, queries
from cswtool.outings.forms import LeaveForm, StayForm
from cswtool.outings.models import Outing
from cswtool.outings.rules import usual_return
from cswtool.web.editing import EditPage
from cswtool.web.guarded import GuardedBlueprint

outings = GuardedBlueprint("outings", records={"case_id": Case, "outing_id": Outing})


@outings.get("/cases/<uuid:case_id>/outings/new", endpoint="visit", needs=Permission.OUTING_LEAVE)
@outings.get("/outings/new", needs=Permission.OUTING_LEAVE)
def new(session: ScopedSession, case: Case | None = None) -> ResponseReturnValue:
    return _leave_page(session, case, _form(session))


@outings.post(
    "/cases/<uuid:case_id>/outings/new", endpoint="leave_for", needs=Permission.OUTING_LEAVE
)
@outings.post("/outings/new", endpoint="leave", needs=Permission.OUTING_LEAVE)
def leave(session: ScopedSession, case: Case | None = None) -> ResponseReturnValue:
    form = _form(session)
    key = form.new_record_id()
    if session.get(Outing, key) is None:
        if not form.fits(case, out=queries.still_out(session, session.actor.id)):
            return _leave_page(session, case, form), 422
        commands.leave(session, key, form.to_input(case))
    flash("いってらっしゃい。戻ったら「帰着した」を押してください。", "ok")
    return redirect(url_for("today.home"), 303)


def _form(session: ScopedSession) -> LeaveForm:
    form = LeaveForm(back_by=usual_return(clock.now()))
    form.offer(queries.colleagues(session), queries.usually_told(session))
    return form


def _leave_page(session: ScopedSession, case: Case | None, form: LeaveForm) -> str:
    cautions = held_in(session, case)
    return render_template("outings/new.html", form=form, case=case, cautions=cautions)


def _stay_page() -> EditPage:
    return EditPage("戻る時刻を変える", url_for("today.home"), "今日")


@outings.get("/outings/<uuid:outing_id>", needs=Permission.OUTING_KEEP)
def edit(_session: ScopedSession, outing: Outing) -> ResponseReturnValue:
    return _stay_page().shown(StayForm.of(outing, formdata=None))


@outings.post("/outings/<uuid:outing_id>", endpoint="stay", needs=Permission.OUTING_KEEP)
def stay(_session: ScopedSession, outing: Outing) -> ResponseReturnValue:
    page, form = _stay_page(), StayForm.of(outing)
    if refusal := page.refused(form, StayForm.of(outing, formdata=None)):
        return refusal
    commands.stay_until(outing, form.moment())
    return page.done("戻る時刻を変えました。")


@outings.post("/outings/<uuid:outing_id>/return", endpoint="back", needs=Permission.OUTING_KEEP)
def back(session: ScopedSession, outing: Outing) -> ResponseReturnValue:
    commands.come_back(outing)
    session.note(outing, detail="came back")
    flash("帰着を記録しました。おかえりなさい。", "ok")
    return redirect(url_for("today.home"), 303)
