"""Loading the words from config/ when the office is set up, and editing them afterwards."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from cswtool.db.session import AuditedSession, ScopedSession
from cswtool.taxonomy.models import (
    Choice,
    ChoiceKind,
    IssueGroup,
    IssueNational,
    IssueType,
    NationalIssue,
)


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
    """Store a new or changed issue type. Raises LabelTakenError."""
    query = select(IssueType.id).where(IssueType.label == new.label, IssueType.id != issue.id)
    with session.no_autoflush:
        if session.scalar(query) is not None:
            raise LabelTakenError
    issue.label, issue.kana, issue.group_code = new.label, new.kana, new.group_code
    issue.abuse, issue.position = new.abuse, new.position
    issue.provisional, issue.active = new.provisional, new.active
    _set_national(issue, new.national_numbers)
    session.add(issue)


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
