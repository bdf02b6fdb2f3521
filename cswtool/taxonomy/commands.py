"""Loading the words from config/ when the office is set up, and editing them afterwards."""

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from cswtool.db.session import AuditedSession, ScopedSession
from cswtool.taxonomy.models import (
    Choice,
    ChoiceKind,
    IssueGroup,
    IssueNational,
    IssueSuccession,
    IssueType,
    NationalIssue,
)
from cswtool.taxonomy.rules import Became


class LabelTakenError(Exception):
    """Another word of the list has this label."""


def load_words(session: AuditedSession, folder: Path) -> None:
    """Store issue types and choice lists from the TOML files of `folder`."""
    issues = tomllib.loads((folder / "issues.toml").read_text(encoding="utf-8"))
    session.add_all(NationalIssue(**row) for row in issues["national"])
    session.add_all(IssueGroup(**row) for row in issues["group"])
    session.flush()
    session.add_all(_issue(row) for row in issues["issue"])
    choices = tomllib.loads((folder / "choices.toml").read_text(encoding="utf-8"))
    session.add_all(Choice(**{**row, "kind": ChoiceKind(row["kind"])}) for row in choices["choice"])


def _issue(row: dict[str, Any]) -> IssueType:
    numbers, group = row.pop("national"), row.pop("group")
    rows = [IssueNational(number=number, rank=rank) for rank, number in enumerate(numbers)]
    return IssueType(**row, group_code=group, national_rows=rows)


class SucceededError(Exception):
    """The tag was merged or split: it is brought back, not just made available."""


@dataclass(frozen=True, slots=True)
class IssueInput:
    label: str
    kana: str
    group_code: str
    national_numbers: tuple[int, ...]
    """The closest first."""
    abuse: bool
    position: int
    provisional: bool
    active: bool


def save_issue(session: ScopedSession, issue: IssueType, new: IssueInput) -> None:
    """Store a new or changed issue type. Raises LabelTakenError and SucceededError."""
    query = select(IssueType.id).where(IssueType.label == new.label, IssueType.id != issue.id)
    with session.no_autoflush:
        if session.scalar(query) is not None:
            raise LabelTakenError
        if new.active and _successions_of(session, issue.id):
            raise SucceededError
    issue.label, issue.kana, issue.group_code = new.label, new.kana, new.group_code
    issue.abuse, issue.position = new.abuse, new.position
    issue.provisional, issue.active = new.provisional, new.active
    _set_national(issue, new.national_numbers)
    session.add(issue)


def merge(session: ScopedSession, olds: Collection[IssueType], new: IssueType, since: date) -> None:
    """From a day on `new` is used for all of these. What was tagged keeps its tags."""
    for old in olds:
        old.active = False
        session.add(
            IssueSuccession(old_id=old.id, new_id=new.id, since=since, became=Became.MERGED)
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One of the tags that a tag is split into."""

    id: UUID
    label: str
    kana: str


def split(session: ScopedSession, old: IssueType, parts: Sequence[Part], since: date) -> None:
    """From a day on these are used for `old`. Raises LabelTakenError.

    They begin with its group, national items and place. What was tagged keeps its tag.
    """
    labels = [part.label for part in parts]
    if session.scalar(select(IssueType.id).where(IssueType.label.in_(labels))) is not None:
        raise LabelTakenError
    for part in parts:
        session.add(_like(old, part))
    old.active = False
    session.flush()
    session.add_all(
        IssueSuccession(old_id=old.id, new_id=part.id, since=since, became=Became.SPLIT)
        for part in parts
    )


def _like(old: IssueType, part: Part) -> IssueType:
    rows = [IssueNational(number=row.number, rank=row.rank) for row in old.national_rows]
    return IssueType(
        id=part.id,
        code=part.id.hex,
        label=part.label,
        kana=part.kana,
        group_code=old.group_code,
        abuse=old.abuse,
        position=old.position,
        national_rows=rows,
    )


def bring_back(session: ScopedSession, old: IssueType) -> None:
    """The tag is used again, as if it had never been merged or split."""
    for row in _successions_of(session, old.id):
        session.delete(row)
    old.active = True


def _successions_of(session: ScopedSession, old_id: UUID) -> Sequence[IssueSuccession]:
    return session.scalars(select(IssueSuccession).where(IssueSuccession.old_id == old_id)).all()


def _set_national(issue: IssueType, numbers: tuple[int, ...]) -> None:
    if tuple(issue.national_numbers) == numbers:
        return
    rows = {row.number: row for row in issue.national_rows}
    issue.national_rows = [rows.get(n) or IssueNational(number=n) for n in numbers]
    for rank, row in enumerate(issue.national_rows):
        row.rank = rank
    if issue.version is not None:
        issue.touch()


@dataclass(frozen=True, slots=True)
class ChoiceInput:
    label: str
    group: str
    position: int
    provisional: bool
    active: bool


def save_choice(session: ScopedSession, choice: Choice, new: ChoiceInput) -> None:
    """Store a new or changed entry of a choice list. Raises LabelTakenError."""
    query = select(Choice.id).where(
        Choice.kind == choice.kind, Choice.label == new.label, Choice.id != choice.id
    )
    with session.no_autoflush:
        if session.scalar(query) is not None:
            raise LabelTakenError
    choice.label, choice.group, choice.position = new.label, new.group, new.position
    choice.provisional, choice.active = new.provisional, new.active
    session.add(choice)


def confirm(record: IssueType | Choice) -> None:
    """The office has checked the word: it is 仮 no longer."""
    record.provisional = False
