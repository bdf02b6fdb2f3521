"""Users, their roles and 圏域, sign-ins and invitations; and the office itself."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cswtool.access.actor import Actor, Role
from cswtool.accounts.rules import TextStyle
from cswtool.db.base import Unscoped, Versioned
from cswtool.db.types import new_id


class CaseVisibility(StrEnum):
    OFFICE = "office"
    """Case staff see every unrestricted case, as at the morning meeting."""
    ZONE = "zone"
    """Case staff see the unrestricted cases of their own 圏域."""

    @property
    def label(self) -> str:
        return {"office": "職員全員が見られる", "zone": "担当圏域の職員だけが見られる"}[self]


class Office(Versioned, Unscoped):
    """Unscoped: one row, the office's own name and settings."""

    __tablename__ = "office"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    name: Mapped[str]
    demo: Mapped[bool]
    case_visibility: Mapped[CaseVisibility] = mapped_column(default=CaseVisibility.OFFICE)
    correction_days: Mapped[int] = mapped_column(default=7)
    """How long a record may be corrected after it was written down; then it is added to."""
    closing_approval: Mapped[bool] = mapped_column(default=False)
    """Whether a case is closed only when a second person, a supervisor, approves."""
    city_threshold: Mapped[int] = mapped_column(default=10)
    """From how many households on the city is told a figure; 0 where the contract hides none."""


class UserRole(Unscoped):
    """Unscoped: who is what in the office stands on the wall."""

    __tablename__ = "user_role"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)


class UserZone(Unscoped):
    """Unscoped: which 圏域 somebody is responsible for is public."""

    __tablename__ = "user_zone"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), primary_key=True)
    zone_id: Mapped[UUID] = mapped_column(ForeignKey("zone.id"), primary_key=True)


class User(Versioned, Unscoped):
    """Unscoped: colleagues' names are shown throughout."""

    __tablename__ = "user"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kana: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str | None]
    """None until the invitation has been used."""
    disabled_at: Mapped[datetime | None]
    district_id: Mapped[UUID | None] = mapped_column(ForeignKey("district.id"))
    """民児協地区 of a 民生委員."""
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    """Where a partner's member of staff works."""
    device_salt: Mapped[str] = mapped_column(default="")
    """Goes into the key of what waits on a device; changed, nothing there opens any more."""
    failures: Mapped[int] = mapped_column(default=0)
    blocked_until: Mapped[datetime | None]
    text_style: Mapped[TextStyle] = mapped_column(default=TextStyle.FREE)
    """How they wrote their last record down; the next one starts with it."""

    role_rows: Mapped[list[UserRole]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="UserRole.role"
    )
    zone_rows: Mapped[list[UserZone]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(row.role for row in self.role_rows)

    @property
    def zone_ids(self) -> frozenset[UUID]:
        return frozenset(row.zone_id for row in self.zone_rows)

    @property
    def is_disabled(self) -> bool:
        return self.disabled_at is not None

    def set_roles(self, roles: frozenset[Role]) -> None:
        self.role_rows = [row for row in self.role_rows if row.role in roles] + [
            UserRole(role=role) for role in Role if role in roles - self.roles
        ]

    def set_zones(self, zone_ids: frozenset[UUID]) -> None:
        self.zone_rows = [row for row in self.zone_rows if row.zone_id in zone_ids] + [
            UserZone(zone_id=zone_id) for zone_id in sorted(zone_ids - self.zone_ids)
        ]

    def as_actor(self, visibility: CaseVisibility) -> Actor:
        return Actor(
            id=self.id,
            name=self.name,
            roles=self.roles,
            zone_ids=self.zone_ids,
            whole_office=visibility is CaseVisibility.OFFICE,
        )


class SignIn(Unscoped):
    """Unscoped: read by the sign-in alone; holds the hash of a token and no case content."""

    __tablename__ = "sign_in"
    audited = False  # sign-in and sign-out are noted by hand; the last-seen time is no act

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="joined")


class CalendarFeed(Unscoped):
    """Unscoped: read by the calendar alone; holds the hash of a token and no case content."""

    __tablename__ = "calendar_feed"
    audited = False  # made, read and ended are noted by hand; a poll every few minutes is no act

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    counted_from: Mapped[datetime | None]
    """Since when `reads` are counted; None until it is read for the first time."""
    reads: Mapped[int] = mapped_column(default=0)

    user: Mapped[User] = relationship(lazy="joined")


class Invitation(Unscoped):
    """Unscoped: read by the sign-in alone; holds the hash of a one-time code."""

    __tablename__ = "invitation"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    code_hash: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
