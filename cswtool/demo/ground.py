"""What every synthetic record stands on: the office's own lists, its calendar, its staff."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

import jpholiday
from sqlalchemy import select

from cswtool.access import clock
from cswtool.accounts.models import User
from cswtool.community.models import DistrictTown, Organisation, Town, TownArea, Zone
from cswtool.db.session import AuditedSession
from cswtool.demo import shapes
from cswtool.demo.texts import TextMaker
from cswtool.taxonomy.models import Choice, ChoiceKind, IssueType

SATURDAY = 5
OFFICE_OPENS = timedelta(hours=10)


class Keys:
    """UUIDv7s that come out the same for the same seed."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def __call__(self, at: datetime) -> UUID:
        value = (int(at.timestamp() * 1000) << 80) | self._rng.getrandbits(80)
        value = (value & ~(0xF << 76)) | (0x7 << 76)
        return UUID(int=(value & ~(0x3 << 62)) | (0x2 << 62))


@dataclass(frozen=True)
class Lists:
    """The office's own data, as it was set up from config/."""

    zones: Mapping[str, Zone]
    spots: Mapping[str, Sequence[tuple[Town, str]]]
    """By code of 圏域: the places (town, 丁目 or "") that lie in it beyond doubt."""
    districts: Mapping[UUID, UUID]
    """By town: its 民児協地区."""
    organisations: Mapping[str, Sequence[Organisation]]
    """By code of kind."""
    issues: Mapping[str, IssueType]
    choices: Mapping[tuple[ChoiceKind, str], Choice]

    def choice(self, kind: ChoiceKind, code: str) -> UUID:
        return self.choices[kind, code].id


@dataclass(frozen=True)
class Staff:
    csw: Mapping[str, User]
    """By code of 圏域."""
    supervisor: User
    coordinator: User
    counsellors: Sequence[User]
    commissioners: Mapping[UUID, Sequence[User]]
    """By 民児協地区."""

    @property
    def everybody(self) -> list[User]:
        return [*self.csw.values(), self.coordinator, *self.counsellors]


@dataclass(frozen=True)
class Ground:
    rng: Random
    texts: TextMaker
    key: Keys
    now: datetime
    lists: Lists
    staff: Staff
    attachment_key: bytes

    @property
    def today(self) -> date:
        return clock.in_japan(self.now).date()

    @property
    def last_day(self) -> date:
        """The newest day with records; today counts once the office has been open a while."""
        return clock.in_japan(self.now - OFFICE_OPENS).date()

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def moment(self, day: date, after: datetime | None = None) -> datetime:
        """A time within that day's office hours, never later than now."""
        at = clock.from_japan(datetime.combine(day, shapes.start(self.rng)))
        if after is not None and at <= after:
            at = after + timedelta(minutes=10 * self.rng.randint(2, 6))
        return min(at, self.now)

    def place(self) -> tuple[str, Town, str]:
        """Code of 圏域, a town in it, and its 丁目."""
        zone = shapes.pick(self.rng, shapes.ZONES)
        town, chome = self.rng.choice(self.lists.spots[zone])
        return zone, town, chome


def works(day: date) -> bool:
    """Whether the office is open: no weekend, no holiday, not the days around New Year."""
    around_new_year = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < SATURDAY and not around_new_year and not jpholiday.is_holiday(day)


def read_lists(session: AuditedSession) -> Lists:
    zones = session.scalars(select(Zone).order_by(Zone.position)).all()
    organisations = defaultdict(list)
    for organisation in session.scalars(select(Organisation).order_by(Organisation.kana)):
        organisations[organisation.kind_code].append(organisation)
    return Lists(
        zones={zone.code: zone for zone in zones},
        spots=_spots(session),
        districts={row.town_id: row.district_id for row in session.scalars(select(DistrictTown))},
        organisations=organisations,
        issues={issue.code: issue for issue in session.scalars(select(IssueType))},
        choices={(choice.kind, choice.code): choice for choice in session.scalars(select(Choice))},
    )


def _spots(session: AuditedSession) -> dict[str, list[tuple[Town, str]]]:
    spots = defaultdict(list)
    for town in session.scalars(select(Town).order_by(Town.postcode)):
        for chome in range(1, town.chomes + 1) if town.chomes else (None,):
            zone = _zone_of(town.areas, chome)
            if zone is not None:
                spots[zone.code].append((town, f"{chome}丁目" if chome else ""))
    return spots


def _zone_of(areas: Sequence[TownArea], chome: int | None) -> Zone | None:
    """The 圏域 of a 丁目: its own line before that of the whole town; split ones are left out."""
    own = [area for area in areas if area.chome == chome]
    whole = [area for area in areas if area.chome is None]
    lines = own or whole
    return lines[0].zone if len(lines) == 1 else None
