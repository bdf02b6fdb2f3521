"""Reads of one's own drafts; nobody else's are in sight."""

from collections.abc import Sequence

from sqlalchemy import select

from cswtool.db.session import ScopedSession
from cswtool.drafts.models import Draft
from cswtool.drafts.rules import Place


def my_drafts(session: ScopedSession) -> Sequence[Draft]:
    """What the actor has begun and not sent, the latest first."""
    query = select(Draft).where(Draft.owner_id == session.actor.id, Draft.sealed.is_not(None))
    return session.scalars(query.order_by(Draft.saved_at.desc(), Draft.id.desc())).all()


def draft_at(session: ScopedSession, place: Place) -> Draft | None:
    """The actor's draft of one form, sent or not."""
    query = select(Draft).where(
        Draft.owner_id == session.actor.id,
        Draft.form == place.form,
        Draft.subject == place.subject,
    )
    return session.scalars(query).one_or_none()
