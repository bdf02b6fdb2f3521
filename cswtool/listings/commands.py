"""Keeping a filter under a name, and taking it away."""

from dataclasses import dataclass
from uuid import UUID

from cswtool.db.session import ScopedSession
from cswtool.listings.models import SavedList


@dataclass(frozen=True, slots=True)
class ListInput:
    page: str
    query: str
    name: str
    shared: bool


def keep(session: ScopedSession, key: UUID, new: ListInput) -> None:
    """Store a filter under the id `key`; sent twice, it is one."""
    if session.get(SavedList, key) is None:
        session.add(
            SavedList(
                id=key,
                owner_id=session.actor.id,
                page=new.page,
                query=new.query,
                name=new.name,
                shared=new.shared,
            )
        )


def remove(session: ScopedSession, saved: SavedList) -> None:
    session.delete(saved)
