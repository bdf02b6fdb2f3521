"""Reads about activities: the list, and what a report counts of a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.functions import count

from cswtool.access.fiscal import Period, fiscal_year
from cswtool.activities.models import Activity, ActivityOrganisation
from cswtool.activities.rules import Done
from cswtool.community.models import Zone
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


def done_in(session: ScopedSession, period: Period) -> Sequence[Done]:
    """What was done in a period, as 様式A and 様式B count it: all of it, whoever asks.

    Minutes, people and cases are keys of the groups, so that nothing but counts comes out.
    """
    amounts = (Activity.minutes, Activity.people, Activity.meeting, Activity.discussed)
    keys = (Choice.code, Zone.code, *amounts)
    query = (
        select(*keys, count())
        .join_from(Activity, Choice, Choice.id == Activity.kind_id)
        .outerjoin(Zone, Zone.id == Activity.zone_id)
        .where(*_within(period), Activity.withdrawn_at.is_(None))
        .group_by(*keys)
    )
    reason = f"地域支援の活動の集計 {period.first:%Y-%m}〜{period.last:%Y-%m}"
    return [Done(*row) for row in count_cells(session, query, reason=reason)]


def kinds_ever(session: ScopedSession) -> list[Choice]:
    """The kinds that are offered, and after them those that are no longer."""
    kind = ChoiceKind.ACTIVITY
    return [*choices(session, kind), *choices(session, kind, retired=True)]
