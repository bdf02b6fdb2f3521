"""The page that opens after signing in."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from cswtool.access import clock
from cswtool.access.actor import Role
from cswtool.access.permissions import Permission, may
from cswtool.db.session import ScopedSession
from cswtool.outings.queries import board
from cswtool.today import queries
from cswtool.web.guarded import GuardedBlueprint

today = GuardedBlueprint("today")

_SENDER_ALONE = frozenset({Role.COMMISSIONER})


@today.get("/", needs=Permission.HOME)
def home(session: ScopedSession) -> ResponseReturnValue:
    """One page for all roles; a 民生委員 who is nothing else gets a simpler one."""
    simple = session.actor.roles == _SENDER_ALONE
    return render_template("today/sender.html" if simple else "today/home.html", **_shown(session))


def _shown(session: ScopedSession) -> dict[str, Any]:
    """What each of the person's roles needs; None where a role is not theirs."""
    actor, day = session.actor, clock.today()
    reader = actor.has(Role.REPORT_READER)
    return {
        "today": day,
        "board": board(session, clock.now()) if actor.is_case_staff else None,
        "desk": queries.desk_of(session, day) if actor.is_case_staff else None,
        "sent": queries.sent_lately(session) if may(actor, Permission.INCOMING_SEND) else None,
        "published": queries.published_lately(session) if reader else None,
        "roles": actor.roles,
    }
