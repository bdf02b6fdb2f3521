"""The months in which households were first met with a 課題, by a route, at an age; as counts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, extract, func, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.functions import count

from cswtool.access.fiscal import Period
from cswtool.cases.models import Case
from cswtool.cases.queries import guarded_cases
from cswtool.community.models import Zone
from cswtool.community.queries import zones
from cswtool.consultations.models import Consultation, ConsultationIssue
from cswtool.db.counts import count_cells
from cswtool.db.session import ScopedSession
from cswtool.people.rules import AgeBand
from cswtool.signals.models import SetAside
from cswtool.signals.rules import MONTHS, Series, Signal, signals
from cswtool.taxonomy.models import Choice, ChoiceKind, IssueType
from cswtool.taxonomy.queries import merged_by

CITY: Final = ""
"""Stands for all 圏域 together, households of none included."""
UNKNOWN: Final = "unknown"


class Kind(StrEnum):
    ISSUE = "issue"
    ROUTE = "route"
    AGE = "age"

    @property
    def label(self) -> str:
        return {"issue": "課題", "route": "相談経路", "age": "年代"}[self]


@dataclass(frozen=True, slots=True)
class Words:
    """What the codes are called."""

    zones: Mapping[str, str]
    ids: Mapping[str, UUID]
    """Of the 圏域, by code."""
    keys: Mapping[tuple[str, str], str]
    """By kind and code."""

    def where(self, zone: str) -> str:
        return f"{self.zones[zone]}圏域" if zone else "市内全域"


def words(session: ScopedSession) -> Words:
    issues = session.execute(select(IssueType.code, IssueType.label))
    routes = session.execute(
        select(Choice.code, Choice.label).where(Choice.kind == ChoiceKind.ROUTE)
    )
    keys = {(Kind.ISSUE.value, code): label for code, label in issues}
    keys |= {(Kind.ROUTE.value, code): label for code, label in routes}
    keys |= {(Kind.AGE.value, band.value): band.label for band in AgeBand}
    known = zones(session)
    ids = {zone.code: zone.id for zone in known}
    return Words({zone.code: zone.name for zone in known}, ids, keys)


def finished_months(today: date) -> Period:
    """The months that are looked at: as many as the rules need, to the last that is over."""
    last = today.replace(day=1) - timedelta(days=1)
    begin = last.year * 12 + last.month - MONTHS
    return Period.of_months(date(begin // 12, begin % 12 + 1, 1), MONTHS)


def noticed(session: ScopedSession, today: date) -> list[Signal]:
    """What stands out now, whoever asks; see ``rules``."""
    return signals(series_of(session, finished_months(today)))


def set_aside(session: ScopedSession, today: date) -> Sequence[SetAside]:
    """What is not shown for now, the latest decision first."""
    author = joinedload(SetAside.author).lazyload("*")
    query = select(SetAside).options(author).where(SetAside.until > today)
    return session.scalars(query.order_by(SetAside.on.desc(), SetAside.id.desc())).all()


_Months = dict[tuple[str, str], Counter[int]]
"""By 圏域 and key, households by month as 202604."""


def series_of(session: ScopedSession, period: Period) -> list[Series]:
    """For every 圏域 and the city, every word that anybody was first met with in the period.

    Without 不明: that more of it is written says something of the records, nothing of a 圏域.
    """
    months = [month.year * 100 + month.month for month in period.months()]
    met = _by_place((zone, "", *rest) for zone, *rest in _count(session, _met(period)))
    issues, others = _count(session, _with_issue(session, period)), _count(session, _first(period))
    firsts = {
        Kind.ISSUE: _by_place(issues),
        Kind.ROUTE: _by_place((zone, route, *rest) for zone, route, _, *rest in others),
        Kind.AGE: _by_place((zone, age, *rest) for zone, _, age, *rest in others),
    }
    return [
        Series(
            zone, kind.value, key, [first[m] for m in months], [met[zone, ""][m] for m in months]
        )
        for kind, by_place in firsts.items()
        for (zone, key), first in by_place.items()
        if key != UNKNOWN
    ]


def _by_place(cells: Iterable[Sequence[Any]]) -> _Months:
    """From (圏域 or None, key, month, households); each counts in the city too."""
    found: _Months = defaultdict(Counter)
    for zone, key, month, households in cells:
        for place in {CITY, zone or CITY}:
            found[place, _code(key)][int(month)] += households
    return found


def _code(key: Any) -> str:
    if isinstance(key, AgeBand):
        return key.value
    return UNKNOWN if key is None else key


def _count(session: ScopedSession, query: Select[Any]) -> Sequence[Any]:
    return count_cells(session, query, reason="households first met by month")


def _met(period: Period) -> Select[Any]:
    """(圏域, month, households met in it)."""
    month = _month(Consultation.day)
    households = count(Consultation.case_id.distinct())
    query = select(Zone.code, month, households).select_from(Consultation)
    query = query.where(Consultation.day.between(period.first, period.last))
    return _placed(query, Consultation.case_id).group_by(Zone.code, month)


def _with_issue(session: ScopedSession, period: Period) -> Select[Any]:
    """(圏域, 課題, month, households first tagged with it then); a merged tag is what it became."""
    became = {old: new.code for old, new in merged_by(session, period.last).items()}
    renamed = [(IssueType.id == old, code) for old, code in became.items()]
    code = case(*renamed, else_=IssueType.code) if renamed else IssueType.code
    first_with = (
        select(Consultation.case_id, code.label("key"), func.min(Consultation.day).label("day"))
        .join_from(
            Consultation, ConsultationIssue, ConsultationIssue.consultation_id == Consultation.id
        )
        .join(IssueType, IssueType.id == ConsultationIssue.issue_id)
        .where(Consultation.case_id.is_not(None))
        .group_by(Consultation.case_id, code)
        .subquery("first_with")
    )
    return _by_month(first_with, [first_with.c.key], period)


def _first(period: Period) -> Select[Any]:
    """(圏域, 経路, 年代 at the first contact, month, households first met then)."""
    earliest = (Consultation.at, Consultation.id)
    place = func.row_number().over(partition_by=Consultation.case_id, order_by=earliest)
    columns = (Consultation.case_id, Consultation.day, Consultation.age_band)
    numbered = select(*columns, place.label("place")).where(Consultation.case_id.is_not(None))
    contacts = numbered.subquery("contacts")
    query = _by_month(contacts, [Choice.code, contacts.c.age_band], period)
    return query.outerjoin(Choice, Choice.id == Case.route_id).where(contacts.c.place == 1)


def _by_month(first: Subquery, keys: Sequence[Any], period: Period) -> Select[Any]:
    month = _month(first.c.day)
    query = select(Zone.code, *keys, month, count()).select_from(first)
    query = query.where(first.c.day.between(period.first, period.last))
    return _placed(query, first.c.case_id).group_by(Zone.code, *keys, month)


def _placed(query: Select[Any], case_id: Any) -> Select[Any]:
    """With the 圏域 that the case is in; in none where an address in it is protected."""
    shown = and_(Zone.id == Case.zone_id, Case.id.not_in(guarded_cases()))
    return query.join(Case, Case.id == case_id).outerjoin(Zone, shown)


def _month(day: Any) -> ColumnElement[Any]:
    return extract("year", day) * 100 + extract("month", day)
