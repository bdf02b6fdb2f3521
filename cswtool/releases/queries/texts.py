"""Reads about texts that are to leave the office."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload

from cswtool.accounts.models import User
from cswtool.accounts.queries import case_staff
from cswtool.db.session import ScopedSession
from cswtool.releases.models import Release
from cswtool.releases.rules import TOLD_DAYS, ReleaseStatus, digest


def released_text(session: ScopedSession, text: str) -> Release | None:
    """The release of exactly this text, where two people have let it go.

    None for a text that nobody checked, or that was changed since: it must not leave.
    """
    return released_texts(session, [text]).get(text)


def released_texts(session: ScopedSession, texts: Iterable[str]) -> dict[str, Release]:
    """Those of the texts that two people have let go exactly so, each with its latest release.

    One statement, however many they are. What is not among them must not leave.
    """
    digests = {text: digest(text) for text in texts}
    query = _shown().where(
        Release.status == ReleaseStatus.RELEASED, Release.checked.in_(set(digests.values()))
    )
    found = session.scalars(query.order_by(Release.answered_at, Release.id))
    latest = {release.checked: release for release in found}
    return {text: latest[known] for text, known in digests.items() if known in latest}


def under_way(session: ScopedSession, text: str) -> Release | None:
    """Exactly this text in sight, not released yet: being decided about, or with the second person.

    The one that has come furthest, so that nobody sends the same once more.
    """
    open_ones = Release.status.in_([ReleaseStatus.WRITING, ReleaseStatus.ASKED])
    query = _shown().where(open_ones, Release.checked == digest(text))
    latest = query.order_by(Release.asked_at.is_(None), Release.at.desc(), Release.id)
    found: Release | None = session.scalars(latest.limit(1)).first()
    return found


def released_from(session: ScopedSession, regional_id: UUID) -> Release | None:
    """What was let go last of the texts in sight that were begun from this 地域課題.

    Its words may have been mended since they left the sheet.
    """
    query = released().where(Release.regional_id == regional_id)
    found: Release | None = session.scalars(query.limit(1)).first()
    return found


def _shown() -> Select[Release]:
    parts: list[Any] = [joinedload(part).lazyload("*") for part in (Release.author, Release.reader)]
    return select(Release).options(*parts)


def mine(session: ScopedSession) -> Sequence[Release]:
    """What the actor writes or is asked to look at, the latest first."""
    me = session.actor.id
    asked = and_(Release.to_id == me, Release.status == ReleaseStatus.ASKED)
    open_ones = Release.status.in_([ReleaseStatus.WRITING, ReleaseStatus.ASKED])
    query = _shown().where(or_(asked, and_(Release.author_id == me, open_ones)))
    return session.scalars(query.order_by(Release.at.desc(), Release.id)).all()


def withdrawn(session: ScopedSession) -> Sequence[Release]:
    """What the actor wrote and does not let out, the latest first."""
    query = _shown().where(
        Release.author_id == session.actor.id, Release.status == ReleaseStatus.WITHDRAWN
    )
    return session.scalars(query.order_by(Release.at.desc(), Release.id)).all()


def released() -> Select[Any]:
    """Every text that may leave, the latest first."""
    query = _shown().where(Release.status == ReleaseStatus.RELEASED)
    return query.order_by(Release.answered_at.desc(), Release.id)


def possible_readers(session: ScopedSession) -> Sequence[User]:
    """Colleagues; nobody releases their own text."""
    return [user for user in case_staff(session) if user.id != session.actor.id]


def on_desk_of(session: ScopedSession, user_id: UUID, now: datetime) -> Sequence[Release]:
    """What somebody is asked to look at, has asked, or lately got back or let go of theirs.

    The oldest first.
    """
    recent = Release.answered_at > now - timedelta(days=TOLD_DAYS)
    author = Release.author_id == user_id
    answered = [ReleaseStatus.WRITING, ReleaseStatus.RELEASED]
    query = _shown().where(
        or_(
            and_(Release.status == ReleaseStatus.ASKED, or_(author, Release.to_id == user_id)),
            and_(Release.status.in_(answered), author, recent),
        )
    )
    return session.scalars(query.order_by(Release.at, Release.id)).all()
