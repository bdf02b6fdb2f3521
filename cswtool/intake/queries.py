"""Reads about 連絡票."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from cswtool.cases.models import Case
from cswtool.cases.queries import restricted_counts
from cswtool.community.models import District
from cswtool.community.queries import in_zone
from cswtool.db.counts import count_cells
from cswtool.db.session import ScopedSession
from cswtool.intake.models import IncomingReferral
from cswtool.intake.rules import IncomingStatus


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; None and "" are all. `zone` is an id or NO_ZONE."""

    status: IncomingStatus | None = None
    zone: str = ""


def sent_by_me(session: ScopedSession) -> Select[IncomingReferral]:
    """The actor's own 連絡票, the latest first."""
    query = select(IncomingReferral).where(IncomingReferral.author_id == session.actor.id)
    return query.order_by(IncomingReferral.at.desc(), IncomingReferral.id.desc())


def listed(session: ScopedSession, wanted: Wanted) -> Select[IncomingReferral]:
    """連絡票 in sight: those waiting first, of them those of one's own 圏域, then the latest."""
    waiting = IncomingReferral.status == IncomingStatus.RECEIVED
    query = select(IncomingReferral).options(*_shown()).where(*_narrowed(wanted))
    return query.order_by(
        waiting.desc(),
        _mine(session).desc(),
        IncomingReferral.at.desc(),
        IncomingReferral.id.desc(),
    )


def waiting_for(session: ScopedSession) -> Select[IncomingReferral]:
    """連絡票 of the actor's 圏域, or of none yet, whose sender nobody has contacted."""
    query = select(IncomingReferral).options(*_shown())
    query = query.where(IncomingReferral.status == IncomingStatus.RECEIVED, _mine(session))
    return query.order_by(IncomingReferral.at, IncomingReferral.id)


def restricted_too(session: ScopedSession, wanted: Wanted) -> list[tuple[str, int]]:
    """For a supervisor: restricted cases with how many 連絡票 of theirs the list leaves out."""
    query = select(Case.number, func.count(IncomingReferral.id))
    query = query.join(Case, Case.id == IncomingReferral.case_id).where(*_narrowed(wanted))
    return restricted_counts(session, query)


def waiting_counts(session: ScopedSession) -> dict[UUID | None, int]:
    """By 圏域, how many 連絡票 have a sender whom nobody has contacted; whoever asks."""
    query = (
        select(IncomingReferral.zone_id, func.count(IncomingReferral.id))
        .where(IncomingReferral.status == IncomingStatus.RECEIVED)
        .group_by(IncomingReferral.zone_id)
    )
    rows: Sequence[tuple[UUID | None, int]] = count_cells(
        session, query, reason="waiting 連絡票 by 圏域"
    )
    return dict(rows)


def of_case(session: ScopedSession, case: Case) -> Sequence[IncomingReferral]:
    """The 連絡票 that were put into a case, the latest first."""
    query = select(IncomingReferral).options(*_shown()).where(IncomingReferral.case_id == case.id)
    return session.scalars(query.order_by(IncomingReferral.at.desc(), IncomingReferral.id)).all()


def district_of(session: ScopedSession, district_id: UUID | None) -> District | None:
    """The 民児協地区 of a sender."""
    return session.get(District, district_id) if district_id else None


def _mine(session: ScopedSession) -> ColumnElement[bool]:
    zone_id = IncomingReferral.zone_id
    return or_(zone_id.is_(None), zone_id.in_(session.actor.zone_ids))


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = in_zone(IncomingReferral.zone_id, wanted.zone)
    if wanted.status:
        conditions.append(IncomingReferral.status == wanted.status)
    return conditions


def _shown() -> list[Any]:
    return [
        joinedload(IncomingReferral.author).lazyload("*"),
        joinedload(IncomingReferral.town),
        joinedload(IncomingReferral.zone),
        joinedload(IncomingReferral.taken_by).lazyload("*"),
    ]
