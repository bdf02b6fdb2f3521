"""Reads about next steps."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from cswtool.accounts.models import User
from cswtool.accounts.queries import case_staff
from cswtool.cases.models import Case
from cswtool.db.session import ScopedSession
from cswtool.sight.models import CaseGrant
from cswtool.tasks.models import Task


def _open() -> Select[Task]:
    query = select(Task).where(Task.done_at.is_(None))
    query = query.options(joinedload(Task.case), joinedload(Task.owner).lazyload("*"))
    return query.order_by(Task.due_on.nulls_last(), Task.id)


def open_for(session: ScopedSession, owner_id: UUID) -> Sequence[Task]:
    """What somebody still has to do, the earliest due first, with case and owner."""
    return session.scalars(_open().where(Task.owner_id == owner_id)).all()


def open_of_case(session: ScopedSession, case_id: UUID) -> Sequence[Task]:
    """What is still to be done in a case, the earliest due first, with case and owner."""
    return session.scalars(_open().where(Task.case_id == case_id)).all()


def done_of_case(session: ScopedSession, case_id: UUID, since: datetime) -> Sequence[Task]:
    """What was lately done in a case, the latest first, with case and owner."""
    return session.scalars(_done(since).where(Task.case_id == case_id)).all()


def done_by(session: ScopedSession, user_id: UUID, since: datetime) -> Sequence[Task]:
    """What somebody has lately done, the latest first, with case and owner."""
    return session.scalars(_done(since).where(Task.done_by_id == user_id)).all()


def _done(since: datetime) -> Select[Task]:
    query = select(Task).where(Task.done_at >= since)
    query = query.options(joinedload(Task.case), joinedload(Task.owner).lazyload("*"))
    return query.order_by(Task.done_at.desc(), Task.id)


def possible_owners(session: ScopedSession, case: Case | None) -> Sequence[User]:
    """Who may be given a next step: case staff, in a restricted case those who see it."""
    staff = case_staff(session)
    if case is None or not case.restricted:
        return staff
    granted = session.scalars(select(CaseGrant.user_id).where(CaseGrant.case_id == case.id))
    named = {case.primary_id, case.secondary_id, session.actor.id, *granted}
    return [user for user in staff if user.id in named]
