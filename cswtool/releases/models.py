"""A text that is to leave the office, and what the gate found in it."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, and_, false, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from typing_extensions import override

from cswtool.access.actor import Actor
from cswtool.accounts.models import User
from cswtool.db.base import Scoped, Versioned
from cswtool.releases.rules import OPENING, Purpose, ReleaseStatus, digest
from cswtool.textgate.findings import Kind


class Release(Versioned, Scoped):
    """A text with its purpose and where it goes. Only what a second person released may leave."""

    __tablename__ = "release"
    __table_args__ = (Index("ix_release_status_checked", "status", "checked"),)

    purpose: Mapped[Purpose]
    destination: Mapped[str]
    """Where the text goes to."""
    text: Mapped[str]
    checked: Mapped[str] = mapped_column(default="")
    """Digest of the text that the gate went through last: the findings are of that text."""
    checked_at: Mapped[datetime | None]
    """None where the gate could not go through the text as it is now."""
    status: Mapped[ReleaseStatus] = mapped_column(default=ReleaseStatus.WRITING)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[datetime]
    to_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)
    """The second person."""
    asked_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    returned: Mapped[str] = mapped_column(default="")
    """Why it was sent back."""
    regional_id: Mapped[UUID | None] = mapped_column(ForeignKey("regional_issue.id"), index=True)
    """The 地域課題 whose sheet it was begun from."""

    author: Mapped[User] = relationship(foreign_keys=[author_id])
    reader: Mapped[User | None] = relationship(foreign_keys=[to_id])
    regional: Mapped[Any] = relationship("RegionalIssue")
    """By its name: the class stands above this package. None where it is out of sight."""
    findings: Mapped[list["ReleaseFinding"]] = relationship(
        back_populates="release", order_by="(ReleaseFinding.begins, ReleaseFinding.id)"
    )

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Who wrote it and who is asked, until it is released: it may still say too much."""
        if not actor.is_case_staff:
            return false()
        return or_(
            cls.author_id == actor.id,
            cls.to_id == actor.id,
            cls.status == ReleaseStatus.RELEASED,
        )

    @property
    def opening(self) -> str:
        """Its first words: by them its people tell it from another one of the same purpose."""
        first = self.text.strip().partition("\n")[0]
        return first if len(first) <= OPENING else f"{first[: OPENING - 1]}…"

    @property
    def standing(self) -> list["ReleaseFinding"]:
        """What the gate finds in the text as it is now."""
        return [one for one in self.findings if one.mended_at is None]

    @property
    def undecided(self) -> list["ReleaseFinding"]:
        return [one for one in self.standing if one.certain or not one.reason]

    @property
    def mended(self) -> str:
        """What was found once and is not in the text any more, counted by kind."""
        return counted(one for one in self.findings if one.mended_at)

    @property
    def is_checked(self) -> bool:
        return self.checked_at is not None and self.checked == digest(self.text)

    @property
    def is_open(self) -> bool:
        """Whether its author may decide about what was found."""
        return self.status is ReleaseStatus.WRITING and self.is_checked

    @property
    def is_ready(self) -> bool:
        """Whether a second person may be asked, and may release it."""
        return self.is_checked and not self.undecided


class ReleaseFinding(Scoped):
    """Something the gate found. The word itself stands in the text alone.

    One that a later text does not have any more keeps its kind and that it was mended.
    """

    __tablename__ = "release_finding"
    audited = False  # each check and decision puts what was found and decided on the trail itself

    release_id: Mapped[UUID] = mapped_column(ForeignKey("release.id"), index=True)
    begins: Mapped[int]
    ends: Mapped[int]
    """The characters of the text from `begins` to `ends`, the last one not included."""
    kind: Mapped[Kind]
    certain: Mapped[bool]
    suggestion: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    """Why the word may stay, as somebody decided; "" while undecided."""
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    mended_at: Mapped[datetime | None]

    release: Mapped[Release] = relationship(back_populates="findings")
    decided_by: Mapped[User | None] = relationship()

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        seen = select(Release.id).where(
            and_(Release.id == cls.release_id, Release.visible_to(actor))
        )
        return seen.correlate(cls).exists()

    @property
    def words(self) -> str:
        return "" if self.mended_at else self.release.text[self.begins : self.ends]


def counted(findings: Iterable[ReleaseFinding]) -> str:
    """How many of each kind, as 年齢1、人の名前2, and no word of the text; "" for none."""
    counts = Counter(one.kind for one in findings)
    return "、".join(f"{kind.label}{count}" for kind, count in sorted(counts.items()))
