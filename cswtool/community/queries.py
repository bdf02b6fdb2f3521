"""Reads about 圏域, towns, 民児協地区 and organisations."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from cswtool.community.models import (
    District,
    Organisation,
    OrganisationKind,
    Town,
    TownArea,
    Zone,
)
from cswtool.community.rules import place_in, zone_of
from cswtool.db.session import ScopedSession

NO_ZONE: Final = "none"
"""What a list is narrowed to that shows what belongs to no 圏域 yet."""


def in_zone(zone_id: Any, chosen: str) -> list[ColumnElement[bool]]:
    """Conditions on a column of 圏域 ids; `chosen` is an id, NO_ZONE, or "" for all."""
    if not chosen:
        return []
    return [zone_id.is_(None) if chosen == NO_ZONE else zone_id == UUID(chosen)]


def zones(session: ScopedSession) -> Sequence[Zone]:
    """The 圏域 from west to east."""
    return session.scalars(select(Zone).order_by(Zone.position, Zone.id)).all()


def towns(session: ScopedSession) -> Sequence[Town]:
    """The towns by kana."""
    return session.scalars(select(Town).order_by(Town.kana, Town.id)).all()


def towns_with_areas(session: ScopedSession) -> Sequence[Town]:
    """The towns by kana, each with its lines of the table 町＋丁目＋番地範囲 → 圏域."""
    lines = selectinload(Town.areas).joinedload(TownArea.zone)
    return session.scalars(select(Town).options(lines).order_by(Town.kana, Town.id)).all()


def zone_for(session: ScopedSession, town_id: UUID | None, address: str) -> Zone | None:
    """The 圏域 of an address in a town; None where a person must decide."""
    town = session.get(Town, town_id) if town_id else None
    if town is None:
        return None
    place = place_in(address, chomes=town.chomes)
    zone_id = zone_of(town.areas, place.chome, place.banchi)
    return session.get(Zone, zone_id) if zone_id else None


def districts(session: ScopedSession) -> Sequence[District]:
    """The 民児協地区 in the office's order."""
    return session.scalars(select(District).order_by(District.position, District.id)).all()


def kinds(session: ScopedSession) -> Sequence[OrganisationKind]:
    query = select(OrganisationKind)
    return session.scalars(query.order_by(OrganisationKind.position, OrganisationKind.code)).all()


def organisations_by_kind(
    session: ScopedSession, *, retired: bool = False
) -> list[tuple[OrganisationKind, list[Organisation]]]:
    """Organisations under their kinds, by kana; those in use, or those no longer offered."""
    query = (
        select(Organisation)
        .join(Organisation.kind)
        .options(joinedload(Organisation.kind), joinedload(Organisation.zone))
        .where(Organisation.active.is_(not retired))
        .order_by(
            OrganisationKind.position,
            OrganisationKind.code,
            Organisation.kana,
            Organisation.id,
        )
    )
    rows = session.scalars(query).all()
    return [(kind, list(group)) for kind, group in groupby(rows, lambda row: row.kind)]
