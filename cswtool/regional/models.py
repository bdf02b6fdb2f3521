"""A 地域課題, its course, the cases behind it, and what is done about it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from typing_extensions import override

from cswtool.access.actor import Actor
from cswtool.accounts.models import User
from cswtool.cases.models import Case
from cswtool.community.models import Zone
from cswtool.db.base import Scoped, Versioned
from cswtool.regional.rules.course import ActionState, Side, State, is_overdue
from cswtool.sight.models import OfTheOffice, case_id_in_sight
from cswtool.taxonomy.models import Choice


class RegionalIssue(Versioned, OfTheOffice):
    __tablename__ = "regional_issue"

    title: Mapped[str]
    """課題名, one sentence."""
    zone_id: Mapped[UUID | None] = mapped_column(ForeignKey("zone.id"), index=True)
    """None: the whole city."""
    reach: Mapped[str] = mapped_column(default="")
    """Which part of the 圏域, or which people."""
    trigger: Mapped[str] = mapped_column(default="")
    evidence_first: Mapped[date]
    """From when on households count as evidence."""
    evidence_last: Mapped[date | None]
    """Until when; None: until now."""
    spread: Mapped[str] = mapped_column(default="")
    """What else speaks for it: statistics, 民生委員, 包括."""
    voices: Mapped[str] = mapped_column(default="")
    """What people said, put so that nobody is recognised."""
    of_person: Mapped[str] = mapped_column(default="")
    of_family: Mapped[str] = mapped_column(default="")
    of_community: Mapped[str] = mapped_column(default="")
    of_system: Mapped[str] = mapped_column(default="")
    resources: Mapped[str] = mapped_column(default="")
    missing: Mapped[str] = mapped_column(default="")
    forum_id: Mapped[UUID | None] = mapped_column(ForeignKey("choice.id"))
    """Where it is taken."""
    state: Mapped[State] = mapped_column(default=State.NOTICED, index=True)
    state_on: Mapped[date]
    """Since when it stands there."""
    review_on: Mapped[date | None] = mapped_column(index=True)
    result: Mapped[str] = mapped_column(default="")
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    """Who looks again on the review day."""
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))

    zone: Mapped[Zone | None] = relationship()
    forum: Mapped[Choice | None] = relationship()
    owner: Mapped[User] = relationship(foreign_keys=[owner_id])
    author: Mapped[User] = relationship(foreign_keys=[author_id])

    @property
    def shown_zone(self) -> str:
        return self.zone.name if self.zone else "市内全域"

    def is_overdue(self, today: date) -> bool:
        return is_overdue(self.state, self.review_on, today)


class RegionalStep(OfTheOffice):
    """Who took an issue where, and when; or looked again and left it there."""

    __tablename__ = "regional_step"

    regional_id: Mapped[UUID] = mapped_column(ForeignKey("regional_issue.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    state: Mapped[State]
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")

    author: Mapped[User] = relationship()


class RegionalEvidence(Scoped):
    """A case stands behind an issue. Only who sees the case learns that it is this one."""

    __tablename__ = "regional_evidence"
    __table_args__ = (UniqueConstraint("regional_id", "case_id"),)

    regional_id: Mapped[UUID] = mapped_column(ForeignKey("regional_issue.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]

    regional: Mapped[RegionalIssue] = relationship()
    case: Mapped[Case] = relationship()
    author: Mapped[User] = relationship()

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return case_id_in_sight(actor, cls.case_id)


class RegionalAction(Versioned, OfTheOffice):
    """打ち手: what somebody does about an issue."""

    __tablename__ = "regional_action"

    regional_id: Mapped[UUID] = mapped_column(ForeignKey("regional_issue.id"), index=True)
    side: Mapped[Side]
    what: Mapped[str]
    who: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    state: Mapped[ActionState] = mapped_column(default=ActionState.PLANNED)
    became: Mapped[str] = mapped_column(default="")
    """What has become of it, as last told."""
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))

    regional: Mapped[RegionalIssue] = relationship()
    author: Mapped[User] = relationship()


class RegionalActionStep(OfTheOffice):
    """What was told of an action, by whom and when."""

    __tablename__ = "regional_action_step"

    action_id: Mapped[UUID] = mapped_column(ForeignKey("regional_action.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    state: Mapped[ActionState]
    at: Mapped[datetime]
    note: Mapped[str]

    author: Mapped[User] = relationship()
