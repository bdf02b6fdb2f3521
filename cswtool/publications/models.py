"""An edition on its way and when it is out, what it showed or hid, and what was counted."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, Select, false, select, true
from sqlalchemy.orm import Mapped, load_only, mapped_column, relationship
from typing_extensions import override

from cswtool.access import clock
from cswtool.access.actor import Actor, Role
from cswtool.access.fiscal import Period
from cswtool.accounts.models import Office, User
from cswtool.db.base import Scoped, Versioned
from cswtool.publications.ledger.spans import Span, together
from cswtool.publications.rules import (
    AUDIENCES,
    FRESH_DAYS,
    PUBLIC_THRESHOLD,
    EditionStatus,
    Profile,
)
from cswtool.sight.models import OfTheOffice


def threshold_of(office: Office, profile: Profile) -> int:
    """From how many households on figures are shown to whom; 0 where nothing is hidden."""
    by_profile = {Profile.PUBLIC: PUBLIC_THRESHOLD, Profile.CITY: office.city_threshold}
    return by_profile.get(profile, 0)


class PreparedEdition(Versioned, OfTheOffice):
    """A summary with its small figures hidden, until a second person lets it out.

    What it shows is never changed (a trigger says so): what was checked is what goes out.
    The edition that becomes of it has the same id.
    """

    __tablename__ = "prepared_edition"

    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[datetime]
    """When it was counted."""
    title: Mapped[str]
    profile: Mapped[Profile]
    threshold: Mapped[int]
    first: Mapped[date]
    last: Mapped[date]
    tables: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The tables as they will be shown, hidden cells without their figures."""
    corrects: Mapped[int | None]
    """The number of the edition that it puts right."""
    status: Mapped[EditionStatus] = mapped_column(default=EditionStatus.PREPARED)
    checker_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)
    """The supervisor who is asked to check; any other may, too."""
    note: Mapped[str] = mapped_column(default="")
    """To whoever checks."""
    asked_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")

    author: Mapped[User] = relationship(foreign_keys=[author_id])
    checker: Mapped[User | None] = relationship(foreign_keys=[checker_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    @property
    def asked(self) -> dict[str, str]:
        """What to ask the page of the summary for, to see the same period cut the same way."""
        months = {"first": f"{self.first:%Y-%m}", "last": f"{self.last:%Y-%m}"}
        return {**months, **self.tables.get("asked", {})}

    @property
    def again(self) -> dict[str, str]:
        """What to ask it for, to prepare the same once more.

        It names itself, so that the reason of a correction stands in no address.
        """
        return {**self.asked, "again": str(self.id)}

    @property
    def said(self) -> dict[str, str]:
        """For whom it is, and what was said of the correction that it is, by fields of the form."""
        number, reason = self.tables.get("correction") or ("", "")
        return {"profile": self.profile.value, "corrects": str(number), "reason": reason}

    @property
    def is_open(self) -> bool:
        """Nothing was decided about it yet."""
        return self.status in {EditionStatus.PREPARED, EditionStatus.ASKED}

    @property
    def period(self) -> Period:
        return Period(self.first, self.last)

    @property
    def is_too_old(self) -> bool:
        """Whether it was counted too long ago to be let out."""
        return self.at < clock.now() - timedelta(days=FRESH_DAYS)

    def hides_too_little(self, office: Office) -> bool:
        """Whether the office has set since that more is hidden from its readers."""
        return self.threshold < threshold_of(office, self.profile)

    def overtaken_by(self, meeting: Collection[int]) -> int | None:
        """The last to come since, of the editions that hang together with it by shared days.

        It was protected against those of then and no others. None while they are the same.
        """
        return max(set(meeting) ^ set(self.tables["after"]), default=None)


class EditionTruth(Scoped):
    """What was counted for an edition, hidden figures too, sealed. Nobody's sight.

    Read by an elevated session alone, to protect later editions and to attack them all.
    """

    __tablename__ = "edition_truth"
    audited = False  # kept in one act with the edition, which is on the trail

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("prepared_edition.id"), unique=True)
    sealed: Mapped[bytes]

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return false()


class Publication(Scoped):
    """A summary as it was handed out. Never changed afterwards (a trigger says so)."""

    __tablename__ = "publication"

    number: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str]
    profile: Mapped[Profile]
    threshold: Mapped[int]
    first: Mapped[date]
    last: Mapped[date]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    tables: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The tables as shown, hidden cells without their figures."""
    corrects: Mapped[int | None]
    """The number of the edition that it puts right."""

    author: Mapped[User] = relationship()

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        if actor.is_case_staff:
            return true()
        return cls.profile == Profile.PUBLIC if actor.has(Role.REPORT_READER) else false()

    @classmethod
    def outside(cls) -> "Select[Publication]":
        """All that somebody outside holds, in order; their days, without their tables."""
        told = load_only(cls.number, cls.profile, cls.first, cls.last)
        query = select(cls).where(cls.profile.in_(AUDIENCES))
        return query.options(told).order_by(cls.number)


def hanging_together(out: Sequence[Publication], period: Period) -> list[Publication]:
    """Those that share days with a period, directly or by way of others."""
    spans = (Span(one.first, one.last) for one in out)
    met = set(together(spans, Span(period.first, period.last)))
    return [one for one in out if Span(one.first, one.last) in met]


class PublishedCell(Scoped):
    """A line of the ledger: what one edition showed for one cell, or that it hid it."""

    __tablename__ = "published_cell"
    audited = False  # the edition that it belongs to is on the trail
    __table_args__ = (Index("uq_published_cell", "publication_id", "cell", unique=True),)

    publication_id: Mapped[UUID] = mapped_column(ForeignKey("publication.id"))
    cell: Mapped[str]
    value: Mapped[int | None]

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return cls.publication_id.in_(select(Publication.id).where(Publication.visible_to(actor)))
