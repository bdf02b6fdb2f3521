"""Reads of saved filters."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from cswtool.db.session import ScopedSession
from cswtool.listings.models import SavedList


def saved_for(session: ScopedSession, page: str) -> Sequence[SavedList]:
    """The filters of one list, one's own and the shared ones, by name."""
    query = select(SavedList).where(SavedList.page == page)
    query = query.options(joinedload(SavedList.owner).lazyload("*"))
    return session.scalars(query.order_by(SavedList.name, SavedList.id)).all()
