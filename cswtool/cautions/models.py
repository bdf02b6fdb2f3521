"""A 訪問時の注意."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship
from typing_extensions import override

from cswtool.access.actor import Actor
from cswtool.accounts.models import User
from cswtool.cases.models import Case
from cswtool.cautions.rules import CautionKind
from cswtool.db.base import Scoped, Versioned
from cswtool.sight.models import case_id_in_sight


class Caution(Versioned, Scoped):
    __tablename__ = "caution"
    __table_args__ = (CheckConstraint("(until IS NULL) = (reason = '')", name="withdrawn"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[CautionKind]
    text: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    """When it was withdrawn; None while it holds."""
    reason: Mapped[str] = mapped_column(default="")
    """Why it was withdrawn."""

    case: Mapped[Case] = relationship()
    author: Mapped[User] = relationship()

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return case_id_in_sight(actor, cls.case_id)

    @property
    def holds(self) -> bool:
        return self.until is None
