"""Reads about つなぎ."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import joinedload

from cswtool.cases.models import Case
from cswtool.cases.queries import restricted_counts
from cswtool.community.queries import in_zone
from cswtool.db.counts import count_cells
from cswtool.db.session import ScopedSession
from cswtool.referrals.models import Referral, ReferralStep
from cswtool.referrals.rules import FINISHED, UNANSWERED, ReferralStatus, unanswered_before

UNANSWERED_LIST = "unanswered"
OPEN_LIST = "open"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of つなぎ is narrowed to; None and "" are all.

    `show` is a status or a list above, `zone` an id or NO_ZONE.
    """

    show: str | None = None
    zone: str = ""
    worker_id: UUID | None = None


def of_case(session: ScopedSession, case: Case) -> Sequence[Referral]:
    """The つなぎ of a case with their organisations and authors, the latest change first."""
    query = select(Referral).options(*_shown()).where(Referral.case_id == case.id)
    return session.scalars(query.order_by(Referral.status_on.desc(), Referral.id.desc())).all()


def open_of_case(session: ScopedSession, case: Case) -> Sequence[Referral]:
    """The つなぎ of a case that are not finished, the latest change first."""
    return [referral for referral in of_case(session, case) if not referral.is_finished]


def with_steps(session: ScopedSession, referral: Referral) -> Sequence[ReferralStep]:
    """The steps of a つなぎ with their authors, in order."""
    query = select(ReferralStep).options(joinedload(ReferralStep.author).lazyload("*"))
    query = query.where(ReferralStep.referral_id == referral.id)
    return session.scalars(query.order_by(ReferralStep.at, ReferralStep.id)).all()


def listed(wanted: Wanted, today: date) -> Select[Referral]:
    """The list of つなぎ with case, workers and organisation; the longest waiting first."""
    query = select(Referral).join(Referral.case).options(*_shown(), *_shown_of_case())
    query = query.where(*_narrowed(wanted, today))
    return query.order_by(Referral.status_on, Referral.id)


def restricted_too(session: ScopedSession, wanted: Wanted, today: date) -> list[tuple[str, int]]:
    """For a supervisor: restricted cases with how many つなぎ of theirs the list leaves out."""
    query = select(Case.number, func.count(Referral.id)).join(Case, Case.id == Referral.case_id)
    return restricted_counts(session, query.where(*_narrowed(wanted, today)))


def unanswered_counts(session: ScopedSession, today: date) -> dict[tuple[UUID | None, UUID], int]:
    """How many つなぎ nobody has answered, by 圏域 and primary worker of their case.

    Counted over all cases, whoever asks.
    """
    query = (
        select(Case.zone_id, Case.primary_id, func.count(Referral.id))
        .join(Case, Case.id == Referral.case_id)
        .where(unanswered(today))
        .group_by(Case.zone_id, Case.primary_id)
    )
    rows = count_cells(session, query, reason="unanswered つなぎ by 圏域 and worker")
    return {(zone_id, worker_id): number for zone_id, worker_id, number in rows}


def unanswered(today: date) -> ColumnElement[bool]:
    """Sent so long ago that somebody should ask whether it arrived."""
    return and_(Referral.status.in_(UNANSWERED), Referral.status_on < unanswered_before(today))


def _narrowed(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    conditions = in_zone(Case.zone_id, wanted.zone)
    if wanted.worker_id:
        conditions.append(Case.primary_id == wanted.worker_id)
    if wanted.show == UNANSWERED_LIST:
        conditions.append(unanswered(today))
    elif wanted.show == OPEN_LIST:
        conditions.append(Referral.status.not_in(FINISHED))
    elif wanted.show:
        conditions.append(Referral.status == ReferralStatus(wanted.show))
    return conditions


def _shown() -> list[Any]:
    return [joinedload(Referral.organisation), joinedload(Referral.author).lazyload("*")]


def _shown_of_case() -> list[Any]:
    case = joinedload(Referral.case)
    return [case.joinedload(Case.zone), case.joinedload(Case.primary).lazyload("*")]
