"""An outing, which all colleagues see, and where it leads, which not all may know."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, and_, false, or_, select, true
from sqlalchemy.orm import Mapped, mapped_column, relationship
from typing_extensions import override

from cswtool.access.actor import Actor, Role
from cswtool.accounts.models import User
from cswtool.cases.models import Case
from cswtool.db.base import Scoped, Versioned
from cswtool.outings.rules import is_overdue
from cswtool.sight.models import case_id_in_sight


class Outing(Versioned, Scoped):
    """Who is out, with whom, until when. Says nothing of the household."""

    __tablename__ = "outing"

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    companion_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    told_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    """The colleague who asks where they are when nobody has come back."""
    left_at: Mapped[datetime]
    back_by: Mapped[datetime]
    returned_at: Mapped[datetime | None] = mapped_column(index=True)

    owner: Mapped[User] = relationship(foreign_keys=[owner_id])
    companion: Mapped[User | None] = relationship(foreign_keys=[companion_id])
    told: Mapped[User] = relationship(foreign_keys=[told_id])

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """All case staff: that somebody is missing must not depend on whose case it is."""
        return true() if actor.is_case_staff else false()

    def is_overdue(self, now: datetime) -> bool:
        return is_overdue(self.back_by, self.returned_at, now)

    def concerns(self, actor: Actor) -> bool:
        """Whether this person is asked to find out where they are."""
        return self.told_id == actor.id or actor.has(Role.SUPERVISOR)


class OutingPlace(Scoped):
    """Where an outing leads: a case, or a place in words."""

    __tablename__ = "outing_place"

    outing_id: Mapped[UUID] = mapped_column(ForeignKey("outing.id"), unique=True)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"), index=True)
    place: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")

    case: Mapped[Case | None] = relationship()

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """With its case; without one, to those who are out, who was told, and supervisors."""
        if not actor.is_case_staff:
            return false()
        there = or_(
            Outing.owner_id == actor.id, Outing.companion_id == actor.id, Outing.told_id == actor.id
        )
        loose = (
            true()
            if actor.has(Role.SUPERVISOR)
            else cls.outing_id.in_(select(Outing.id).where(there))
        )
        return or_(case_id_in_sight(actor, cls.case_id), and_(cls.case_id.is_(None), loose))
