"""The calendar itself, and the page on which its address is made."""

from http import HTTPStatus

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.accounts.commands import end_calendars, make_calendar
from cswtool.accounts.queries import calendar_of
from cswtool.db.session import ScopedSession
from cswtool.feeds import commands, queries
from cswtool.feeds.rules import WINDOW, TooOftenError, written
from cswtool.web.guarded import PUBLIC, GuardedBlueprint, engine

feeds = GuardedBlueprint("feeds")


@feeds.get("/calendar/<string:token>.ics", needs=PUBLIC)
def calendar(token: str) -> ResponseReturnValue:
    """Whoever holds the token is the calendar; nobody signs in here."""
    actor = commands.actor_of(engine(), token)
    if actor is None:
        abort(HTTPStatus.NOT_FOUND)
    with ScopedSession(engine(), actor, commands.ACTION, writes=True) as session:
        try:
            commands.count_read(session)
        except TooOftenError:
            return _later()
        text = written(queries.entries(session), clock.now())
        session.commit()
    return Response(text, content_type="text/calendar; charset=utf-8")


def _later() -> Response:
    """Nothing is written for a read that is refused: a flood of them costs little."""
    wait = {"Retry-After": str(int(WINDOW.total_seconds()))}
    return Response("too many requests\n", HTTPStatus.TOO_MANY_REQUESTS, wait, "text/plain")


@feeds.get("/account/calendar", needs=Permission.CALENDAR_KEEP)
def show(session: ScopedSession) -> ResponseReturnValue:
    return _page(session, address=None)


def _page(session: ScopedSession, address: str | None) -> str:
    feed = calendar_of(session, session.actor.id)
    return render_template("feeds/show.html", feed=feed, address=address)


@feeds.post("/account/calendar/make", needs=Permission.CALENDAR_KEEP)
def make(session: ScopedSession) -> ResponseReturnValue:
    """The address is shown in this answer and never again."""
    token = make_calendar(session, session.actor.id)
    return _page(session, url_for("feeds.calendar", token=token, _external=True))


@feeds.post("/account/calendar/end", needs=Permission.CALENDAR_KEEP)
def end(session: ScopedSession) -> ResponseReturnValue:
    end_calendars(session, session.actor.id)
    flash("カレンダーの連携をやめました。これまでのアドレスからは、もう読めません。", "ok")
    return redirect(url_for("feeds.show"), HTTPStatus.SEE_OTHER)
