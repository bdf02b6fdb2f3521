"""A plan with its lines, and its evaluation."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from typing_extensions import override

from cswtool.access.actor import Actor
from cswtool.accounts.models import User
from cswtool.cases.models import Case
from cswtool.db.base import Scoped, Versioned
from cswtool.plans.rules import OPEN_TO, Attainment, Doer, PlanAct, PlanStatus
from cswtool.sharing.rules import ConsentWay
from cswtool.sight.models import case_id_in_sight
from cswtool.taxonomy.models import Choice


class _OfCase(Scoped):
    """Seen with its case."""

    __abstract__ = True
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return case_id_in_sight(actor, cls.case_id)


class Plan(Versioned, _OfCase):
    """支援プラン: one period of the support of a case."""

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    number: Mapped[int]
    """第n期 of the case."""
    previous_id: Mapped[UUID | None] = mapped_column(ForeignKey("plan.id"), unique=True)
    """The plan that this one revises; a plan is revised once."""
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    status: Mapped[PlanStatus] = mapped_column(default=PlanStatus.DRAFT)
    needs: Mapped[str]
    """解決したい課題."""
    long_goal: Mapped[str] = mapped_column(default="")
    short_goal: Mapped[str] = mapped_column(default="")
    first: Mapped[date]
    last: Mapped[date]
    monitoring_on: Mapped[date | None] = mapped_column(index=True)
    """次回モニタリング."""
    met_on: Mapped[date | None]
    """会議の開催日."""
    consent_way: Mapped[ConsentWay | None]
    """How 本人 agreed; None: not yet."""
    consent_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))

    case: Mapped[Case] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    actions: Mapped[list["PlanAction"]] = relationship(
        cascade="all, delete-orphan", order_by="(PlanAction.position, PlanAction.id)"
    )
    services: Mapped[list["PlanService"]] = relationship(cascade="all, delete-orphan")

    @property
    def title(self) -> str:
        return f"第{self.number}期"

    def allows(self, act: PlanAct | str) -> bool:
        """Whether this can be done to the plan where it stands now."""
        return act in OPEN_TO[self.status]

    def is_overdue(self, today: date) -> bool:
        """Its monitoring day has passed and nobody has evaluated it."""
        due = self.monitoring_on is not None and self.monitoring_on < today
        return due and self.status is PlanStatus.DECIDED


class PlanAction(_OfCase):
    """A line of a plan: who does what, how often, until when."""

    __tablename__ = "plan_action"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int]
    doer: Mapped[Doer]
    name: Mapped[str] = mapped_column(default="")
    """Which organisation or person, where that is not said by the doer."""
    what: Mapped[str]
    frequency: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]


class PlanService(_OfCase):
    """A service applied for with a plan."""

    __tablename__ = "plan_service"
    __table_args__ = (UniqueConstraint("plan_id", "choice_id"),)

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"))
    choice_id: Mapped[UUID] = mapped_column(ForeignKey("choice.id"))

    choice: Mapped[Choice] = relationship()


class Evaluation(_OfCase):
    """評価: what came of a plan. Written once, it stays as it is."""

    __tablename__ = "evaluation"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), unique=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    day: Mapped[date]
    attainment: Mapped[Attainment]
    text: Mapped[str]
    ending_id: Mapped[UUID] = mapped_column(ForeignKey("choice.id"))
    """終了区分."""

    author: Mapped[User] = relationship()
    ending: Mapped[Choice] = relationship()
    changes: Mapped[list["EvaluationChange"]] = relationship(cascade="all, delete-orphan")


class EvaluationChange(_OfCase):
    """見られた変化: one of those that an evaluation names."""

    __tablename__ = "evaluation_change"
    __table_args__ = (UniqueConstraint("evaluation_id", "choice_id"),)

    evaluation_id: Mapped[UUID] = mapped_column(ForeignKey("evaluation.id"))
    choice_id: Mapped[UUID] = mapped_column(ForeignKey("choice.id"))

    choice: Mapped[Choice] = relationship()
