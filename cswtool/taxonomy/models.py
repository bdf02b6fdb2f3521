"""Issue types with their national codes, and the choice lists of the forms."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cswtool.db.base import Unscoped, Versioned
from cswtool.db.types import new_id
from cswtool.taxonomy.rules import Became


class NationalIssue(Unscoped):
    """Unscoped: the 29 items of the national sheet (from general knowledge: provisional)."""

    __tablename__ = "national_issue"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    label: Mapped[str]
    provisional: Mapped[bool] = mapped_column(default=True)


class IssueNational(Unscoped):
    """Unscoped: which national items an issue type counts as, the closest first."""

    __tablename__ = "issue_national"

    issue_id: Mapped[UUID] = mapped_column(ForeignKey("issue_type.id"), primary_key=True)
    number: Mapped[int] = mapped_column(ForeignKey("national_issue.number"), primary_key=True)
    rank: Mapped[int]


class IssueGroup(Unscoped):
    """Unscoped: headings under which issue types are offered."""

    __tablename__ = "issue_group"

    code: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str]
    position: Mapped[int]


class IssueType(Versioned, Unscoped):
    """Unscoped: 課題, the office's own tag."""

    __tablename__ = "issue_type"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(unique=True)
    label: Mapped[str] = mapped_column(unique=True)
    kana: Mapped[str]
    group_code: Mapped[str] = mapped_column(ForeignKey("issue_group.code"))
    abuse: Mapped[bool] = mapped_column(default=False)
    provisional: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int]

    group: Mapped[IssueGroup] = relationship()
    national_rows: Mapped[list[IssueNational]] = relationship(
        cascade="all, delete-orphan", order_by=IssueNational.rank
    )

    @property
    def national_numbers(self) -> list[int]:
        """Of the national items, the closest first."""
        return [row.number for row in self.national_rows]


class IssueSuccession(Unscoped):
    """Unscoped: which tag is used for which since when; earlier records keep their tags."""

    __tablename__ = "issue_succession"

    old_id: Mapped[UUID] = mapped_column(ForeignKey("issue_type.id"), primary_key=True)
    new_id: Mapped[UUID] = mapped_column(ForeignKey("issue_type.id"), primary_key=True)
    since: Mapped[date]
    became: Mapped[Became]

    old: Mapped[IssueType] = relationship(foreign_keys=[old_id])
    new: Mapped[IssueType] = relationship(foreign_keys=[new_id])


class ChoiceKind(StrEnum):
    ROUTE = "route"
    ASKER = "asker"
    HOUSEHOLD = "household"
    CLOSING = "closing"
    SERVICE = "plan-service"
    CHANGE = "plan-change"
    ENDING = "plan-ending"
    ACTIVITY = "activity"
    FORUM = "forum"

    @property
    def label(self) -> str:
        return {
            "route": "相談経路",
            "asker": "相談者",
            "household": "世帯類型",
            "closing": "終結理由",
            "plan-service": "プランのサービス",
            "plan-change": "評価で見られた変化",
            "plan-ending": "プランの終了区分",
            "activity": "地域支援の活動の種類",
            "forum": "地域課題を出す場",
        }[self]


class Choice(Versioned, Unscoped):
    """Unscoped: one entry of a list that forms offer and reports count."""

    __tablename__ = "choice"
    __table_args__ = (UniqueConstraint("kind", "code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[ChoiceKind]
    code: Mapped[str]
    label: Mapped[str]
    group: Mapped[str]
    """Heading in the form, and the coarser category of the reports."""
    provisional: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int]
