"""Reads about issue types and choice lists."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from cswtool.db.session import ScopedSession
from cswtool.taxonomy.models import (
    Choice,
    ChoiceKind,
    IssueGroup,
    IssueSuccession,
    IssueType,
    NationalIssue,
)
from cswtool.taxonomy.rules import Succession, merged


def issues_by_group(
    session: ScopedSession, *, retired: bool = False, national: bool = False
) -> list[tuple[IssueGroup, list[IssueType]]]:
    """Issue types under their headings; those in use, or those no longer offered.

    With `national` their national items come along.
    """
    items = [selectinload(IssueType.national_rows)] if national else []
    query = (
        select(IssueType)
        .join(IssueType.group)
        .options(joinedload(IssueType.group), *items)
        .where(IssueType.active.is_(not retired))
        .order_by(IssueGroup.position, IssueGroup.code, IssueType.position, IssueType.id)
    )
    rows = session.scalars(query).all()
    return [(group, list(issues)) for group, issues in groupby(rows, lambda row: row.group)]


def succession_rows(session: ScopedSession) -> Sequence[IssueSuccession]:
    """Which tags were merged or split, with the tags they became."""
    both = (joinedload(IssueSuccession.old), joinedload(IssueSuccession.new))
    query = select(IssueSuccession).options(*both)
    order = (IssueSuccession.since, IssueSuccession.old_id, IssueSuccession.new_id)
    return session.scalars(query.order_by(*order)).all()


def became(session: ScopedSession) -> Mapping[UUID, list[IssueSuccession]]:
    """By each tag that was merged or split: what it became."""
    found: dict[UUID, list[IssueSuccession]] = defaultdict(list)
    for row in succession_rows(session):
        found[row.old_id].append(row)
    return found


def successions(session: ScopedSession) -> list[Succession]:
    """Which tags were merged or split, as the rules take it."""
    return _as_rules_take_them(succession_rows(session))


def _as_rules_take_them(rows: Iterable[IssueSuccession]) -> list[Succession]:
    return [Succession(row.old_id, row.new_id, row.since, row.became) for row in rows]


def merged_by(session: ScopedSession, day: date) -> Mapping[UUID, IssueType]:
    """Of each tag that had been merged by a day, the tag it counts as since."""
    rows = succession_rows(session)
    tags = {row.new_id: row.new for row in rows}
    return {old: tags[new] for old, new in merged(_as_rules_take_them(rows), day).items()}


def groups(session: ScopedSession) -> Sequence[IssueGroup]:
    """The headings of issue types."""
    return session.scalars(select(IssueGroup).order_by(IssueGroup.position, IssueGroup.code)).all()


def national_issues(session: ScopedSession) -> Sequence[NationalIssue]:
    """The items of the national sheet."""
    return session.scalars(select(NationalIssue).order_by(NationalIssue.number)).all()


def choices(session: ScopedSession, kind: ChoiceKind, *, retired: bool = False) -> Sequence[Choice]:
    """The entries of one list in their order; those in use, or those no longer offered."""
    query = select(Choice).where(Choice.kind == kind, Choice.active.is_(not retired))
    return session.scalars(query.order_by(Choice.position, Choice.id)).all()
