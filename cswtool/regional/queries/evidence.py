"""The cases behind an issue: as many as may be told, and those that may be seen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import joinedload

from cswtool.cases.models import Case
from cswtool.cases.queries import guarded_cases
from cswtool.db.counts import count_cells
from cswtool.db.session import ScopedSession
from cswtool.regional.models import RegionalEvidence, RegionalIssue


def households(
    session: ScopedSession, issues: Iterable[RegionalIssue], today: date
) -> dict[UUID, int]:
    """How many households stand behind each of these issues in its period.

    The same whoever asks. Restricted cases and those with an address-protected person are
    never counted: a colleague who sees the other cases would find them by subtracting.
    """
    ids = [regional.id for regional in issues]
    return dict.fromkeys(ids, 0) | _counts(session, RegionalEvidence.regional_id, ids, today)


def _counts(
    session: ScopedSession, column: Any, keys: Sequence[UUID], today: date
) -> dict[UUID, int]:
    """Links that count, by one of `keys`; what comes out of the count is the place in `keys`."""
    if not keys:
        return {}
    place = case(*((column == key, place) for place, key in enumerate(keys)))
    query = _counted(select(place, func.count(RegionalEvidence.id)), today)
    query = query.where(column.in_(keys)).group_by(place)
    rows = count_cells(session, query, reason="households behind 地域課題")
    return {keys[found]: number for found, number in rows}


def _counted(query: Select[Any, int], today: date) -> Select[Any, int]:
    last = func.coalesce(RegionalIssue.evidence_last, today)
    return (
        query.join(RegionalIssue, RegionalIssue.id == RegionalEvidence.regional_id)
        .join(Case, Case.id == RegionalEvidence.case_id)
        .where(Case.restricted.is_(False), Case.id.not_in(guarded_cases()))
        .where(Case.opened_on <= last)
        .where(or_(Case.closed_on.is_(None), Case.closed_on >= RegionalIssue.evidence_first))
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """A case in sight behind an issue, and whether it is one of the households counted."""

    row: RegionalEvidence
    counted: bool


def evidence_of(session: ScopedSession, regional: RegionalIssue, today: date) -> list[Evidence]:
    """The cases in sight behind an issue, the latest link first."""
    its_case = joinedload(RegionalEvidence.case)
    query = (
        select(RegionalEvidence)
        .where(RegionalEvidence.regional_id == regional.id)
        .options(its_case.joinedload(Case.zone), joinedload(RegionalEvidence.author).lazyload("*"))
        .order_by(RegionalEvidence.at.desc(), RegionalEvidence.id.desc())
    )
    rows = session.scalars(query).all()
    counted = _counts(session, RegionalEvidence.id, [row.id for row in rows], today)
    return [Evidence(row, row.id in counted) for row in rows]
