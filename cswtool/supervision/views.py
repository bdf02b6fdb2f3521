"""The supervisor's view of who carries what."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.community.queries import zones
from cswtool.db.session import ScopedSession
from cswtool.supervision import queries
from cswtool.supervision.forms import FilterForm
from cswtool.web.guarded import GuardedBlueprint
from cswtool.web.paging import asked_page, page_of

supervision = GuardedBlueprint("supervision")


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
    return render_template(
        "supervision/tasks.html",
        form=form,
        page=page_of(session, queries.overdue(wanted, today), asked_page()),
        restricted=queries.overdue_restricted(session, wanted, today),
        today=today,
    )
