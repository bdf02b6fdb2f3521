"""The audit trail, as the privacy officer reads it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from cswtool.access.actor import NOBODY
from cswtool.access.permissions import Permission
from cswtool.accounts.queries import calendar_owners
from cswtool.db.session import ScopedSession
from cswtool.upkeep import queries, rules
from cswtool.upkeep.forms import TrailForm
from cswtool.upkeep.views.blueprint import upkeep
from cswtool.web.paging import asked_page, page_of

ROWS = 100


@upkeep.get("/trail", needs=Permission.TRAIL_READ)
def trail(session: ScopedSession) -> ResponseReturnValue:
    people = queries.users(session)
    form = TrailForm(request.args, meta={"csrf": False}).offer(people)
    return render_template(
        "upkeep/trail.html",
        form=form,
        page=page_of(session, queries.trail(form.to_wanted()), asked_page(), ROWS),
        names={
            NOBODY.id: "（サインインの前）",
            **{user.id: user.name for user in people},
            **{key: f"{name}のカレンダー" for key, name in calendar_owners(session).items()},
        },
        rules=rules,
    )
