"""Reads about activities: the list, and what a report counts of a period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from cswtool.access.fiscal import Period, fiscal_year
from cswtool.activities.models import Activity, ActivityOrganisation
from cswtool.activities.rules import Cell, Row, Sum, table
from cswtool.community.queries import in_zone
from cswtool.db.counts import count_cells
from cswtool.db.session import ScopedSession
from cswtool.taxonomy.models import Choice, ChoiceKind
from cswtool.taxonomy.queries import choices


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to: a fiscal year, a 圏域 (an id, NO_ZONE or ""), a kind."""

    year: int
    zone: str = ""
    kind_id: UUID | None = None
    withdrawn: bool = False


def listed(wanted: Wanted) -> Select[Activity]:
    """The list with what it shows, the latest day first."""
    query = select(Activity).where(*_narrowed(wanted)).options(*_shown())
    return query.order_by(Activity.day.desc(), Activity.id.desc())


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [
        *in_zone(Activity.zone_id, wanted.zone),
        *_within(Period.of_fiscal_year(wanted.year)),
        Activity.withdrawn_at.is_not(None) if wanted.withdrawn else Activity.withdrawn_at.is_(None),
    ]
    if wanted.kind_id:
        conditions.append(Activity.kind_id == wanted.kind_id)
    return conditions


def _within(period: Period) -> list[ColumnElement[bool]]:
    return [Activity.day >= period.first, Activity.day <= period.last]


def _shown() -> list[Any]:
    return [
        joinedload(Activity.kind),
        joinedload(Activity.zone),
        joinedload(Activity.author).lazyload("*"),
        selectinload(Activity.partners).joinedload(ActivityOrganisation.organisation),
    ]


def whole(session: ScopedSession, activity: Activity) -> Activity:
    """The activity with everything that its page shows."""
    query = select(Activity).where(Activity.id == activity.id)
    query = query.options(*_shown(), joinedload(Activity.withdrawn_by).lazyload("*"))
    return session.scalars(query.execution_options(populate_existing=True)).one()


def years(session: ScopedSession, today: date) -> list[int]:
    """The fiscal years with activities, and the present one; the latest first."""
    first = session.scalar(select(func.min(Activity.day))) or today
    present = fiscal_year(today)
    return list(range(present, min(fiscal_year(first), present) - 1, -1))


def activity_counts(session: ScopedSession, period: Period) -> Mapping[Cell, int]:
    """How many activities a period had, by kind and 圏域 (None: the whole city).

    Counted over all activities that were not withdrawn, whoever asks: 様式B.
    """
    query = (
        select(Activity.kind_id, Activity.zone_id, func.count(Activity.id))
        .where(*_counted(period))
        .group_by(Activity.kind_id, Activity.zone_id)
    )
    rows = count_cells(session, query, reason="activities by kind and 圏域")
    return {(kind_id, zone_id): number for kind_id, zone_id, number in rows}


def activity_sums(session: ScopedSession, period: Period) -> Mapping[Cell, Sum]:
    """Minutes and people of the same activities, as far as they were said.

    Read in the asker's sight: all case staff see the same, and nobody else sees any.
    """
    sums = (func.sum(Activity.minutes), func.sum(Activity.people))
    query = select(Activity.kind_id, Activity.zone_id, *sums).where(*_counted(period))
    rows = session.execute(query.group_by(Activity.kind_id, Activity.zone_id))
    return {
        (kind_id, zone_id): Sum(minutes or 0, people or 0)
        for kind_id, zone_id, minutes, people in rows
    }


def _counted(period: Period) -> list[ColumnElement[bool]]:
    return [*_within(period), Activity.withdrawn_at.is_(None)]


def summed_up(session: ScopedSession, year: int, zone_ids: Sequence[UUID | None]) -> list[Row]:
    """The activities of a fiscal year, a row for each kind and a column for each 圏域."""
    period = Period.of_fiscal_year(year)
    kinds = [(word.id, word.label) for word in kinds_ever(session)]
    return table(kinds, zone_ids, activity_counts(session, period), activity_sums(session, period))


def kinds_ever(session: ScopedSession) -> list[Choice]:
    """The kinds that are offered, and after them those that are no longer."""
    kind = ChoiceKind.ACTIVITY
    return [*choices(session, kind), *choices(session, kind, retired=True)]
