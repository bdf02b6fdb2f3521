"""An edition, and what it showed or hid cell by cell."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, false, select, true
from sqlalchemy.orm import Mapped, mapped_column, relationship
from typing_extensions import override

from cswtool.access.actor import Actor, Role
from cswtool.accounts.models import User
from cswtool.db.base import Scoped
from cswtool.publications.rules import Profile


class Publication(Scoped):
    """A summary as it was handed out. Never changed afterwards (a trigger says so)."""

    __tablename__ = "publication"

    number: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str]
    profile: Mapped[Profile]
    threshold: Mapped[int]
    first: Mapped[date]
    last: Mapped[date]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    tables: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The tables as shown, hidden cells without their figures."""

    author: Mapped[User] = relationship()

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        if actor.is_case_staff:
            return true()
        return cls.profile == Profile.PUBLIC if actor.has(Role.REPORT_READER) else false()


class PublishedCell(Scoped):
    """A line of the ledger: what one edition showed for one cell, or that it hid it."""

    __tablename__ = "published_cell"
    audited = False  # the edition that it belongs to is on the trail
    __table_args__ = (Index("uq_published_cell", "publication_id", "cell", unique=True),)

    publication_id: Mapped[UUID] = mapped_column(ForeignKey("publication.id"))
    cell: Mapped[str]
    value: Mapped[int | None]

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return cls.publication_id.in_(select(Publication.id).where(Publication.visible_to(actor)))
