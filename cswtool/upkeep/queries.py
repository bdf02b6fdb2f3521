"""Reads for the administrator and the privacy officer."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 -- `date` is a word of the filter
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from cswtool.access import clock
from cswtool.access.actor import CASE_STAFF, Role
from cswtool.access.folding import folded
from cswtool.accounts.models import Office, User
from cswtool.cases.models import Case
from cswtool.cases.rules import Status
from cswtool.community.models import District, Organisation, TownArea, Zone
from cswtool.db.audit import AuditEvent, Outcome
from cswtool.db.counts import count_cells
from cswtool.db.session import ScopedSession
from cswtool.regional.models import RegionalIssue
from cswtool.tasks.models import Task
from cswtool.taxonomy.models import Choice, IssueType

_LISTS: dict[str, Any] = {
    "zones": Zone,
    "towns": TownArea,
    "districts": District,
    "organisations": Organisation,
    "issues": IssueType,
    "choices": Choice,
}


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows a list of the office's data has, and how many of them are 仮."""

    rows: int
    provisional: int


def office(session: ScopedSession) -> Office:
    return session.get_one(Office, 1)


def sizes(session: ScopedSession) -> dict[str, Size]:
    """The lists of the office's data by name."""
    found = {}
    for name, model in _LISTS.items():
        unsure = func.count(model.id).filter(model.provisional.is_(True))
        rows, provisional = session.execute(select(func.count(model.id), unsure)).one()
        found[name] = Size(rows, provisional)
    return found


def users(session: ScopedSession) -> Sequence[User]:
    """Everybody who has or had an account, by kana."""
    return session.scalars(select(User).order_by(User.kana, User.name, User.id)).all()


def users_by_group(session: ScopedSession, typed: str = "") -> list[tuple[str, list[User]]]:
    """Whoever has the typed words in name, kana or login: 職員, 民生委員, その他, each by kana."""
    groups: dict[str, list[User]] = {"職員": [], "民生委員・児童委員": [], "その他": []}
    words = [folded(word) for word in typed.split()]
    for user in users(session):
        line = "\n".join(map(folded, (user.name, user.kana, user.login)))
        if all(word in line for word in words):
            groups[_group(user)].append(user)
    return list(groups.items())


def _group(user: User) -> str:
    if user.roles & {*CASE_STAFF, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER}:
        return "職員"
    return "民生委員・児童委員" if Role.COMMISSIONER in user.roles else "その他"


@dataclass(frozen=True, slots=True)
class Holding:
    """What somebody has in hand in one 圏域: open cases they work on, open tasks, 地域課題."""

    zone_id: UUID | None
    cases: int
    tasks: int
    issues: int


def holdings(session: ScopedSession, user: User) -> list[Holding]:
    """Open cases, open tasks and 地域課題 of a user by 圏域, counted over every case."""
    cases = (
        select(Case.zone_id, func.count(Case.id))
        .where(Case.status != Status.CLOSED)
        .where(or_(Case.primary_id == user.id, Case.secondary_id == user.id))
        .group_by(Case.zone_id)
    )
    tasks = (
        select(Case.zone_id, func.count(Task.id))
        .select_from(Task)
        .outerjoin(Case, Case.id == Task.case_id)
        .where(Task.owner_id == user.id, Task.done_at.is_(None))
        .group_by(Case.zone_id)
    )
    issues = (
        select(RegionalIssue.zone_id, func.count(RegionalIssue.id))
        .where(RegionalIssue.owner_id == user.id)
        .group_by(RegionalIssue.zone_id)
    )
    held: dict[UUID | None, list[int]] = defaultdict(lambda: [0, 0, 0])
    for place, statement in enumerate((cases, tasks, issues)):
        for zone_id, number in count_cells(session, statement, reason="handing over"):
            held[zone_id][place] = number
    return [Holding(zone_id, *held[zone_id]) for zone_id in sorted(held, key=str)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of the trail; None and False ask for all."""

    person: UUID | None = None
    kind: str | None = None
    record: UUID | None = None
    first: Day | None = None
    last: Day | None = None
    refused: bool = False


def trail(wanted: Wanted) -> Select[Any]:
    """Rows of the trail, the latest first."""
    checks = [
        (wanted.person, AuditEvent.actor_id == wanted.person),
        (wanted.kind, AuditEvent.record_type == wanted.kind),
        (wanted.record, AuditEvent.record_id == wanted.record),
        (wanted.first, AuditEvent.at >= _midnight(wanted.first)),
        (wanted.last, AuditEvent.at < _midnight(wanted.last, after=1)),
        (wanted.refused, AuditEvent.outcome != Outcome.DONE),
    ]
    query = select(AuditEvent).where(*(check for asked, check in checks if asked))
    return query.order_by(AuditEvent.seq.desc())


def _midnight(day: Day | None, after: int = 0) -> datetime:
    """The office's midnight at which `day` begins, or that many days after."""
    day = (day or clock.today()) + timedelta(days=after)
    return clock.midnight(day)
