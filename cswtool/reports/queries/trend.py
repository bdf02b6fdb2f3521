"""How many households had an issue, year by year, across merges and splits of the tags."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import case, extract, select
from sqlalchemy.sql.functions import count

from cswtool.access.fiscal import FIRST_MONTH, Period
from cswtool.consultations.models import Consultation, ConsultationIssue
from cswtool.db.counts import count_cells
from cswtool.db.session import ScopedSession
from cswtool.reports.queries.summary import folded
from cswtool.taxonomy.models import IssueType
from cswtool.taxonomy.queries import successions
from cswtool.taxonomy.rules import families, merged

Years = Mapping[int, int]
"""実ケース数 by fiscal year."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the tags that a tag was split into, or the one it was split from."""

    label: str
    years: Years


@dataclass(frozen=True, slots=True)
class TrendLine:
    """All tags that hang together by merges and splits: each household once a year."""

    label: str
    years: Years
    parts: Sequence[Part]
    """Where it is several tags; their figures overlap and do not add up."""


def trend(session: ScopedSession, years: Sequence[int]) -> list[TrendLine]:
    """One line for each issue and fiscal year, in the words of the last of these years."""
    issues = session.scalars(select(IssueType).order_by(IssueType.position, IssueType.id)).all()
    changes, last = successions(session), Period.of_fiscal_year(years[-1]).last
    family, alone = families(changes), merged(changes, last)
    lines = _by_year(session, issues, family, years)
    parts = _by_year(session, issues, alone, years)
    return [
        _line(members, lines[members[0].code], alone, parts)
        for members in _members(issues, family)
        if any(issue.active for issue in members) or members[0].code in lines
    ]


def _members(issues: Iterable[IssueType], family: Mapping[UUID, UUID]) -> list[list[IssueType]]:
    """The tags of each family, the one that its figures stand under first."""
    found: dict[UUID, list[IssueType]] = defaultdict(list)
    for issue in issues:
        head = family.get(issue.id, issue.id)
        found[head].insert(0 if issue.id == head else len(found[head]), issue)
    return list(found.values())


def _line(
    members: list[IssueType],
    years: Years,
    alone: Mapping[UUID, UUID],
    parts: Mapping[str, Years],
) -> TrendLine:
    own = [issue for issue in members if issue.id not in alone]
    now = [issue for issue in own if issue.active] or own
    several = [Part(issue.label, parts[issue.code]) for issue in own] if len(own) > 1 else []
    return TrendLine("・".join(issue.label for issue in now), years, several)


def _by_year(
    session: ScopedSession,
    issues: Iterable[IssueType],
    counts_as: Mapping[UUID, UUID],
    years: Sequence[int],
) -> Mapping[str, Years]:
    """Households by the code of the tag they count under and fiscal year."""
    codes = {issue.id: issue.code for issue in issues}
    key = folded(IssueType.code, {old: codes[new] for old, new in counts_as.items() if old != new})
    month = extract("month", Consultation.day)
    year: Any = extract("year", Consultation.day) - case((month < FIRST_MONTH, 1), else_=0)
    first, last = (Period.of_fiscal_year(end) for end in (years[0], years[-1]))
    query = (
        select(key, year, count(Consultation.case_id.distinct()))
        .select_from(ConsultationIssue)
        .join(IssueType, IssueType.id == ConsultationIssue.issue_id)
        .join(Consultation, Consultation.id == ConsultationIssue.consultation_id)
        .where(Consultation.day.between(first.first, last.last))
        .group_by(key, year)
    )
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for code, of_year, number in count_cells(session, query, reason="households by issue and year"):
        found[code][int(of_year)] = number
    return found
