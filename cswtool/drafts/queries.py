"""Reads of one's own drafts; nobody else's are in sight."""

from collections.abc import Sequence

from sqlalchemy import Select, select

from cswtool.db.session import ScopedSession
from cswtool.drafts.models import Draft
from cswtool.drafts.rules import Place


def my_drafts(session: ScopedSession) -> Sequence[Draft]:
    """What the actor has begun and not sent, the latest first."""
    return session.scalars(_open(session)).all()


def drafts_at(session: ScopedSession, place: Place) -> Sequence[Draft]:
    """The actor's unsent drafts of one form, the latest first."""
    return session.scalars(
        _open(session).where(Draft.form == place.form, Draft.subject == place.subject)
    ).all()


def _open(session: ScopedSession) -> Select[Draft]:
    query = select(Draft).where(Draft.owner_id == session.actor.id, Draft.sealed.is_not(None))
    return query.order_by(Draft.saved_at.desc(), Draft.id.desc())
