"""How many households had an issue, year by year, across merges and splits of the tags."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import case, select
from sqlalchemy.sql.functions import count

from cswtool.access.fiscal import Period
from cswtool.consultations.models import Consultation, ConsultationIssue
from cswtool.db.counts import count_cells
from cswtool.db.session import ScopedSession
from cswtool.reports.rules import TrendLine, TrendPart, Years
from cswtool.taxonomy.models import IssueType
from cswtool.taxonomy.queries import successions
from cswtool.taxonomy.rules import families, merged


def trend(session: ScopedSession, years: Sequence[int]) -> list[TrendLine]:
    """One line for each issue and fiscal year, in the words of the last of these years."""
    issues = session.scalars(select(IssueType).order_by(IssueType.position, IssueType.id)).all()
    changes, last = successions(session), Period.of_fiscal_year(years[-1]).last
    family, alone = families(changes), merged(changes, last)
    own = _by_year(session, ConsultationIssue.issue_id, years)
    own = {issue.code: own[issue.id] for issue in issues if issue.id in own}
    lines = own | _together(session, issues, family, years)
    parts = own | _together(session, issues, alone, years)
    return [
        _line(members, lines.get(members[0].code, {}), alone, parts)
        for members in _members(issues, family)
        if any(issue.active for issue in members) or members[0].code in lines
    ]


def _together(
    session: ScopedSession,
    issues: Iterable[IssueType],
    counts_as: Mapping[UUID, UUID],
    years: Sequence[int],
) -> dict[str, Years]:
    """Of tags that count as one, each household once a year; without such tags nothing."""
    codes = {issue.id: issue.code for issue in issues}
    joined = {tag: codes[counts_as.get(tag, tag)] for tag in {*counts_as, *counts_as.values()}}
    if not joined:
        return {}
    key = case(*((ConsultationIssue.issue_id == tag, code) for tag, code in joined.items()))
    return {code: found for code, found in _by_year(session, key, years).items() if code}


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
    several = (
        [TrendPart(issue.label, parts.get(issue.code, {})) for issue in own] if len(own) > 1 else []
    )
    return TrendLine("・".join(issue.label for issue in now), years, several)


def _by_year(session: ScopedSession, key: Any, years: Sequence[int]) -> dict[Any, Years]:
    """Households by the key of their tags, and fiscal year.

    A statement a year: its contacts lie together in the index, and what is found of them is
    put in order in memory.
    """
    found: dict[Any, dict[int, int]] = defaultdict(dict)
    for year in years:
        period = Period.of_fiscal_year(year)
        query = (
            select(key, count(Consultation.case_id.distinct()))
            .select_from(Consultation)
            .join(ConsultationIssue, ConsultationIssue.consultation_id == Consultation.id)
            .where(Consultation.day.between(period.first, period.last))
            .group_by(key)
        )
        for tag, number in count_cells(session, query, reason="households by issue and year"):
            found[tag][year] = number
    return dict(found)
