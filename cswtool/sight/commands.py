"""Letting somebody look at a case for as long as they are asked about it."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from cswtool.access import clock
from cswtool.accounts.models import Office, User
from cswtool.db.session import AuditedSession, ScopedSession
from cswtool.sight.models import CaseGrant, case_in_sight


def let_in(session: ScopedSession, case: Any, user: User, reason: str) -> None:
    """Let a colleague look who is asked about a case that they would not see."""
    if _is_seen_by(session, case, user):
        return
    grant = CaseGrant(
        case_id=case.id,
        user_id=user.id,
        author_id=session.actor.id,
        reason=reason,
        at=clock.now(),
    )
    session.add(grant)
    session.flush()


def _is_seen_by(session: ScopedSession, case: Any, user: User) -> bool:
    other = user.as_actor(session.scalars(select(Office.case_visibility)).one())
    model = type(case)
    query = select(model.id).where(model.id == case.id, case_in_sight(other, model))
    return session.scalar(query) is not None


def let_out(session: AuditedSession, case_id: UUID, user_id: UUID, reason: str) -> None:
    """Whoever was let in for this reason has answered, or need not answer any more."""
    query = select(CaseGrant).where(
        CaseGrant.case_id == case_id, CaseGrant.user_id == user_id, CaseGrant.reason == reason
    )
    for grant in session.scalars(query).all():
        session.delete(grant)
    session.flush()
