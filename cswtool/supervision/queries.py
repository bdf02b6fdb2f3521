"""How much everybody carries, counted over all cases whoever asks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import joinedload, lazyload

from cswtool.accounts.models import User
from cswtool.casefile.queries import ACTIVE, ALL, NEW, PENDING, SILENT, narrowed
from cswtool.casefile.queries import Wanted as WantedCases
from cswtool.cases.models import Case
from cswtool.cases.queries import restricted_counts, workers_to_filter
from cswtool.cases.rules import Status, Urgency
from cswtool.community.models import Zone
from cswtool.community.queries import NO_ZONE, in_zone, zones
from cswtool.db.counts import count_cells
from cswtool.db.session import ScopedSession
from cswtool.intake.queries import waiting_counts
from cswtool.referrals.queries import unanswered_counts
from cswtool.tasks.models import Task

Place = tuple[UUID | None, UUID]
"""圏域 and worker."""
Counts = Mapping[Place, int]

_OF_OPEN_CASES: Final = {
    "open": WantedCases(status=ACTIVE),
    "silent": WantedCases(show=SILENT),
    "urgent": WantedCases(urgency=Urgency.TODAY),
    "pending": WantedCases(show=PENDING),
}
_NEW_CASES: Final = WantedCases(status=ALL, show=NEW)


@dataclass(frozen=True, slots=True)
class Load:
    """One line of the caseload: a worker in a 圏域, a whole 圏域, or the office.

    `zone` and `worker` are what the filters of the lists are given ("" is all). `slips`
    is None for a worker, whom no 連絡票 belongs to. `opens` says whether the asker's lists
    reach all that is counted.
    """

    zone: str
    worker: str
    label: str
    figures: Mapping[str, int]
    slips: int | None
    opens: bool


@dataclass(frozen=True, slots=True)
class _Counted:
    by_place: Mapping[str, Counts]
    slips: Mapping[UUID | None, int]

    def places(self) -> set[Place]:
        return {place for counts in self.by_place.values() for place in counts}

    def sums(self, places: Iterable[Place]) -> dict[str, int]:
        chosen = set(places)
        return {
            name: sum(number for place, number in counts.items() if place in chosen)
            for name, counts in self.by_place.items()
        }


@dataclass(frozen=True, slots=True)
class Caseload:
    """The office's line, then for each 圏域 its own line and those of its workers."""

    office: Load
    zones: Sequence[tuple[Load, Sequence[Load]]]

    @property
    def most(self) -> int:
        """The longest bar of a worker."""
        return max((load.figures["open"] for _, rows in self.zones for load in rows), default=0)


def caseload(session: ScopedSession, today: date) -> Caseload:
    """Everybody's load in the same number of statements whatever there is."""
    counted = _Counted(
        by_place={
            **_open_cases(session, today),
            "new": _new_cases(session, today),
            "overdue": _overdue_counts(session, today),
            "referrals": unanswered_counts(session, today),
        },
        slips=waiting_counts(session),
    )
    people = _workers(session, {worker for _, worker in counted.places()})
    rows = [_zone_rows(session, zone, counted, people) for zone in zones(session)]
    if None in {zone for zone, _ in counted.places()} | set(counted.slips):
        rows.append(_zone_rows(session, None, counted, people))
    figures, slips = counted.sums(counted.places()), sum(counted.slips.values())
    office = Load("", "", "全体", figures, slips, opens=session.actor.whole_office)
    return Caseload(office, rows)


def _open_cases(session: ScopedSession, today: date) -> dict[str, Counts]:
    """Every figure of `_OF_OPEN_CASES`, in one pass over them."""
    asked = [and_(*narrowed(wanted, today)) for wanted in _OF_OPEN_CASES.values()]
    figures = (func.count(case((fits, Case.id))) for fits in asked)
    query = select(Case.zone_id, Case.primary_id, *figures).where(Case.status != Status.CLOSED)
    query = query.group_by(Case.zone_id, Case.primary_id)
    rows = count_cells(session, query, reason="cases by 圏域 and worker")
    return {
        name: {(row[0], row[1]): row[at] for row in rows if row[at]}
        for at, name in enumerate(_OF_OPEN_CASES, start=2)
    }


def _new_cases(session: ScopedSession, today: date) -> Counts:
    query = select(Case.zone_id, Case.primary_id, func.count(Case.id))
    query = query.where(*narrowed(_NEW_CASES, today)).group_by(Case.zone_id, Case.primary_id)
    return _by_place(count_cells(session, query, reason="new cases by 圏域 and worker"))


def _overdue_counts(session: ScopedSession, today: date) -> Counts:
    query = select(Case.zone_id, Task.owner_id, func.count(Task.id))
    query = query.select_from(Task).outerjoin(Case, Case.id == Task.case_id)
    query = query.where(_overdue(today)).group_by(Case.zone_id, Task.owner_id)
    return _by_place(count_cells(session, query, reason="overdue steps by 圏域 and owner"))


def _by_place(rows: Iterable[Any]) -> Counts:
    return {(zone_id, worker_id): number for zone_id, worker_id, number in rows}


def _workers(session: ScopedSession, ids: set[UUID]) -> Sequence[User]:
    query = select(User).where(User.id.in_(ids)).options(lazyload("*"))
    return session.scalars(query.order_by(User.kana, User.name, User.id)).all()


def _zone_rows(
    session: ScopedSession, zone: Zone | None, counted: _Counted, people: Sequence[User]
) -> tuple[Load, list[Load]]:
    zone_id, actor = zone.id if zone else None, session.actor
    opens = actor.whole_office or zone_id is None or zone_id in actor.zone_ids
    chosen, places = str(zone_id) if zone else NO_ZONE, counted.places()
    inside = [place for place in places if place[0] == zone_id]
    rows = [
        Load(chosen, str(user.id), user.name, counted.sums([(zone_id, user.id)]), None, opens)
        for user in people
        if (zone_id, user.id) in places
    ]
    label, slips = zone.name if zone else "圏域が未定", counted.slips.get(zone_id, 0)
    return Load(chosen, "", label, counted.sums(inside), slips, opens), rows


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list of overdue steps is narrowed to; "" is all. `worker` owns the step."""

    zone: str = ""
    worker: str = ""


def _overdue(today: date) -> ColumnElement[bool]:
    return Task.done_at.is_(None) & (Task.due_on < today)


def _narrowed(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    owned = [Task.owner_id == UUID(wanted.worker)] if wanted.worker else []
    return [_overdue(today), *in_zone(Case.zone_id, wanted.zone), *owned]


def overdue(wanted: Wanted, today: date) -> Select[Task]:
    """Steps whose day has passed, the longest overdue first. Without a case: no 圏域."""
    query = select(Task).outerjoin(Case, Case.id == Task.case_id).where(*_narrowed(wanted, today))
    query = query.options(joinedload(Task.case), joinedload(Task.owner).lazyload("*"))
    return query.order_by(Task.due_on, Task.id)


def overdue_restricted(
    session: ScopedSession, wanted: Wanted, today: date
) -> list[tuple[str, int]]:
    """Restricted cases with how many overdue steps of theirs the list leaves out."""
    query = select(Case.number, func.count(Task.id)).join(Case, Case.id == Task.case_id)
    return restricted_counts(session, query.where(*_narrowed(wanted, today)))


def owners_to_filter(session: ScopedSession) -> Sequence[User]:
    """Case workers, and whoever else still has something to do."""
    staff = workers_to_filter(session)
    query = select(Task.owner_id, func.count(Task.id)).where(Task.done_at.is_(None))
    cells = count_cells(session, query.group_by(Task.owner_id), reason="owners of open steps")
    return [*staff, *_workers(session, {owner for owner, _ in cells} - {u.id for u in staff})]
