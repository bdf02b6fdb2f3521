"""A next step with an owner and a due date."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, and_, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from typing_extensions import override

from cswtool.access.actor import Actor, Role
from cswtool.accounts.models import User
from cswtool.cases.models import Case
from cswtool.db.base import Scoped, Versioned
from cswtool.sight.models import case_id_in_sight


class Task(Versioned, Scoped):
    __tablename__ = "task"
    __table_args__ = (Index("ix_task_owner_id_done_at", "owner_id", "done_at"),)

    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"), index=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    title: Mapped[str]
    due_on: Mapped[date | None] = mapped_column(index=True)
    owner_only: Mapped[bool] = mapped_column(default=False)
    """Not even a supervisor sees it: it tells of a search that they may have made."""
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))

    case: Mapped[Case | None] = relationship()
    owner: Mapped[User] = relationship(foreign_keys=[owner_id])

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """With its case; without a case, to its owner, its author and the supervisors.

        To a calendar: what its person has still to do on a day, and may see.
        """
        if (person := actor.calendar_of) is not None:
            in_sight = or_(cls.case_id.is_(None), case_id_in_sight(person, cls.case_id))
            dated = and_(cls.due_on.is_not(None), cls.done_at.is_(None))
            return and_(cls.owner_id == person.id, dated, in_sight)
        mine = or_(cls.owner_id == actor.id, cls.author_id == actor.id)
        loose = or_(mine, cls.owner_only.is_(False)) if actor.has(Role.SUPERVISOR) else mine
        return or_(case_id_in_sight(actor, cls.case_id), and_(cls.case_id.is_(None), loose))

    def is_overdue(self, today: date) -> bool:
        return self.done_at is None and self.due_on is not None and self.due_on < today
