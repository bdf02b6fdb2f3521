"""Reads about closing a case."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from cswtool.accounts.models import Office
from cswtool.cases.models import Case
from cswtool.cases.rules import Status
from cswtool.closings.models import ClosingRequest
from cswtool.closings.rules import TOLD_DAYS, ClosingStatus
from cswtool.db.session import ScopedSession


def needs_approval(session: ScopedSession) -> bool:
    """The office's setting."""
    return session.scalars(select(Office.closing_approval)).one()


def waiting() -> ColumnElement[bool]:
    """Requests that wait for a decision; ClosingRequest joined to its Case."""
    return and_(ClosingRequest.status == ClosingStatus.ASKED, Case.status != Status.CLOSED)


def asked_cases() -> Select[UUID]:
    """The ids of the cases that somebody wants to close."""
    query = select(ClosingRequest.case_id).join(Case, Case.id == ClosingRequest.case_id)
    return query.where(waiting())


def _shown() -> Select[ClosingRequest]:
    parts: list[Any] = [
        joinedload(part).lazyload("*")
        for part in (ClosingRequest.author, ClosingRequest.approver, ClosingRequest.decided_by)
    ]
    case = joinedload(ClosingRequest.case)
    return select(ClosingRequest).join(ClosingRequest.case).options(case, *parts)


def waiting_of(session: ScopedSession, case_id: UUID) -> ClosingRequest | None:
    """The request to close a case that waits for a decision."""
    query = _shown().where(ClosingRequest.case_id == case_id, waiting())
    return session.scalars(query.order_by(ClosingRequest.at.desc()).limit(1)).one_or_none()


def last_of(session: ScopedSession, case_id: UUID) -> ClosingRequest | None:
    """The latest request to close a case, whatever came of it."""
    query = _shown().where(ClosingRequest.case_id == case_id)
    return session.scalars(query.order_by(ClosingRequest.at.desc()).limit(1)).one_or_none()


def on_desk_of(session: ScopedSession, user_id: UUID, now: datetime) -> Sequence[ClosingRequest]:
    """What somebody is to decide, has asked for, or lately got back; the oldest first."""
    sent_back = and_(
        ClosingRequest.status == ClosingStatus.SENT_BACK,
        ClosingRequest.answered_at > now - timedelta(days=TOLD_DAYS),
        ClosingRequest.case_id.not_in(asked_cases()),
        Case.status != Status.CLOSED,
    )
    mine = ClosingRequest.author_id == user_id
    query = _shown().where(
        or_(waiting() & (mine | (ClosingRequest.approver_id == user_id)), sent_back & mine)
    )
    return session.scalars(query.order_by(ClosingRequest.at, ClosingRequest.id)).all()
