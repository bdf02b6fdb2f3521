"""Opening a case, changing it, and the steps of its course."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from cswtool.access import clock, fiscal
from cswtool.accounts.models import User
from cswtool.cases.models import Case, CaseSerial, CaseStep, CaseZone, Membership
from cswtool.cases.rules import (
    FOCUS,
    Complexity,
    StepKind,
    Urgency,
    WrongCourseError,
    after,
    case_number,
)
from cswtool.community.models import Zone
from cswtool.db.session import OutOfScopeError, ScopedSession
from cswtool.people.commands import Somebody, settled
from cswtool.sight.models import CaseGrant
from cswtool.taxonomy.models import Choice


class OutOfOwnSightError(Exception):
    """Whoever opens the case would not see it afterwards."""


@dataclass(frozen=True, slots=True)
class CaseInput:
    """What stands at the head of a case."""

    headline: str
    zone_id: UUID | None = None
    town_id: UUID | None = None
    household_id: UUID | None = None
    route_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Workers:
    primary_id: UUID
    secondary_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case to be opened; `focus` is a person on file or one to write down."""

    id: UUID
    facts: CaseInput
    focus: Somebody
    workers: Workers
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class MemberInput:
    """How somebody belongs to a household."""

    relation: str
    lives_here: bool = True
    since: date | None = None
    until: date | None = None


def next_number(session: ScopedSession, today: date) -> str:
    """The next case number of the fiscal year, taken in this transaction.

    The row of the year stays locked until the commit, so no number is given twice, nor is
    one lost when the case is not saved after all. (Two first cases of a year at the same
    moment: the second is refused by the key, and the guard runs its view again.)
    """
    year = fiscal.fiscal_year(today)
    serial = session.get(CaseSerial, year, with_for_update=True, populate_existing=True)
    if serial is None:
        serial = CaseSerial(fiscal_year=year, last=0)
        session.add(serial)
    serial.last += 1
    session.flush()
    return case_number(year, serial.last)


def open_case(session: ScopedSession, new: NewCase) -> Case:
    """Store a case with 本人 and its first step. Raises OutOfOwnSightError."""
    today = clock.today()
    person = settled(session, new.focus)
    case = Case(
        id=new.id,
        number=next_number(session, today),
        opened_on=today,
        focus_id=person.id,
        restricted=new.restricted,
        primary_id=new.workers.primary_id,
        secondary_id=new.workers.secondary_id,
    )
    _set_facts(case, new.facts)
    member = Membership(case_id=case.id, person_id=person.id, relation=FOCUS)
    _add_all_in_sight(session, case, member)
    session.add(CaseZone(case_id=case.id, zone_id=case.zone_id, since=today))
    add_step(session, case, StepKind.OPENED)
    return case


def _add_all_in_sight(session: ScopedSession, case: Case, member: Membership) -> None:
    session.add(case)
    try:
        session.flush()
        session.add(member)
        session.flush()
    except OutOfScopeError as error:
        session.rollback()
        raise OutOfOwnSightError from error


def _present_zone(session: ScopedSession, case: Case) -> CaseZone:
    query = select(CaseZone).where(CaseZone.case_id == case.id)
    return session.scalars(query.order_by(CaseZone.since.desc()).limit(1)).one()


def change_case(session: ScopedSession, case: Case, facts: CaseInput) -> None:
    place(session, case, facts.zone_id)
    _set_facts(case, facts)


def _set_facts(case: Case, facts: CaseInput) -> None:
    for name in CaseInput.__slots__:
        setattr(case, name, getattr(facts, name))


def place(session: ScopedSession, case: Case, zone_id: UUID | None) -> None:
    """Put the case into a 圏域 from today on; its history and its course keep where it was.

    A 圏域 that was still to be decided was never another one: the decision fills it in.
    """
    if case.zone_id == zone_id:
        return
    present, today = _present_zone(session, case), clock.today()
    if present.zone_id is None or present.since == today:
        present.zone_id = zone_id
    else:
        session.add(CaseZone(case_id=case.id, zone_id=zone_id, since=today))
    zones = [
        session.get_one(Zone, key).name if key else "要確認" for key in (case.zone_id, zone_id)
    ]
    add_step(session, case, StepKind.MOVED, " → ".join(zones))
    case.zone_id = zone_id


def add_step(session: ScopedSession, case: Case, kind: StepKind, note: str = "") -> None:
    """Put a step on the case's course.

    Flushed at once: the change it tells of may take the case out of its author's sight.
    """
    step = CaseStep(
        case_id=case.id, author_id=session.actor.id, kind=kind, at=clock.now(), note=note
    )
    session.add(step)
    session.flush()


def watch(session: ScopedSession, case: Case, note: str) -> None:
    """支援中 to 見守り. Raises WrongCourseError."""
    _move(session, case, StepKind.WATCHED, note)


def resume(session: ScopedSession, case: Case, note: str) -> None:
    """見守り to 支援中. Raises WrongCourseError."""
    _move(session, case, StepKind.RESUMED, note)


def reopen(session: ScopedSession, case: Case, reason: str) -> None:
    """終結 to 支援中; why it had been closed stays in the course. Raises WrongCourseError."""
    _move(session, case, StepKind.REOPENED, reason)
    case.closed_on, case.closing_id, case.closing_summary = None, None, ""


def close(session: ScopedSession, case: Case, reason: Choice, summary: str) -> None:
    """End the support with a reason of the office's list. Raises WrongCourseError."""
    _move(session, case, StepKind.CLOSED, f"{reason.label}\n{summary}")
    case.closed_on = clock.today()
    case.closing_id, case.closing_summary = reason.id, summary


def _move(session: ScopedSession, case: Case, kind: StepKind, note: str) -> None:
    then = after(case.status, kind)
    add_step(session, case, kind, note)
    case.status = then


def give_to(
    session: ScopedSession, case: Case, workers: Workers, kind: StepKind, note: str
) -> None:
    """These workers are responsible from now on; the course says from whom to whom."""
    lines = [
        _change(session, "主担当", case.primary_id, workers.primary_id),
        _change(session, "副担当", case.secondary_id, workers.secondary_id),
        note,
    ]
    add_step(session, case, kind, "\n".join(part for part in lines if part))
    case.primary_id, case.secondary_id = workers.primary_id, workers.secondary_id
    session.flush()


def _change(session: ScopedSession, what: str, before: UUID | None, then: UUID | None) -> str:
    if before == then:
        return ""
    names = [session.get_one(User, who).name if who else "なし" for who in (before, then)]
    return f"{what}：{names[0]} → {names[1]}"


def judge_urgency(session: ScopedSession, case: Case, urgency: Urgency, reason: str) -> None:
    """How soon somebody must act; the course says from what to what, and why."""
    _judge(session, case, StepKind.URGENCY, (case.urgency, urgency), reason)
    case.urgency = urgency


def judge_complexity(
    session: ScopedSession, case: Case, complexity: Complexity, reason: str
) -> None:
    """How much there is to hold together; the course says from what to what, and why."""
    _judge(session, case, StepKind.COMPLEXITY, (case.complexity, complexity), reason)
    case.complexity = complexity


def _judge(
    session: ScopedSession,
    case: Case,
    kind: StepKind,
    change: tuple[Urgency | Complexity | None, Urgency | Complexity],
    reason: str,
) -> None:
    before, then = change
    said = before.label if before else "まだ判断なし"
    add_step(session, case, kind, f"{said} → {then.label}\n{reason}")


def restrict(session: ScopedSession, case: Case, reason: str, *, restricted: bool) -> None:
    """Show the case to its workers and to people named on it alone, or to the office again.

    Raises WrongCourseError where it is so already.
    """
    if case.restricted is restricted:
        raise WrongCourseError
    kind = StepKind.RESTRICTED if restricted else StepKind.UNRESTRICTED
    add_step(session, case, kind, reason)
    case.restricted = restricted
    session.flush()


def add_member(
    session: ScopedSession,
    case: Case,
    key: UUID,
    person: Somebody,
    how: MemberInput,
) -> Membership:
    """Put somebody on file, or to be written down, into the household."""
    found = settled(session, person)
    position = 1 + max((member.position for member in case.members), default=0)
    member = Membership(id=key, case_id=case.id, person_id=found.id, position=position)
    change_member(member, how)
    session.add(member)
    session.flush()
    return member


def change_member(member: Membership, how: MemberInput) -> None:
    for name in MemberInput.__slots__:
        setattr(member, name, getattr(how, name))


def grant(session: ScopedSession, case: Case, key: UUID, user: User, reason: str) -> None:
    """Let a colleague see the case beside its workers."""
    add_step(session, case, StepKind.GRANTED, f"{user.name}\n{reason}")
    row = CaseGrant(
        id=key,
        case_id=case.id,
        user_id=user.id,
        author_id=session.actor.id,
        reason=reason,
        at=clock.now(),
    )
    session.add(row)
    session.flush()


def end_grant(session: ScopedSession, case: Case, row: CaseGrant) -> None:
    """Take back what a colleague was granted; the course keeps who it was."""
    add_step(session, case, StepKind.GRANT_ENDED, session.get_one(User, row.user_id).name)
    session.delete(row)
    session.flush()
