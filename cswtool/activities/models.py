"""An activity for a 圏域, and with which organisations it was done."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cswtool.accounts.models import User
from cswtool.activities.rules import Meeting
from cswtool.community.models import Organisation, Zone
from cswtool.db.base import Versioned
from cswtool.sight.models import OfTheOffice
from cswtool.taxonomy.models import Choice


class Activity(Versioned, OfTheOffice):
    __tablename__ = "activity"
    __table_args__ = (
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason = '')", name="withdrawn"),
    )

    kind_id: Mapped[UUID] = mapped_column(ForeignKey("choice.id"), index=True)
    day: Mapped[date] = mapped_column(index=True)
    zone_id: Mapped[UUID | None] = mapped_column(ForeignKey("zone.id"))
    """None: for the whole city."""
    title: Mapped[str]
    minutes: Mapped[int | None]
    people: Mapped[int | None]
    """How many took part, the office's own not counted."""
    meeting: Mapped[Meeting | None]
    """Which one, of a meeting written down since that is asked."""
    discussed: Mapped[int | None]
    """How many cases a meeting spoke of; never which."""
    others: Mapped[str] = mapped_column(default="")
    """With whom, beside the organisations on the office's list."""
    done: Mapped[str]
    next_step: Mapped[str] = mapped_column(default="")
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    withdrawn_at: Mapped[datetime | None]
    """Entered by mistake, or twice: it is not counted any more."""
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_reason: Mapped[str] = mapped_column(default="")

    kind: Mapped[Choice] = relationship()
    zone: Mapped[Zone | None] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    withdrawn_by: Mapped[User | None] = relationship(foreign_keys=[withdrawn_by_id])
    partners: Mapped[list["ActivityOrganisation"]] = relationship(cascade="all, delete-orphan")

    @property
    def shown_zone(self) -> str:
        return self.zone.name if self.zone else "市内全域"

    @property
    def shown_kind(self) -> str:
        """Of a meeting which one it was, as far as that was written down."""
        return self.meeting.label if self.meeting else self.kind.label

    @property
    def partner_names(self) -> str:
        """Everybody it was done with, in one line."""
        names = [row.organisation.name for row in self.partners]
        return "、".join([*names, *([self.others] if self.others else [])])


class ActivityOrganisation(OfTheOffice):
    """One of the organisations, 居場所 or networks an activity was done with."""

    __tablename__ = "activity_organisation"
    __table_args__ = (UniqueConstraint("activity_id", "organisation_id"),)

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)

    organisation: Mapped[Organisation] = relationship()
