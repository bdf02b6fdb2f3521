"""A 気づき is looked at and left for now."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from cswtool.access import clock
from cswtool.db.session import ScopedSession
from cswtool.signals.models import SetAside


@dataclass(frozen=True, slots=True)
class LeaveInput:
    zone: str
    kind: str
    key: str
    until: date
    note: str


def leave(session: ScopedSession, key: UUID, new: LeaveInput) -> None:
    """Not shown before a day."""
    session.add(
        SetAside(
            id=key,
            zone=new.zone,
            kind=new.kind,
            key=new.key,
            on=clock.today(),
            until=new.until,
            note=new.note,
            author_id=session.actor.id,
        )
    )


def take_up(session: ScopedSession, decision: SetAside) -> None:
    """Show it again from today on, also where others have set the same aside."""
    today = clock.today()
    about = {name: getattr(decision, name) for name in ("zone", "kind", "key")}
    query = select(SetAside).filter_by(**about).where(SetAside.until > today)
    for one in session.scalars(query):
        one.until = today
