"""Loading the town from config/ when the office is set up, and editing it afterwards."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from cswtool.accounts.models import User
from cswtool.community.models import (
    District,
    DistrictTown,
    Organisation,
    OrganisationKind,
    Town,
    TownArea,
    Zone,
)
from cswtool.community.rules import overlap
from cswtool.db.session import AuditedSession, ScopedSession


class NameTakenError(Exception):
    """Another record of the kind has this name."""


class OverlapError(Exception):
    """Another line of the town says something about the same place."""

    def __init__(self, other: TownArea) -> None:
        super().__init__()
        self.other = other


class InUseError(Exception):
    """Somebody still belongs to the record, so it cannot go."""


def load_town(session: AuditedSession, folder: Path) -> None:
    """Store 圏域, towns, 民児協地区 and organisations from the TOML files of `folder`."""
    zones = _load_zones(session, folder)
    towns = _load_towns(session, folder, zones)
    _load_districts(session, folder, towns)
    _load_organisations(session, folder, zones)


def _read(folder: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((folder / name).read_text(encoding="utf-8"))


def _load_zones(session: AuditedSession, folder: Path) -> dict[str, Zone]:
    zones = {row["code"]: Zone(**row) for row in _read(folder, "zones.toml")["zone"]}
    session.add_all(zones.values())
    session.flush()
    return zones


def _load_towns(session: AuditedSession, folder: Path, zones: dict[str, Zone]) -> dict[str, Town]:
    content = _read(folder, "towns.toml")
    towns = {row["name"]: Town(**row) for row in content["town"]}
    session.add_all(towns.values())
    session.add_all(
        TownArea(
            town=towns[row["town"]],
            chome=int(row["chome"].removesuffix("丁目")) if row["chome"] else None,
            zone=zones[row["zone"]] if row["zone"] else None,
            provisional=row["provisional"],
            note=row["note"],
            **_banchi(row["banchi"]),
        )
        for row in content["area"]
    )
    session.flush()
    return towns


def _banchi(text: str) -> dict[str, int | None]:
    if not text:
        return {"banchi_from": None, "banchi_to": None}
    first, last = text.split("-")
    return {"banchi_from": int(first), "banchi_to": int(last)}


def _load_districts(session: AuditedSession, folder: Path, towns: dict[str, Town]) -> None:
    for row in _read(folder, "districts.toml")["district"]:
        names = row.pop("towns")
        rows = [DistrictTown(town_id=towns[name].id) for name in names]
        session.add(District(**row, town_rows=rows))


def _load_organisations(session: AuditedSession, folder: Path, zones: dict[str, Zone]) -> None:
    content = _read(folder, "organisations.toml")
    session.add_all(OrganisationKind(**row) for row in content["kind"])
    session.flush()
    for row in content["organisation"]:
        code, kind = row.pop("zone"), row.pop("kind")
        zone = zones[code] if code else None
        session.add(Organisation(**row, kind_code=kind, zone=zone))


@dataclass(frozen=True, slots=True)
class ZoneInput:
    description: str
    note: str
    covers_all: bool
    provisional: bool
    pool: str


def change_zone(zone: Zone, new: ZoneInput) -> None:
    zone.description, zone.note = new.description, new.note
    zone.covers_all, zone.provisional = new.covers_all, new.provisional
    zone.pool = new.pool


@dataclass(frozen=True, slots=True)
class AreaInput:
    chome: int | None
    banchi_from: int | None
    banchi_to: int | None
    zone_id: UUID | None
    provisional: bool
    note: str


def save_area(session: ScopedSession, area: TownArea, new: AreaInput) -> None:
    """Store a new or changed line of `area`'s town. Raises OverlapError."""
    query = select(TownArea).where(TownArea.town_id == area.town_id, TownArea.id != area.id)
    with session.no_autoflush:
        other = next((line for line in session.scalars(query) if overlap(line, new)), None)
    if other is not None:
        raise OverlapError(other)
    area.chome, area.zone_id = new.chome, new.zone_id
    area.banchi_from, area.banchi_to = new.banchi_from, new.banchi_to
    area.provisional, area.note = new.provisional, new.note
    session.add(area)


@dataclass(frozen=True, slots=True)
class DistrictInput:
    name: str
    kana: str
    town_ids: frozenset[UUID]
    note: str
    provisional: bool


def save_district(session: ScopedSession, district: District, new: DistrictInput) -> None:
    """Store a new or changed 民児協地区. Raises NameTakenError."""
    _refuse_taken(session, district, new.name)
    district.name, district.kana = new.name, new.kana
    district.note, district.provisional = new.note, new.provisional
    if new.town_ids != district.town_ids:
        kept = [row for row in district.town_rows if row.town_id in new.town_ids]
        added = sorted(new.town_ids - district.town_ids)
        district.town_rows = kept + [DistrictTown(town_id=town_id) for town_id in added]
        if district.version is not None:
            district.touch()
    session.add(district)


def remove_district(session: ScopedSession, district: District) -> None:
    """Take a 民児協地区 away. Raises InUseError while a 民生委員 belongs to it."""
    if session.scalar(select(User.id).where(User.district_id == district.id).limit(1)):
        raise InUseError
    session.delete(district)


@dataclass(frozen=True, slots=True)
class OrganisationInput:
    name: str
    kana: str
    kind_code: str
    zone_id: UUID | None
    phone: str
    note: str
    provisional: bool
    active: bool


def save_organisation(
    session: ScopedSession, organisation: Organisation, new: OrganisationInput
) -> None:
    """Store a new or changed organisation. Raises NameTakenError."""
    _refuse_taken(session, organisation, new.name)
    organisation.name, organisation.kana = new.name, new.kana
    organisation.kind_code, organisation.zone_id = new.kind_code, new.zone_id
    organisation.phone, organisation.note = new.phone, new.note
    organisation.provisional, organisation.active = new.provisional, new.active
    session.add(organisation)


def _refuse_taken(session: ScopedSession, record: District | Organisation, name: str) -> None:
    model = type(record)
    query = select(model.id).where(model.name == name, model.id != record.id)
    with session.no_autoflush:
        if session.scalar(query) is not None:
            raise NameTakenError


def confirm(record: Zone | TownArea | District | Organisation) -> None:
    """The office has checked the row: it is 仮 no longer."""
    record.provisional = False
