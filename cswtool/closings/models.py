"""A request to close a case, and what the second person said."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship
from typing_extensions import override

from cswtool.access.actor import Actor
from cswtool.accounts.models import User
from cswtool.cases.models import Case
from cswtool.closings.rules import ClosingStatus
from cswtool.db.base import Scoped, Versioned
from cswtool.sight.models import case_id_in_sight
from cswtool.taxonomy.models import Choice


class ClosingRequest(Versioned, Scoped):
    """Somebody wants to close a case. Until a supervisor approves, it stays open."""

    __tablename__ = "closing_request"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[datetime]
    approver_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    """The supervisor who is asked; any other who sees the case may decide too."""
    reason_id: Mapped[UUID] = mapped_column(ForeignKey("choice.id"))
    summary: Mapped[str]
    end_tasks: Mapped[bool]
    end_referrals: Mapped[bool]
    status: Mapped[ClosingStatus] = mapped_column(default=ClosingStatus.ASKED)
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")

    case: Mapped[Case] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    approver: Mapped[User] = relationship(foreign_keys=[approver_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    reason: Mapped[Choice] = relationship()

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return case_id_in_sight(actor, cls.case_id)

    @property
    def is_open(self) -> bool:
        """Waiting for a decision."""
        return self.status is ClosingStatus.ASKED and not self.case.is_closed
