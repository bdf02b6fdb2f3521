"""Writing a plan, deciding on it, revising and evaluating it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from cswtool.cases.models import Case
from cswtool.db.session import ScopedSession
from cswtool.db.types import new_id
from cswtool.plans.models import Evaluation, EvaluationChange, Plan, PlanAction, PlanService
from cswtool.plans.rules import (
    Attainment,
    Doer,
    PlanAct,
    PlanStatus,
    next_number,
    require_act,
)
from cswtool.sharing.rules import ConsentWay
from cswtool.tasks.commands import NextStep, add


@dataclass(frozen=True, slots=True)
class ActionInput:
    doer: Doer
    name: str
    what: str
    frequency: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What stands in a plan beside its lines and services; consent None: not yet."""

    needs: str
    long_goal: str
    short_goal: str
    first: date
    last: date
    monitoring_on: date | None
    met_on: date | None
    consent_way: ConsentWay | None
    consent_on: date | None


@dataclass(frozen=True, slots=True)
class PlanInput:
    facts: PlanFacts
    actions: Sequence[ActionInput]
    services: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class EvaluationInput:
    id: UUID
    day: date
    attainment: Attainment
    text: str
    ending_id: UUID
    changes: Sequence[UUID]


def write(session: ScopedSession, case: Case, key: UUID, new: PlanInput) -> Plan:
    """Store a plan as 案, under the next number of its case."""
    plan = Plan(id=key, case_id=case.id, author_id=session.actor.id, status=PlanStatus.DRAFT)
    plan.number = _next_number(session, case.id)
    _fill(plan, new)
    session.add(plan)
    session.flush()
    return plan


def _next_number(session: ScopedSession, case_id: UUID) -> int:
    return next_number(session.scalars(select(Plan.number).where(Plan.case_id == case_id)))


def change(plan: Plan, new: PlanInput) -> None:
    """Change a plan that is still 案. Raises WrongActError."""
    require_act(plan.status, PlanAct.EDIT)
    _fill(plan, new)
    # Lines and services are rows of their own; whoever has the old ones open must hear of it.
    plan.touch()


def _fill(plan: Plan, new: PlanInput) -> None:
    for name in PlanFacts.__slots__:
        setattr(plan, name, getattr(new.facts, name))
    _fill_lines(plan, new.actions)
    kept = {row.choice_id: row for row in plan.services}
    plan.services = [
        kept.get(key) or PlanService(case_id=plan.case_id, choice_id=key) for key in new.services
    ]


def _fill_lines(plan: Plan, lines: Sequence[ActionInput]) -> None:
    """Lines keep their rows as far as there are any, so that the trail says what changed."""
    rows = list(plan.actions)[: len(lines)]
    rows += [PlanAction(case_id=plan.case_id) for _ in lines[len(rows) :]]
    for position, (row, line) in enumerate(zip(rows, lines, strict=True)):
        row.position = position
        for name in ActionInput.__slots__:
            setattr(row, name, getattr(line, name))
    plan.actions = rows


def decide(session: ScopedSession, plan: Plan, on: date) -> None:
    """案 to 決定. Raises WrongActError."""
    require_act(plan.status, PlanAct.DECIDE)
    plan.status, plan.decided_on = PlanStatus.DECIDED, on
    plan.decided_by_id = session.actor.id


def remind(session: ScopedSession, plan: Plan, case: Case) -> None:
    """Give the case's primary worker a next step for the monitoring day."""
    step = NextStep(f"プラン{plan.title}のモニタリング", plan.monitoring_on, case.primary_id)
    add(session, step, case_id=case.id)


def revise(session: ScopedSession, plan: Plan) -> Plan:
    """The next plan of the case, a copy as 案 for all but consent, meeting and decision.

    Raises WrongActError. A plan is revised once: the second time gives the same next plan.
    """
    require_act(plan.status, PlanAct.REVISE)
    found = session.scalars(select(Plan).where(Plan.previous_id == plan.id)).one_or_none()
    if found is not None:
        return found
    revised = write(session, plan.case, new_id(), _copied(plan))
    revised.previous_id = plan.id
    session.flush()
    return revised


def _copied(plan: Plan) -> PlanInput:
    return PlanInput(
        PlanFacts(
            needs=plan.needs,
            long_goal=plan.long_goal,
            short_goal=plan.short_goal,
            first=plan.first,
            last=plan.last,
            monitoring_on=None,
            met_on=None,
            consent_way=None,
            consent_on=None,
        ),
        [
            ActionInput(line.doer, line.name, line.what, line.frequency, line.due_on)
            for line in plan.actions
        ],
        [row.choice_id for row in plan.services],
    )


def evaluate(session: ScopedSession, plan: Plan, new: EvaluationInput) -> Evaluation:
    """決定 to 評価済, with what came of it. Raises WrongActError."""
    require_act(plan.status, PlanAct.EVALUATE)
    plan.status = PlanStatus.EVALUATED
    evaluation = Evaluation(
        id=new.id,
        case_id=plan.case_id,
        plan_id=plan.id,
        author_id=session.actor.id,
        day=new.day,
        attainment=new.attainment,
        text=new.text,
        ending_id=new.ending_id,
        changes=[EvaluationChange(case_id=plan.case_id, choice_id=key) for key in new.changes],
    )
    session.add(evaluation)
    session.flush()
    return evaluation
