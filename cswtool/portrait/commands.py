"""Writing ties of the ecomap, and taking entries away."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cswtool.cases.models import Case
from cswtool.db.session import ScopedSession
from cswtool.drawing.ecomap import Direction, TieKind
from cswtool.people.models import PersonFact, Relationship
from cswtool.portrait.models import Tie
from cswtool.portrait.rules.removal import RemovalReason


@dataclass(frozen=True, slots=True)
class TieInput:
    """Either an organisation on file or a name."""

    organisation_id: UUID | None
    name: str
    kind: TieKind
    direction: Direction
    note: str = ""
    since: date | None = None
    until: date | None = None


def add_tie(session: ScopedSession, key: UUID, case: Case, new: TieInput) -> Tie:
    tie = Tie(id=key, case_id=case.id, author_id=session.actor.id)
    change_tie(tie, new)
    session.add(tie)
    session.flush()
    return tie


def change_tie(tie: Tie, new: TieInput) -> None:
    for name in TieInput.__slots__:
        setattr(tie, name, getattr(new, name))


def remove(
    session: ScopedSession, entry: Tie | Relationship | PersonFact, reason: RemovalReason
) -> None:
    """Take an entry away for good; that it was, and why, stays on the trail."""
    session.note(entry, detail=f"removed: {reason}")
    session.delete(entry)
    session.flush()
