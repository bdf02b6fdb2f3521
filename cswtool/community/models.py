"""圏域, towns, 民児協地区 and organisations: the office's own data, edited on screen."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cswtool.db.base import Unscoped, Versioned
from cswtool.db.types import new_id


class Zone(Versioned, Unscoped):
    """Unscoped: the five 圏域 are public."""

    __tablename__ = "zone"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    kana: Mapped[str]
    description: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    covers_all: Mapped[bool] = mapped_column(default=False)
    provisional: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]
    pool: Mapped[str] = mapped_column(default="")
    """圏域 with the same word here are counted together where reports merge neighbours."""


class Town(Unscoped):
    """Unscoped: towns and postcodes are public."""

    __tablename__ = "town"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True)
    kana: Mapped[str]
    postcode: Mapped[str]
    chomes: Mapped[int]
    """How many 丁目 the town has; 0 where it has none."""

    areas: Mapped[list["TownArea"]] = relationship(
        back_populates="town", order_by="(TownArea.chome, TownArea.banchi_from)"
    )


class TownArea(Versioned, Unscoped):
    """Unscoped: one line of the table 町＋丁目＋番地範囲 → 圏域.

    The most exact line wins: 番地 before 丁目 before the whole town. A line without a 圏域
    says 要確認.
    """

    __tablename__ = "town_area"
    __table_args__ = (
        CheckConstraint("banchi_from <= banchi_to", name="range"),
        CheckConstraint("(banchi_from IS NULL) = (banchi_to IS NULL)", name="both_ends"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    town_id: Mapped[UUID] = mapped_column(ForeignKey("town.id"), index=True)
    chome: Mapped[int | None]
    banchi_from: Mapped[int | None]
    banchi_to: Mapped[int | None]
    zone_id: Mapped[UUID | None] = mapped_column(ForeignKey("zone.id"))
    provisional: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(default="")

    town: Mapped[Town] = relationship(back_populates="areas")
    zone: Mapped[Zone | None] = relationship()


class District(Versioned, Unscoped):
    """Unscoped: 民児協地区, a geography of its own beside the 圏域."""

    __tablename__ = "district"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    kana: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    provisional: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int]

    town_rows: Mapped[list["DistrictTown"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def town_ids(self) -> frozenset[UUID]:
        return frozenset(row.town_id for row in self.town_rows)


class DistrictTown(Unscoped):
    """Unscoped: which towns a 民児協地区 covers."""

    __tablename__ = "district_town"

    district_id: Mapped[UUID] = mapped_column(ForeignKey("district.id"), primary_key=True)
    town_id: Mapped[UUID] = mapped_column(ForeignKey("town.id"), primary_key=True)


class OrganisationKind(Unscoped):
    """Unscoped: the sorts of organisation, as lists are headed."""

    __tablename__ = "organisation_kind"

    code: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str]
    position: Mapped[int]


class Organisation(Versioned, Unscoped):
    """Unscoped: partner organisations and networks are public."""

    __tablename__ = "organisation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True)
    kana: Mapped[str]
    kind_code: Mapped[str] = mapped_column(ForeignKey("organisation_kind.code"))
    zone_id: Mapped[UUID | None] = mapped_column(ForeignKey("zone.id"))
    phone: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    provisional: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)

    kind: Mapped[OrganisationKind] = relationship()
    zone: Mapped[Zone | None] = relationship()
