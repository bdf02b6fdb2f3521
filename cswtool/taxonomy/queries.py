"""Reads about issue types and choice lists."""

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from cswtool.db.session import ScopedSession
from cswtool.taxonomy.models import Choice, ChoiceKind, IssueGroup, IssueType, NationalIssue


def issues_by_group(
    session: ScopedSession, *, retired: bool = False
) -> list[tuple[IssueGroup, list[IssueType]]]:
    """Issue types under their headings; those in use, or those no longer offered."""
    query = (
        select(IssueType)
        .join(IssueType.group)
        .options(joinedload(IssueType.group), selectinload(IssueType.national_rows))
        .where(IssueType.active.is_(not retired))
        .order_by(IssueGroup.position, IssueGroup.code, IssueType.position, IssueType.id)
    )
    rows = session.scalars(query).all()
    return [(group, list(issues)) for group, issues in groupby(rows, lambda row: row.group)]


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
