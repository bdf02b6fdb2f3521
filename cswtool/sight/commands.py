"""Letting somebody look at a case for as long as they are asked about it."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from cswtool.access import clock
from cswtool.db.session import AuditedSession, ScopedSession
from cswtool.sight.models import CaseGrant


def let_in(session: ScopedSession, case: Any, user_id: UUID, asked_id: UUID, reason: str) -> None:
    """Let a colleague look because of one question, whatever they may see besides."""
    grant = CaseGrant(
        case_id=case.id,
        user_id=user_id,
        author_id=session.actor.id,
        asked_id=asked_id,
        reason=reason,
        at=clock.now(),
    )
    session.add(grant)
    session.flush()


def let_out(session: AuditedSession, asked_id: UUID) -> None:
    """The question has been answered, or need not be answered any more."""
    for grant in session.scalars(select(CaseGrant).where(CaseGrant.asked_id == asked_id)).all():
        session.delete(grant)
    session.flush()
