"""Reads about plans."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from cswtool.cases.models import Case
from cswtool.db.session import ScopedSession
from cswtool.plans.models import (
    Evaluation,
    EvaluationChange,
    Plan,
    PlanAction,
    PlanService,
)
from cswtool.plans.rules import PlanStatus


def of_case(session: ScopedSession, case_id: UUID) -> Sequence[Plan]:
    """The plans of a case, the latest first."""
    query = select(Plan).where(Plan.case_id == case_id).order_by(Plan.number.desc())
    return session.scalars(query).all()


def whole(session: ScopedSession, plan: Plan) -> Plan:
    """The plan with everything that its page shows."""
    query = (
        select(Plan)
        .where(Plan.id == plan.id)
        .options(
            joinedload(Plan.case).joinedload(Case.focus),
            joinedload(Plan.author).lazyload("*"),
            joinedload(Plan.decided_by).lazyload("*"),
            selectinload(Plan.actions),
            selectinload(Plan.services).joinedload(PlanService.choice),
        )
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).one()


def lines_of(session: ScopedSession, plan: Plan) -> Sequence[PlanAction]:
    """The lines of a plan in their order."""
    query = select(PlanAction).where(PlanAction.plan_id == plan.id)
    return session.scalars(query.order_by(PlanAction.position, PlanAction.id)).all()


def neighbours(session: ScopedSession, plan: Plan) -> tuple[Plan | None, Plan | None]:
    """The plan that this one revises, and the one that revises it."""
    query = select(Plan).where((Plan.id == plan.previous_id) | (Plan.previous_id == plan.id))
    found = session.scalars(query).all()
    before = next((other for other in found if other.id == plan.previous_id), None)
    after = next((other for other in found if other.previous_id == plan.id), None)
    return before, after


def evaluation_of(session: ScopedSession, plan: Plan) -> Evaluation | None:
    query = (
        select(Evaluation)
        .where(Evaluation.plan_id == plan.id)
        .options(
            joinedload(Evaluation.author).lazyload("*"),
            joinedload(Evaluation.ending),
            selectinload(Evaluation.changes).joinedload(EvaluationChange.choice),
        )
    )
    return session.scalars(query).one_or_none()


def overdue_of(session: ScopedSession, worker_id: UUID, today: date) -> Sequence[Plan]:
    """Plans whose monitoring is overdue in the cases of a primary worker, the oldest first.

    A plan that was revised gives its monitoring day over once the next one is decided.
    """
    later = aliased(Plan)
    replaced = exists().where(later.previous_id == Plan.id, later.status != PlanStatus.DRAFT)
    query = (
        select(Plan)
        .join(Plan.case)
        .where(Case.primary_id == worker_id, Plan.status == PlanStatus.DECIDED)
        .where(Plan.monitoring_on < today, ~replaced)
        .options(joinedload(Plan.case))
        .order_by(Plan.monitoring_on, Plan.id)
    )
    return session.scalars(query).all()
