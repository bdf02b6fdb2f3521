"""Reads about handovers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from cswtool.accounts.models import User
from cswtool.accounts.queries import case_staff
from cswtool.cases.models import Case
from cswtool.cases.rules import Status
from cswtool.db.session import ScopedSession
from cswtool.handovers.models import Handover
from cswtool.handovers.rules import TOLD_DAYS, HandoverStatus
from cswtool.tasks.models import Task
from cswtool.tasks.queries import open_of_case


def waiting() -> ColumnElement[bool]:
    """Offers that wait for an answer; Handover joined to its Case."""
    return and_(
        Handover.status == HandoverStatus.OFFERED,
        Handover.from_id == Case.primary_id,
        Case.status != Status.CLOSED,
    )


def offered_cases() -> Select[UUID]:
    """The ids of the cases that are offered to somebody."""
    return select(Handover.case_id).join(Case, Case.id == Handover.case_id).where(waiting())


def _shown() -> Select[Handover]:
    parts: list[Any] = [
        joinedload(part).lazyload("*") for part in (Handover.giver, Handover.taker, Handover.author)
    ]
    return select(Handover).join(Handover.case).options(joinedload(Handover.case), *parts)


def waiting_of(session: ScopedSession, case_id: UUID) -> Handover | None:
    """The offer of a case that waits for an answer."""
    query = _shown().where(Handover.case_id == case_id, waiting())
    return session.scalars(query.order_by(Handover.at.desc()).limit(1)).one_or_none()


def on_desk_of(session: ScopedSession, user_id: UUID, now: datetime) -> Sequence[Handover]:
    """What somebody is asked, has offered, or was lately declined; the oldest first."""
    offered = or_(Handover.from_id == user_id, Handover.author_id == user_id)
    declined = and_(
        Handover.status == HandoverStatus.DECLINED,
        Handover.answered_at > now - timedelta(days=TOLD_DAYS),
        Handover.from_id == Case.primary_id,
    )
    query = _shown().where(
        or_(waiting() & (offered | (Handover.to_id == user_id)), declined & offered)
    )
    return session.scalars(query.order_by(Handover.at, Handover.id)).all()


def possible_takers(session: ScopedSession, case: Case) -> Sequence[User]:
    """Colleagues who could be asked to become the primary worker."""
    return [user for user in case_staff(session) if user.id != case.primary_id]


def tasks_of_giver(session: ScopedSession, case: Case) -> list[Task]:
    """The open steps of the case that its primary worker has to do."""
    return [task for task in open_of_case(session, case.id) if task.owner_id == case.primary_id]
