"""The 連絡票."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from typing_extensions import override

from cswtool.access.actor import Actor
from cswtool.accounts.models import User
from cswtool.cases.models import Case
from cswtool.community.models import Town, Zone
from cswtool.db.base import Scoped, Unscoped, Versioned
from cswtool.intake.rules import Awareness, IncomingStatus, Wish
from cswtool.sight.models import case_id_in_sight, zone_in_sight


class IncomingSerial(Unscoped):
    """Unscoped: the last receipt number given out in a fiscal year."""

    __tablename__ = "incoming_serial"
    audited = False  # the 連絡票 that got the number is on the trail

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class IncomingReferral(Versioned, Scoped):
    __tablename__ = "incoming_referral"

    number: Mapped[str] = mapped_column(unique=True)
    """The receipt number, 連R8-0012."""
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    who: Mapped[str]
    """The person's name, or how to tell who it is."""
    town_id: Mapped[UUID | None] = mapped_column(ForeignKey("town.id"))
    place: Mapped[str] = mapped_column(default="")
    """Address or landmark."""
    worry: Mapped[str]
    """気になる様子."""
    awareness: Mapped[Awareness] = mapped_column(default=Awareness.UNAWARE)
    wish: Mapped[Wish] = mapped_column(default=Wish.PHONE)
    zone_id: Mapped[UUID | None] = mapped_column(ForeignKey("zone.id"), index=True)
    status: Mapped[IncomingStatus] = mapped_column(default=IncomingStatus.RECEIVED, index=True)
    taken_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    taken_at: Mapped[datetime | None]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"), index=True)
    answer: Mapped[str] = mapped_column(default="")
    """What the CSW advised; for the office alone."""

    author: Mapped[User] = relationship(foreign_keys=[author_id])
    taken_by: Mapped[User | None] = relationship(foreign_keys=[taken_by_id])
    town: Mapped[Town | None] = relationship()
    zone: Mapped[Zone | None] = relationship()
    case: Mapped[Case | None] = relationship()

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """To its sender; to case staff by 圏域, unless its case is out of their sight."""
        open_to_me = cls.case_id.is_(None) & zone_in_sight(actor, cls.zone_id)
        return or_(cls.author_id == actor.id, open_to_me, case_id_in_sight(actor, cls.case_id))

    @property
    def is_waiting(self) -> bool:
        return self.status is IncomingStatus.RECEIVED
