"""The list of 地域課題, and one issue with its course and its 打ち手."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import joinedload

from cswtool.cases.models import Case
from cswtool.community.queries import in_zone
from cswtool.db.session import ScopedSession
from cswtool.regional.models import (
    RegionalAction,
    RegionalActionStep,
    RegionalEvidence,
    RegionalIssue,
    RegionalStep,
)
from cswtool.regional.rules.course import RESTING, Side, State

OPEN: Final = "open"
OVERDUE: Final = "overdue"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to: `show` is a State, OPEN, OVERDUE or "" for all."""

    show: str = ""
    zone: str = ""
    forum_id: UUID | None = None


def listed(wanted: Wanted, today: date) -> Select[RegionalIssue]:
    """The list with what it shows; whose review is due first stands first."""
    query = select(RegionalIssue).where(*_narrowed(wanted, today)).options(*_shown())
    first = (RegionalIssue.review_on.is_(None), RegionalIssue.review_on)
    return query.order_by(*first, RegionalIssue.state_on.desc(), RegionalIssue.id)


def _narrowed(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    conditions = in_zone(RegionalIssue.zone_id, wanted.zone)
    if wanted.forum_id:
        conditions.append(RegionalIssue.forum_id == wanted.forum_id)
    if wanted.show == OPEN:
        conditions.append(RegionalIssue.state.not_in(RESTING))
    elif wanted.show == OVERDUE:
        conditions.append(_overdue(today))
    elif wanted.show:
        conditions.append(RegionalIssue.state == State(wanted.show))
    return conditions


def _overdue(today: date) -> ColumnElement[bool]:
    return and_(RegionalIssue.review_on < today, RegionalIssue.state.not_in(RESTING))


def _shown() -> list[Any]:
    return [
        joinedload(RegionalIssue.zone),
        joinedload(RegionalIssue.forum),
        joinedload(RegionalIssue.owner).lazyload("*"),
    ]


def whole(session: ScopedSession, regional: RegionalIssue) -> RegionalIssue:
    """The issue with everything that its page shows."""
    query = select(RegionalIssue).where(RegionalIssue.id == regional.id)
    query = query.options(*_shown(), joinedload(RegionalIssue.author).lazyload("*"))
    return session.scalars(query.execution_options(populate_existing=True)).one()


def overdue_of(session: ScopedSession, owner_id: UUID, today: date) -> Sequence[RegionalIssue]:
    """The issues of somebody whose review day has passed, the longest waiting first."""
    query = select(RegionalIssue).where(RegionalIssue.owner_id == owner_id, _overdue(today))
    return session.scalars(query.order_by(RegionalIssue.review_on, RegionalIssue.id)).all()


def of_case(session: ScopedSession, case: Case) -> Sequence[RegionalIssue]:
    """The issues that a case in sight stands behind, the latest link first."""
    query = (
        select(RegionalIssue)
        .join(RegionalEvidence, RegionalEvidence.regional_id == RegionalIssue.id)
        .where(RegionalEvidence.case_id == case.id)
        .order_by(RegionalEvidence.at.desc(), RegionalEvidence.id.desc())
    )
    return session.scalars(query).all()


def to_choose(session: ScopedSession, case: Case) -> Sequence[RegionalIssue]:
    """The issues a case may be linked to: those not at rest, of its own 圏域 first."""
    mine = RegionalIssue.zone_id == case.zone_id
    linked = select(RegionalEvidence.regional_id).where(RegionalEvidence.case_id == case.id)
    query = select(RegionalIssue).options(*_shown())
    query = query.where(RegionalIssue.state.not_in(RESTING), RegionalIssue.id.not_in(linked))
    order = (func.coalesce(mine, False).desc(), RegionalIssue.state_on.desc(), RegionalIssue.id)
    return session.scalars(query.order_by(*order)).all()


def steps_of(session: ScopedSession, regional: RegionalIssue) -> Sequence[RegionalStep]:
    """The course of an issue in order."""
    query = select(RegionalStep).where(RegionalStep.regional_id == regional.id)
    query = query.options(joinedload(RegionalStep.author).lazyload("*"))
    return session.scalars(query.order_by(RegionalStep.at, RegionalStep.id)).all()


def actions_of(session: ScopedSession, regional: RegionalIssue) -> Sequence[RegionalAction]:
    """The 打ち手 of an issue: of residents, agencies and the city, each in order of entry."""
    return actions_behind(session, [regional])[regional.id]


def actions_behind(
    session: ScopedSession, found: Iterable[RegionalIssue]
) -> dict[UUID, list[RegionalAction]]:
    """The 打ち手 of each of these issues, in the same order."""
    behind: dict[UUID, list[RegionalAction]] = {regional.id: [] for regional in found}
    query = select(RegionalAction).where(RegionalAction.regional_id.in_(behind))
    sides = list(Side)
    actions = session.scalars(query.order_by(RegionalAction.id))
    for action in sorted(actions, key=lambda one: sides.index(one.side)):
        behind[action.regional_id].append(action)
    return behind


def action_steps(session: ScopedSession, action: RegionalAction) -> Sequence[RegionalActionStep]:
    """What was told of an action, the latest first."""
    query = select(RegionalActionStep).where(RegionalActionStep.action_id == action.id)
    query = query.options(joinedload(RegionalActionStep.author).lazyload("*"))
    order = (RegionalActionStep.at.desc(), RegionalActionStep.id.desc())
    return session.scalars(query.order_by(*order)).all()
