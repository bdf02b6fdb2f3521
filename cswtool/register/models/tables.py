"""What was said of two entries that look alike, and the merges with all that they moved.

Neither has foreign keys to the entries: one of the two is gone after a merge, and what was
said of it comes back with it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, ForeignKey, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from typing_extensions import override

from cswtool.access.actor import Actor
from cswtool.accounts.models import User
from cswtool.db.base import Scoped, Versioned
from cswtool.db.session import AuditedSession
from cswtool.register.rules import Subject, Verdict
from cswtool.sight.models import case_id_in_sight, person_id_in_sight


class LikenessVerdict(Versioned, Scoped):
    """Two entries are distinct, or somebody asked to merge them; `first_id` < `second_id`."""

    __tablename__ = "likeness_verdict"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    subject: Mapped[Subject]
    first_id: Mapped[UUID]
    second_id: Mapped[UUID] = mapped_column(index=True)
    verdict: Mapped[Verdict]
    reason: Mapped[str] = mapped_column(default="")
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]

    author: Mapped[User] = relationship()

    @classmethod
    def on(cls, session: AuditedSession, one: UUID, other: UUID) -> "LikenessVerdict | None":
        """What was said of two entries, if anything was."""
        first, second = sorted((one, other))
        query = select(cls).where(cls.first_id == first, cls.second_id == second)
        return session.scalar(query)

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """To who sees both."""
        return or_(
            *(
                and_(in_sight(actor, cls.first_id), in_sight(actor, cls.second_id))
                for in_sight in (person_id_in_sight, case_id_in_sight)
            )
        )


class Merge(Versioned, Scoped):
    """One entry became part of another. It stands in for the one that is gone."""

    __tablename__ = "merge"

    subject: Mapped[Subject]
    kept_id: Mapped[UUID] = mapped_column(index=True)
    gone_id: Mapped[UUID] = mapped_column(index=True)
    leads_to_id: Mapped[UUID] = mapped_column(index=True)
    """Where the one that is gone is found now: the kept one, or what that was merged into."""
    number: Mapped[str] = mapped_column(default="", index=True)
    """The number of a case that is gone."""
    reason: Mapped[str] = mapped_column(default="")
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    guarded: Mapped[bool]
    """Whether few might see the merged entry; if that changes, it cannot be taken apart."""
    gone: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The row that is gone, column by column."""
    changed: Mapped[dict[str, list[Any]]] = mapped_column(JSON)
    """The columns of the kept one that changed: before, after."""
    moves: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Every row that was pointed elsewhere: model, id, column, before, after."""
    removed: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Rows that would have stood there twice: model, row."""
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))

    author: Mapped[User] = relationship(foreign_keys=[author_id])
    undone_by: Mapped[User | None] = relationship(foreign_keys=[undone_by_id])

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """With the entry it leads to; once undone, to who sees both again."""
        return or_(
            *(
                and_(
                    in_sight(actor, cls.leads_to_id),
                    or_(cls.undone_at.is_(None), in_sight(actor, cls.gone_id)),
                )
                for in_sight in (person_id_in_sight, case_id_in_sight)
            )
        )
