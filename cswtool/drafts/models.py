"""A draft: sealed, seen by the person who types it and nobody else."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from typing_extensions import override

from cswtool.access.actor import Actor
from cswtool.db.base import Scoped


class Draft(Scoped):
    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("owner_id", "form", "subject", "form_key"),)
    audited = False  # kept every few seconds by its one reader; the record itself is audited

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    form: Mapped[str]
    """Which form it was typed into, as in "consultation"."""
    subject: Mapped[str]
    """The id of the record it is about, or nothing."""
    form_key: Mapped[str] = mapped_column(default="")
    """Which filling-in of the form it belongs to."""
    writer: Mapped[str] = mapped_column(default="")
    """Which opening of the page wrote it last; a name that page gave itself."""
    sealed: Mapped[bytes | None]
    """None once the form was sent or thrown away: late copies of it are not kept."""
    saved_at: Mapped[datetime]

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return cls.owner_id == actor.id
