"""The case, who is in it, and what happened to it as a file."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from typing_extensions import override

from cswtool.access.actor import Actor
from cswtool.accounts.models import User
from cswtool.cases.rules import Complexity, Status, StepKind, Urgency
from cswtool.community.models import Town, Zone
from cswtool.db.base import Scoped, Unscoped, Versioned
from cswtool.db.search import Searchable
from cswtool.people.models import Person
from cswtool.sight.models import case_id_in_sight, case_in_calendar, case_in_sight
from cswtool.taxonomy.models import Choice


class CaseSerial(Unscoped):
    """Unscoped: the last case number given out in a fiscal year."""

    __tablename__ = "case_serial"
    audited = False  # the case that got the number is on the trail

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Case(Searchable, Versioned, Scoped):
    """A household in support."""

    __tablename__ = "case"
    __table_args__ = (
        CheckConstraint("(status = 'closed') = (closed_on IS NOT NULL)", name="closed"),
        Index("ix_case_zone_id_status_opened_on", "zone_id", "status", "opened_on", "id"),
        Index("ix_case_opened_on_id", "opened_on", "id"),
    )

    number: Mapped[str] = mapped_column(unique=True)
    """R8-0123: fiscal year and serial."""
    headline: Mapped[str]
    """主訴 in one line, as it stands in lists."""
    status: Mapped[Status] = mapped_column(default=Status.OPEN)
    restricted: Mapped[bool] = mapped_column(default=False)
    urgency: Mapped[Urgency | None]
    """None until somebody has judged it."""
    complexity: Mapped[Complexity | None]
    """None until somebody has judged it."""
    two_workers: Mapped[bool] = mapped_column(default=False)
    """二人訪問: nobody is to go to this household alone."""
    two_workers_reason: Mapped[str] = mapped_column(default="")
    zone_id: Mapped[UUID | None] = mapped_column(ForeignKey("zone.id"))
    town_id: Mapped[UUID | None] = mapped_column(ForeignKey("town.id"))
    focus_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    """本人."""
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("choice.id"))
    """世帯類型."""
    route_id: Mapped[UUID | None] = mapped_column(ForeignKey("choice.id"))
    """相談経路 by which the household first became known."""
    primary_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    secondary_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    closing_id: Mapped[UUID | None] = mapped_column(ForeignKey("choice.id"))
    """終結理由."""
    closing_summary: Mapped[str] = mapped_column(default="")

    zone: Mapped[Zone | None] = relationship()
    town: Mapped[Town | None] = relationship()
    focus: Mapped[Person | None] = relationship()
    household: Mapped[Choice | None] = relationship(foreign_keys=[household_id])
    route: Mapped[Choice | None] = relationship(foreign_keys=[route_id])
    closing: Mapped[Choice | None] = relationship(foreign_keys=[closing_id])
    primary: Mapped[User] = relationship(foreign_keys=[primary_id])
    secondary: Mapped[User | None] = relationship(foreign_keys=[secondary_id])
    members: Mapped[list["Membership"]] = relationship(
        back_populates="case", order_by="(Membership.position, Membership.id)"
    )

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        if actor.calendar_of is not None:
            return case_in_calendar(actor.calendar_of, cls)
        return case_in_sight(actor, cls)

    @override
    def words(self) -> str:
        return f"{self.headline}、{self.closing_summary}"

    @property
    def is_closed(self) -> bool:
        return self.status is Status.CLOSED


class CaseZone(Scoped):
    """From which day on a case belongs to a 圏域; until the next such row of the case."""

    __tablename__ = "case_zone"
    __table_args__ = (UniqueConstraint("case_id", "since"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    zone_id: Mapped[UUID | None] = mapped_column(ForeignKey("zone.id"))
    since: Mapped[date]

    zone: Mapped[Zone | None] = relationship()

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return case_id_in_sight(actor, cls.case_id)


class Membership(Versioned, Scoped):
    """A person in a case, with the relation to 本人 and since when."""

    __tablename__ = "membership"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    relation: Mapped[str]
    """続柄 seen from 本人, as in 母; 本人 for the person in focus."""
    lives_here: Mapped[bool] = mapped_column(default=True)
    since: Mapped[date | None]
    until: Mapped[date | None]
    position: Mapped[int] = mapped_column(default=0)

    case: Mapped[Case] = relationship(back_populates="members")
    person: Mapped[Person | None] = relationship()
    """None where the viewer may not see the person."""

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return case_id_in_sight(actor, cls.case_id)


class CaseStep(Scoped):
    """Opened, handed over, closed, reopened: by whom, when and why."""

    __tablename__ = "case_step"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[StepKind]
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")

    author: Mapped[User] = relationship()

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return case_id_in_sight(actor, cls.case_id)
