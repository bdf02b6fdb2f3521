"""The supervisor's view of who carries what."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.community.queries import zones
from cswtool.db.session import ScopedSession
from cswtool.listings.forms import shelf
from cswtool.supervision import queries
from cswtool.supervision.forms import FilterForm
from cswtool.web.exporting import Column, Listing, asked_kind, exported, listed
from cswtool.web.guarded import GuardedBlueprint

supervision = GuardedBlueprint("supervision")

_COLUMNS = (
    Column("期日", lambda task: task.due_on, 12),
    Column("対応", lambda task: task.title, 40),
    Column("担当", lambda task: task.owner.name),
    Column("ケース", lambda task: task.case.number if task.case else None, 10),
)


@supervision.get("/caseload", needs=Permission.CASELOAD)
def caseload(session: ScopedSession) -> ResponseReturnValue:
    load = queries.caseload(session, clock.today())
    return render_template("supervision/caseload.html", caseload=load)


@supervision.get("/caseload/tasks", needs=Permission.CASELOAD)
def tasks(session: ScopedSession) -> ResponseReturnValue:
    """Steps whose day has passed, of one worker or 圏域 or all."""
    owners = queries.owners_to_filter(session)
    form, today = FilterForm.of(request.args, zones(session), owners), clock.today()
    wanted = form.to_wanted()
    page = listed(session, queries.overdue(wanted, today))
    if asked_kind():
        listing = Listing("期限の過ぎた対応", _COLUMNS, form, page.items, page.total)
        return exported(session, listing)
    restricted = queries.overdue_restricted(session, wanted, today)
    shown = {"form": form, "page": page, "restricted": restricted, "today": today}
    return render_template("supervision/tasks.html", shelf=shelf(session), **shown)
