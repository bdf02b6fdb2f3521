"""Writing a 地域課題, linking cases to it, taking it on, and telling what became of its 打ち手."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import func, select

from cswtool.access import clock
from cswtool.cases.models import Case
from cswtool.db.session import ScopedSession
from cswtool.regional.models import (
    RegionalAction,
    RegionalActionStep,
    RegionalEvidence,
    RegionalIssue,
    RegionalStep,
)
from cswtool.regional.rules.course import RESULTS, ActionState, Side, State, require_step


@dataclass(frozen=True, slots=True)
class IssueInput:
    """What stands on the sheet of an issue; its state is taken on step by step."""

    title: str
    zone_id: UUID | None
    reach: str
    trigger: str
    evidence_first: date
    evidence_last: date | None
    spread: str
    voices: str
    of_person: str
    of_family: str
    of_community: str
    of_system: str
    resources: str
    missing: str
    forum_id: UUID | None
    review_on: date | None
    result: str
    owner_id: UUID


@dataclass(frozen=True, slots=True)
class StepInput:
    state: State
    on: date
    note: str
    review_on: date | None


@dataclass(frozen=True, slots=True)
class ActionInput:
    side: Side
    what: str
    who: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody tells of an action."""

    id: UUID
    state: ActionState
    on: date
    note: str


def write(session: ScopedSession, key: UUID, new: IssueInput) -> RegionalIssue:
    """Store an issue as 気づき."""
    regional = RegionalIssue(id=key, author_id=session.actor.id)
    regional.state, regional.state_on = State.NOTICED, clock.today()
    change(regional, new)
    session.add(regional)
    session.flush()
    _add_step(session, regional, clock.now(), "")
    return regional


def change(regional: RegionalIssue, new: IssueInput) -> None:
    for name in IssueInput.__slots__:
        setattr(regional, name, getattr(new, name))


def link(session: ScopedSession, regional: RegionalIssue, case: Case) -> None:
    """The case stands behind the issue; the same again is no second link.

    Nothing is written on the issue itself: its course is seen by people who may not see the
    case.
    """
    query = select(RegionalEvidence.id).where(
        RegionalEvidence.regional_id == regional.id, RegionalEvidence.case_id == case.id
    )
    if session.scalar(query) is None:
        evidence = RegionalEvidence(
            regional_id=regional.id, case_id=case.id, author_id=session.actor.id, at=clock.now()
        )
        session.add(evidence)
        session.flush()


def unlink(session: ScopedSession, evidence: RegionalEvidence) -> None:
    session.delete(evidence)


def take_step(session: ScopedSession, regional: RegionalIssue, step: StepInput) -> None:
    """Take an issue on, or say that somebody looked again. Raises WrongStepError.

    What came of it is its result too, where nobody has written one yet.
    """
    require_step(regional.state, step.state)
    latest = select(func.max(RegionalStep.at)).where(RegionalStep.regional_id == regional.id)
    at = max(filter(None, (_moment(step.on), session.scalar(latest))))
    if regional.state is not step.state:
        regional.state, regional.state_on = step.state, step.on
    if step.state in RESULTS and not regional.result:
        regional.result = step.note
    regional.review_on = step.review_on
    regional.touch()
    _add_step(session, regional, at, step.note)


def _add_step(session: ScopedSession, regional: RegionalIssue, at: datetime, note: str) -> None:
    session.add(
        RegionalStep(
            regional_id=regional.id,
            author_id=session.actor.id,
            state=regional.state,
            at=at,
            note=note,
        )
    )


def add_action(
    session: ScopedSession, regional: RegionalIssue, key: UUID, new: ActionInput
) -> RegionalAction:
    action = RegionalAction(id=key, regional_id=regional.id, author_id=session.actor.id)
    change_action(action, new)
    session.add(action)
    session.flush()
    return action


def change_action(action: RegionalAction, new: ActionInput) -> None:
    for name in ActionInput.__slots__:
        setattr(action, name, getattr(new, name))


def tell(session: ScopedSession, action: RegionalAction, told: Told) -> None:
    """Note what has become of an action. The latest word stands on the sheet."""
    action.state, action.became = told.state, told.note
    action.touch()
    session.add(
        RegionalActionStep(
            id=told.id,
            action_id=action.id,
            author_id=session.actor.id,
            state=told.state,
            at=_moment(told.on),
            note=told.note,
        )
    )


def _moment(day: date) -> datetime:
    """Now for what is told of today; noon for what is entered later."""
    if day == clock.today():
        return clock.now()
    return clock.from_japan(datetime.combine(day, time(12)))
