"""Reads that join several features: the case list, the search, the page of one case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from cswtool.access import clock, fiscal
from cswtool.casefile.rules import Condition, Signs, is_present, silent_before
from cswtool.cases.models import Case, CaseZone, Membership
from cswtool.cases.queries import (
    by_number,
    is_guarded,
    members_of,
    memberships_of,
    number_out_of_sight,
    restricted_numbers,
    zones_of,
)
from cswtool.cases.rules import Status, Urgency
from cswtool.cautions.models import Caution
from cswtool.cautions.queries import held_in
from cswtool.closings.models import ClosingRequest
from cswtool.closings.queries import asked_cases
from cswtool.closings.queries import waiting_of as waiting_closing
from cswtool.community.queries import in_zone
from cswtool.consultations.models import Consultation
from cswtool.consultations.queries import Tag, latest_contacts, tags_of
from cswtool.consultations.rules import VisitOutcome
from cswtool.db.session import ScopedSession
from cswtool.files import queries as files
from cswtool.files.models import Attachment
from cswtool.handovers.models import Handover
from cswtool.handovers.queries import offered_cases, waiting_of
from cswtool.people.models import Person
from cswtool.people.queries import find_people, others_match
from cswtool.plans.models import Plan
from cswtool.plans.queries import of_case as plans_of_case
from cswtool.referrals.models import Referral
from cswtool.referrals.queries import of_case
from cswtool.register.queries import case_once_numbered
from cswtool.tasks.models import Task
from cswtool.tasks.queries import done_of_case, open_of_case

MOST_HITS: Final = 50
DONE_SHOWN: Final = timedelta(days=7)

ACTIVE: Final = "active"
"""支援中 and 見守り together: what the list shows unless asked otherwise."""
ALL: Final = "all"
NEW: Final = "new"
"""Opened this month, whatever became of it since."""
SILENT: Final = "silent"
"""Not closed, and no contact for 30 days."""
PENDING: Final = "pending"
"""Somebody is asked to take the case over, or to approve its closing."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the case list is narrowed to; None and "" are all.

    `zone` is an id or NO_ZONE, `worker` the id of the primary worker, `status` a Status,
    ACTIVE or ALL, `show` NEW, SILENT or PENDING, `urgency` an Urgency.
    """

    zone: str = ""
    worker: str = ""
    status: str = ACTIVE
    show: str = ""
    urgency: str = ""


def narrowed(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    """The list's conditions on Case; they also serve for counts over all cases."""
    conditions = in_zone(Case.zone_id, wanted.zone)
    if wanted.worker:
        conditions.append(Case.primary_id == UUID(wanted.worker))
    if wanted.urgency:
        conditions.append(Case.urgency == Urgency(wanted.urgency))
    return [*conditions, *_of_status(wanted.status), *_shown(wanted.show, today)]


def _of_status(status: str) -> list[ColumnElement[bool]]:
    if status == ALL:
        return []
    if status == ACTIVE:
        return [Case.status != Status.CLOSED]
    return [Case.status == Status(status)]


def _shown(show: str, today: date) -> list[ColumnElement[bool]]:
    if show == NEW:
        return [Case.opened_on >= fiscal.month_start(today)]
    if show == PENDING:
        return [or_(Case.id.in_(offered_cases()), Case.id.in_(asked_cases()))]
    return [silent(today)] if show == SILENT else []


def silent(today: date) -> ColumnElement[bool]:
    """Not closed, and neither opened nor in contact during the last 30 days."""
    cutoff = silent_before(today)
    lately = exists().where(Consultation.case_id == Case.id, Consultation.day >= cutoff)
    return (Case.status != Status.CLOSED) & (Case.opened_on < cutoff) & ~lately


def listed(wanted: Wanted, today: date) -> Select[Case]:
    """The case list with what it shows, the newest case first."""
    query = select(Case).where(*narrowed(wanted, today)).options(*_shown_in_lists())
    return query.order_by(Case.opened_on.desc(), Case.id.desc())


def _shown_in_lists() -> list[Any]:
    return [
        joinedload(Case.zone),
        joinedload(Case.focus),
        joinedload(Case.primary).lazyload("*"),
    ]


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as lists show it."""

    case: Case
    last_contact: date | None
    next_due: date | None


def rows_of(session: ScopedSession, cases: Sequence[Case]) -> list[CaseRow]:
    """Cases with their last contact and the date of their next step, in two statements."""
    ids = [case.id for case in cases]
    contacts, due = latest_contacts(session, ids), _next_due(session, ids)
    return [CaseRow(case, contacts.get(case.id), due.get(case.id)) for case in cases]


def _next_due(session: ScopedSession, case_ids: Sequence[UUID]) -> dict[UUID | None, date | None]:
    query = (
        select(Task.case_id, func.min(Task.due_on))
        .where(Task.case_id.in_(case_ids), Task.done_at.is_(None))
        .group_by(Task.case_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def cases_of(session: ScopedSession, worker_id: UUID) -> list[CaseRow]:
    """The cases somebody works on, first or second; the next step due earliest comes first."""
    mine = or_(Case.primary_id == worker_id, Case.secondary_id == worker_id)
    query = select(Case).where(mine, Case.status != Status.CLOSED).options(*_shown_in_lists())
    rows = rows_of(session, session.scalars(query.order_by(Case.opened_on, Case.id)).all())
    return sorted(rows, key=lambda row: (row.next_due is None, row.next_due or date.max))


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody who was found, with their places in cases in sight."""

    person: Person
    memberships: list[Membership]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives: `elsewhere` says that somebody out of sight may match too."""

    case: Case | None
    hits: list[Hit]
    elsewhere: bool
    more: bool


def find(session: ScopedSession, typed: str, most: int = MOST_HITS) -> Found:
    """Cases by their number, people by name, kana, phone or address."""
    case = by_number(session, typed) or case_once_numbered(session, typed)
    people = find_people(session, typed, most + 1)
    hidden_number = case is None and number_out_of_sight(session, typed)
    return Found(
        case=case,
        hits=hits_of(session, people[:most]),
        elsewhere=hidden_number or others_match(session, typed),
        more=len(people) > most,
    )


def hits_of(session: ScopedSession, people: Iterable[Person]) -> list[Hit]:
    """People with their cases, in one statement."""
    found = list(people)
    places = memberships_of(session, found)
    return [Hit(person, places.get(person.id, [])) for person in found]


def contact_before(session: ScopedSession, case_id: UUID, number: int) -> datetime | None:
    """The moment of contact `number` of a case, counted from 1 from the latest; None for 0."""
    if number < 1:
        return None
    query = select(Consultation.at).where(Consultation.case_id == case_id)
    order = (Consultation.at.desc(), Consultation.id.desc())
    return session.scalar(query.order_by(*order).offset(number - 1).limit(1))


def _whole(session: ScopedSession, case: Case) -> Case:
    """The case with everything that stands at its head."""
    shown = (Case.zone, Case.town, Case.focus, Case.household, Case.route, Case.closing)
    options = [
        *(joinedload(part) for part in shown),
        joinedload(Case.primary).lazyload("*"),
        joinedload(Case.secondary).lazyload("*"),
    ]
    query = select(Case).where(Case.id == case.id).options(*options)
    return session.scalars(query.execution_options(populate_existing=True)).one()


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything on the page of a case but its timeline."""

    case: Case
    cautions: Sequence[Caution]
    handover: Handover | None
    """The offer that waits for an answer."""
    closing: ClosingRequest | None
    """The request to close it that waits for a decision."""
    zones: Sequence[CaseZone]
    members: Sequence[Membership]
    tags: list[Tag]
    tasks: Sequence[Task]
    done: Sequence[Task]
    """Of the last days, so that it can be taken back."""
    referrals: Sequence[Referral]
    plans: Sequence[Plan]
    attachments: Sequence[Attachment]
    last_contact: date | None

    def attached_to(self, consultation_id: UUID) -> list[Attachment]:
        return [file for file in self.attachments if file.consultation_id == consultation_id]

    @property
    def present_tags(self) -> list[Tag]:
        return [tag for tag in self.tags if is_present(tag.last, self.last_contact)]

    @property
    def earlier_tags(self) -> list[Tag]:
        return [tag for tag in self.tags if not is_present(tag.last, self.last_contact)]

    @property
    def condition(self) -> Condition:
        return Condition(
            restricted=self.case.restricted,
            closed=self.case.is_closed,
            has_zone=self.case.zone_id is not None,
            protected=is_guarded(self.members),
            opened_on=self.case.opened_on,
            last_contact=self.last_contact,
        )


def file_of(session: ScopedSession, case: Case) -> CaseFile:
    """Read the case file, in the same number of statements whatever its size."""
    return CaseFile(
        case=_whole(session, case),
        cautions=held_in(session, case),
        handover=waiting_of(session, case.id),
        closing=waiting_closing(session, case.id),
        zones=zones_of(session, case),
        members=members_of(session, case),
        tags=tags_of(session, case.id),
        tasks=open_of_case(session, case.id),
        done=done_of_case(session, case.id, clock.now() - DONE_SHOWN),
        referrals=of_case(session, case),
        plans=plans_of_case(session, case.id),
        attachments=files.of_case(session, case.id),
        last_contact=latest_contacts(session, [case.id]).get(case.id),
    )


def restricted_too(session: ScopedSession, wanted: Wanted, today: date) -> list[str]:
    """For a supervisor: the numbers of the restricted cases that the list leaves out."""
    return restricted_numbers(session, *narrowed(wanted, today))


def signs_of(session: ScopedSession, case: Case, today: date) -> Signs:
    """What the file says that bears on urgency and complexity."""
    tags, latest = tags_of(session, case.id), latest_contacts(session, [case.id])
    refusals = select(func.count(Consultation.id)).where(
        Consultation.case_id == case.id, Consultation.outcome == VisitOutcome.REFUSED
    )
    agencies = select(func.count(Referral.organisation_id.distinct())).where(
        Referral.case_id == case.id
    )
    return Signs(
        abuse=any(tag.issue.abuse for tag in tags),
        issues=len(tags),
        refusals=session.scalar(refusals) or 0,
        agencies=session.scalar(agencies) or 0,
        silent=(today - (latest.get(case.id) or case.opened_on)).days,
    )
