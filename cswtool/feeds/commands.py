"""Reading a calendar by its token."""

from datetime import date, datetime

from sqlalchemy import Engine, select, true

from cswtool.access import clock
from cswtool.access.actor import NOBODY, Actor
from cswtool.accounts.login import hash_token
from cswtool.accounts.models import CalendarFeed, Office
from cswtool.db.session import ScopedSession
from cswtool.feeds.rules import MOST_READS, WINDOW, TooOftenError

ACTION = "calendar"


def actor_of(engine: Engine, token: str) -> Actor | None:
    """The calendar behind a token; None where there is none, or its person may not read it."""
    with ScopedSession(engine, NOBODY, ACTION) as session:
        query = select(CalendarFeed, Office.case_visibility).join(Office, true())
        query = query.where(
            CalendarFeed.token_hash == hash_token(token), CalendarFeed.ended_at.is_(None)
        )
        found = session.execute(query).unique().one_or_none()
        if found is None or found[0].user.is_disabled:
            return None
        feed, visibility = found
        person = feed.user.as_actor(visibility)
    if not person.is_case_staff:
        return None
    return Actor(id=feed.id, name=person.name, roles=frozenset(), calendar_of=person)


def count_read(session: ScopedSession) -> None:
    """Put the first read of a day on the trail, and count. Raises TooOftenError."""
    feed, now = session.get_one(CalendarFeed, session.actor.id), clock.now()
    first_today = feed.counted_from is None or _day(feed.counted_from) != _day(now)
    if first_today:
        session.note(feed, detail="calendar read")
    if first_today or now - (feed.counted_from or now) > WINDOW:
        feed.counted_from, feed.reads = now, 0
    feed.reads += 1
    if feed.reads > MOST_READS:
        raise TooOftenError


def _day(moment: datetime) -> date:
    return clock.in_japan(moment).date()
