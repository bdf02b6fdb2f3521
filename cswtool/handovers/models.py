"""An offer to take over a case, and what came of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship
from typing_extensions import override

from cswtool.access.actor import Actor
from cswtool.accounts.models import User
from cswtool.cases.models import Case
from cswtool.community.models import Zone
from cswtool.db.base import Scoped, Versioned
from cswtool.handovers.rules import HandoverStatus
from cswtool.sight.models import case_id_in_sight


class Handover(Versioned, Scoped):
    """Somebody is asked to become the primary worker. Until they accept, nothing changes."""

    __tablename__ = "handover"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    from_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    """The primary worker when it was offered, responsible until it is accepted."""
    to_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    note: Mapped[str]
    """引き継ぎメモ."""
    zone_id: Mapped[UUID | None] = mapped_column(ForeignKey("zone.id"))
    """The 圏域 that the case goes to; None where it stays."""
    stays: Mapped[bool] = mapped_column(default=False)
    """Whether the old primary worker goes on as the secondary one."""
    status: Mapped[HandoverStatus] = mapped_column(default=HandoverStatus.OFFERED)
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")

    case: Mapped[Case] = relationship()
    giver: Mapped[User] = relationship(foreign_keys=[from_id])
    taker: Mapped[User] = relationship(foreign_keys=[to_id])
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    zone: Mapped[Zone | None] = relationship()

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return case_id_in_sight(actor, cls.case_id)

    @property
    def is_open(self) -> bool:
        """Waiting for an answer. One that the case has overtaken waits no more."""
        unchanged = self.case.primary_id == self.from_id and not self.case.is_closed
        return self.status is HandoverStatus.OFFERED and unchanged
