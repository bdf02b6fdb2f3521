"""What lies on somebody's desk today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Select, select

from cswtool.access import clock
from cswtool.casefile.queries import CaseRow, cases_of
from cswtool.cases.models import Case
from cswtool.cautions.queries import kinds_by_case
from cswtool.closings import queries as closings
from cswtool.closings.models import ClosingRequest
from cswtool.db.session import ScopedSession
from cswtool.drafts.models import Draft
from cswtool.drafts.queries import my_drafts
from cswtool.handovers import queries as handovers
from cswtool.handovers.models import Handover
from cswtool.intake.models import IncomingReferral
from cswtool.intake.queries import sent_by_me, waiting_for
from cswtool.plans.models import Plan
from cswtool.plans.queries import overdue_of
from cswtool.publications import queries as publications
from cswtool.publications.models import Publication
from cswtool.publications.queries import OnTheWay
from cswtool.regional.models import RegionalIssue
from cswtool.regional.queries.issues import overdue_of as overdue_issues
from cswtool.releases import queries as releases
from cswtool.releases.models import Release
from cswtool.tasks.models import Task
from cswtool.tasks.queries import done_by, open_for

MOST_CASES: Final = 20
MOST_SLIPS: Final = 10
MOST_EDITIONS: Final = 5
CONTACT_FORM: Final = "consultation"


@dataclass(frozen=True, slots=True)
class Slips:
    """The first few 連絡票 of a list, and whether there are more."""

    first: Sequence[IncomingReferral]
    more: bool


@dataclass(frozen=True, slots=True)
class Published:
    """Editions, and by number which later one puts them right."""

    editions: Sequence[Publication]
    corrected: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Begun:
    """A draft of a contact, with its case where it is about one in sight."""

    draft: Draft
    case: Case | None


@dataclass(frozen=True, slots=True)
class Desk:
    """A case worker's day: steps, what others ask, plans to monitor, 連絡票, drafts, own cases.

    `cases` are the first MOST_CASES of `case_total`, the next step due earliest first.
    """

    due: Sequence[Task]
    later: Sequence[Task]
    done: Sequence[Task]
    """Of today, so that it can be taken back."""
    plans: Sequence[Plan]
    regional: Sequence[RegionalIssue]
    """地域課題 on which it is time to look again."""
    handovers: Sequence[Handover]
    releases: Sequence[Release]
    closings: Sequence[ClosingRequest]
    editions: OnTheWay
    cautions: Mapping[UUID, str]
    """訪問時の注意 by case, as 暴力・犬."""
    slips: Slips
    begun: Sequence[Begun]
    cases: Sequence[CaseRow]
    case_total: int


def desk_of(session: ScopedSession, today: date) -> Desk:
    """The actor's desk, read in the same number of statements whatever lies on it."""
    tasks, cases = open_for(session, session.actor.id), cases_of(session, session.actor.id)
    return Desk(
        due=[task for task in tasks if _is_due(task, today)],
        later=[task for task in tasks if not _is_due(task, today)],
        done=done_by(session, session.actor.id, clock.midnight(today)),
        plans=overdue_of(session, session.actor.id, today),
        regional=overdue_issues(session, session.actor.id, today),
        handovers=handovers.on_desk_of(session, session.actor.id, clock.now()),
        closings=closings.on_desk_of(session, session.actor.id, clock.now()),
        releases=releases.on_desk_of(session, session.actor.id, clock.now()),
        editions=publications.on_desk_of(session, clock.now()),
        cautions=kinds_by_case(session, [task.case_id for task in tasks]),
        slips=_first(session, waiting_for(session)),
        begun=_begun(session),
        cases=cases[:MOST_CASES],
        case_total=len(cases),
    )


def _is_due(task: Task, today: date) -> bool:
    """What only its owner sees has no date, lest it be counted, and is due at once."""
    return task.owner_only or (task.due_on is not None and task.due_on <= today)


def _begun(session: ScopedSession) -> list[Begun]:
    """Contacts whose recording was broken off."""
    found = [draft for draft in my_drafts(session) if draft.form == CONTACT_FORM]
    about = [UUID(draft.subject) for draft in found if draft.subject]
    cases = {str(c.id): c for c in session.scalars(select(Case).where(Case.id.in_(about)))}
    return [
        Begun(draft, cases.get(draft.subject))
        for draft in found
        if not draft.subject or draft.subject in cases
    ]


def sent_lately(session: ScopedSession) -> Slips:
    """The latest 連絡票 that the actor has sent."""
    return _first(session, sent_by_me(session))


def _first(session: ScopedSession, query: Select[IncomingReferral]) -> Slips:
    found = session.scalars(query.limit(MOST_SLIPS + 1)).all()
    return Slips(found[:MOST_SLIPS], more=len(found) > MOST_SLIPS)


def published_lately(session: ScopedSession) -> Published:
    """The newest editions in sight."""
    found = session.scalars(publications.editions().limit(MOST_EDITIONS)).all()
    return Published(found, publications.corrected_by(session, found))
