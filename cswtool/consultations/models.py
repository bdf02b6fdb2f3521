"""The record of one contact, and its tags."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ColumnElement, ForeignKey, Index, and_, exists, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from typing_extensions import override

from cswtool.access.actor import Actor
from cswtool.accounts.models import User
from cswtool.cases.models import Case
from cswtool.community.models import Town, Zone
from cswtool.consultations.rules import Counterpart, Method, VisitOutcome
from cswtool.consultations.rules.writing import Section, sections
from cswtool.db.base import Scoped, Versioned
from cswtool.db.search import Searchable
from cswtool.people.rules import AgeBand, Sex
from cswtool.sight.models import case_id_in_sight, zone_in_sight
from cswtool.taxonomy.models import Choice, IssueType


class Consultation(Searchable, Versioned, Scoped):
    """One contact. Without a case it is a one-off or anonymous consultation.

    圏域, 相談経路, 相談者, 年代, 性別 and 世帯類型 are kept as they were that day, for the reports:
    a household that moves leaves its past where it was.
    """

    __tablename__ = "consultation"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes"),
        Index("ix_consultation_case_id_at", "case_id", "at"),
        Index("ix_consultation_at_id", "at", "id"),
        # All that a summary counts, so that it need not open the records themselves.
        Index("ix_consultation_counted", "day", "case_id", "zone_id", "method", "at", "id"),
    )

    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"))
    occasion_id: Mapped[UUID | None] = mapped_column(index=True)
    """The entry that this is one record of; each further household has one of its own.

    Every entry has one, so that it tells nobody whether there are others. Shown nowhere.
    """
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    companion_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    """The colleague who was there too."""
    at: Mapped[datetime]
    day: Mapped[date]
    """The date of `at` in the office's time, as reports count it."""
    minutes: Mapped[int | None]
    method: Mapped[Method]
    outcome: Mapped[VisitOutcome | None]
    counterpart: Mapped[Counterpart] = mapped_column(default=Counterpart.SELF)
    with_whom: Mapped[str] = mapped_column(default="")
    zone_id: Mapped[UUID | None] = mapped_column(ForeignKey("zone.id"))
    town_id: Mapped[UUID | None] = mapped_column(ForeignKey("town.id"))
    route_id: Mapped[UUID | None] = mapped_column(ForeignKey("choice.id"))
    asker_id: Mapped[UUID | None] = mapped_column(ForeignKey("choice.id"))
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("choice.id"))
    age_band: Mapped[AgeBand] = mapped_column(default=AgeBand.UNKNOWN)
    sex: Mapped[Sex] = mapped_column(default=Sex.UNKNOWN)
    text: Mapped[str]
    recorded_at: Mapped[datetime]

    case: Mapped[Case | None] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    companion: Mapped[User | None] = relationship(foreign_keys=[companion_id])
    zone: Mapped[Zone | None] = relationship()
    town: Mapped[Town | None] = relationship()
    route: Mapped[Choice | None] = relationship(foreign_keys=[route_id])
    asker: Mapped[Choice | None] = relationship(foreign_keys=[asker_id])
    household: Mapped[Choice | None] = relationship(foreign_keys=[household_id])
    issues: Mapped[list["ConsultationIssue"]] = relationship(cascade="all, delete-orphan")
    addenda: Mapped[list["Addendum"]] = relationship(order_by="(Addendum.at, Addendum.id)")

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """With its case; without a case, by its 圏域, and always to its author."""
        loose = or_(cls.author_id == actor.id, zone_in_sight(actor, cls.zone_id))
        return or_(case_id_in_sight(actor, cls.case_id), and_(cls.case_id.is_(None), loose))

    @override
    def words(self) -> str:
        return f"{self.text}、{self.with_whom}"

    @property
    def sections(self) -> list[Section]:
        return sections(self.text)

    @property
    def tags(self) -> list["ConsultationIssue"]:
        """Its tags as they are shown: the 主課題 first, then in the office's order."""
        return sorted(self.issues, key=lambda row: (not row.main, row.issue.position))

    @property
    def is_about_abuse(self) -> bool:
        return any(row.issue.abuse for row in self.issues)


class Revision(Scoped):
    """What a contact said before somebody corrected it. Never changed (a trigger says so)."""

    __tablename__ = "consultation_revision"
    audited = False  # the correction that it belongs to is on the trail

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    """Who corrected it."""
    at: Mapped[datetime]
    changes: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    """The fields that were changed, in words: label, before, after."""

    author: Mapped[User] = relationship()

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return _of_consultation_in_sight(cls.consultation_id, actor)


class Addendum(Searchable, Scoped):
    """What was added to a contact later. Never changed (a trigger says so)."""

    __tablename__ = "addendum"

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    text: Mapped[str]

    author: Mapped[User] = relationship()

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return _of_consultation_in_sight(cls.consultation_id, actor)

    @override
    def words(self) -> str:
        return self.text

    @property
    def sections(self) -> list[Section]:
        return sections(self.text)


def _of_consultation_in_sight(consultation_id: Any, actor: Actor) -> ColumnElement[bool]:
    seen = exists().where(Consultation.id == consultation_id, Consultation.visible_to(actor))
    return seen.correlate_except(Consultation)


class ConsultationIssue(Scoped):
    """A tag on a consultation; at most one of them is the main one (主課題)."""

    __tablename__ = "consultation_issue"
    __table_args__ = (Index("uq_consultation_issue", "consultation_id", "issue_id", unique=True),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    issue_id: Mapped[UUID] = mapped_column(ForeignKey("issue_type.id"), index=True)
    main: Mapped[bool] = mapped_column(default=False)

    issue: Mapped[IssueType] = relationship()

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return _of_consultation_in_sight(cls.consultation_id, actor)
