"""Invented years of casework, put into an office and remembered in plain Python."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, insert, select

from cswtool.cases.models import Case, CaseZone, Membership
from cswtool.cases.rules import Status
from cswtool.community.models import Organisation, Zone
from cswtool.consultations.models import Consultation, ConsultationIssue
from cswtool.consultations.rules import Method
from cswtool.db.base import Base
from cswtool.db.elevated import ElevatedSession, elevated
from cswtool.db.engine import writing
from cswtool.db.types import new_id
from cswtool.people.models import Person
from cswtool.people.rules import Sex
from cswtool.referrals.models import Referral, ReferralStep
from cswtool.referrals.rules import ReferralStatus
from cswtool.sharing.rules import Basis
from cswtool.taxonomy.models import Choice, ChoiceKind, IssueType
from tests.world import World

MOVES, PROTECTED, LOOSE, UNTAGGED = 0.03, 0.02, 0.04, 0.1


@dataclass(frozen=True)
class Home:
    """A case as the test remembers it."""

    id: UUID
    zone: str
    protected: bool
    route: Choice | None
    issues: tuple[IssueType, ...]
    born: date | None
    sex: Sex
    household: Choice | None
    opened: date
    closed: date | None
    closing: Choice | None
    referrals: tuple[tuple[datetime, str], ...]
    """When each つなぎ was sent, and to which sort of organisation."""


@dataclass(frozen=True)
class Contact:
    """A consultation as the test remembers it."""

    home: Home | None
    at: datetime
    zone: str
    """Its own 圏域; empty where unknown."""
    method: Method
    issues: tuple[IssueType, ...]
    """The first of them is the 主課題."""
    asker: Choice | None


@dataclass
class BusyOffice:
    zones: list[str] = field(default_factory=list)
    homes: list[Home] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)


class _Rows:
    """What is to be stored, table by table; written past the program, which keeps no trail of it.

    Thousands of records one by one through sessions and indexes would cost more than the tests.
    """

    def __init__(self) -> None:
        self._found: dict[type, list[dict]] = defaultdict(list)

    def add(self, kind: type, **values: Any) -> UUID:
        key = values.setdefault("id", new_id())
        self._found[kind].append(values)
        return key

    def store(self, engine: Engine) -> None:
        tables = {kind.__table__: rows for kind, rows in self._found.items()}
        with writing(engine).begin() as connection:
            for table in Base.metadata.sorted_tables:
                if table in tables:
                    connection.execute(insert(table), tables[table])


def fill(engine: Engine, world: World, *, seed: int, homes: int, contacts: int) -> BusyOffice:
    """Adds cases and consultations of 令和7年度 and a little before and after it."""
    dice, office, rows = random.Random(seed), BusyOffice(), _Rows()
    with elevated(engine, reason="busy office") as session:
        zones = {zone.code: zone.id for zone in session.scalars(select(Zone))}
        lists = _Lists(session)
    office.zones = list(zones)
    office.homes = [_home(rows, world, dice, zones, lists) for _ in range(homes)]
    for _ in range(contacts):
        contact = _contact(dice, office.homes, office.zones, lists)
        office.contacts.append(contact)
        _keep(rows, world, contact, zones)
    rows.store(engine)
    return office


class _Lists:
    """The office's words and organisations."""

    def __init__(self, session: ElevatedSession) -> None:
        by_position = select(Choice).order_by(Choice.position)
        self.words = {
            kind: session.scalars(by_position.where(Choice.kind == kind)).all()
            for kind in ChoiceKind
        }
        self.issues = session.scalars(select(IssueType).order_by(IssueType.position)).all()
        self.partners = session.scalars(select(Organisation).order_by(Organisation.kana)).all()


def _home(rows: _Rows, world: World, dice: random.Random, zones: dict, lists: _Lists) -> Home:
    likely = [1 / (rank + 1) for rank in range(len(lists.issues))]
    closed = date(2025, 1, 1) + timedelta(days=dice.randrange(500)) if dice.random() < 0.5 else None
    partners = dice.choices(lists.partners, k=dice.randrange(3))
    sent = [
        datetime(2025, 2, 1, 3, tzinfo=UTC) + timedelta(days=dice.randrange(450)) for _ in partners
    ]
    home = Home(
        new_id(),
        dice.choice(list(zones)),
        dice.random() < PROTECTED,
        dice.choice([*lists.words[ChoiceKind.ROUTE][:12], None]),
        tuple({issue.id: issue for issue in dice.choices(lists.issues, likely, k=3)}.values()),
        date(2026 - dice.randrange(100), dice.randrange(1, 13), 15)
        if dice.random() < 0.9
        else None,
        dice.choice(list(Sex)),
        dice.choice([*lists.words[ChoiceKind.HOUSEHOLD], None]),
        date(2025, 4, 1) + timedelta(days=dice.randrange(-300, 300)),
        closed,
        dice.choice(lists.words[ChoiceKind.CLOSING]) if closed else None,
        tuple((at, partner.kind_code) for at, partner in zip(sent, partners, strict=True)),
    )
    author = world.users["shutanto"]
    person = rows.add(
        Person,
        name="架空 太郎",
        author_id=author,
        address_protected=home.protected,
        birth_date=home.born,
        sex=home.sex,
    )
    rows.add(
        Case,
        id=home.id,
        number=f"R7-{home.id}",
        headline="架空の相談",
        route_id=home.route.id if home.route else None,
        household_id=home.household.id if home.household else None,
        focus_id=person,
        primary_id=author,
        opened_on=home.opened,
        status=Status.CLOSED if closed else Status.OPEN,
        closed_on=closed,
        closing_id=home.closing.id if home.closing else None,
        restricted=dice.random() < 0.1,
    )
    rows.add(Membership, case_id=home.id, person_id=person, relation="母")
    rows.add(CaseZone, case_id=home.id, zone_id=zones[home.zone], since=date(2024, 1, 1))
    for at, partner in zip(sent, partners, strict=True):
        _refer(rows, author, home, partner, at)
    return home


def _refer(rows: _Rows, author: UUID, home: Home, partner: Organisation, at: datetime) -> None:
    referral = rows.add(
        Referral,
        case_id=home.id,
        organisation_id=partner.id,
        author_id=author,
        purpose="架空",
        shared="架空",
        basis=Basis.CONSENT,
        status=ReferralStatus.SENT,
        status_on=at.date(),
    )
    told = {"referral_id": referral, "case_id": home.id, "author_id": author, "at": at}
    for status in (ReferralStatus.WRITTEN, ReferralStatus.SENT):
        rows.add(ReferralStep, status=status, **told)


def _contact(dice: random.Random, homes: list[Home], zones: list[str], lists: _Lists) -> Contact:
    home = None if dice.random() < LOOSE else homes[int(len(homes) * dice.random() ** 1.7)]
    own = home.zone if home else dice.choice([*zones, ""])
    moment = datetime(2025, 2, 20, tzinfo=UTC) + timedelta(minutes=dice.randrange(450 * 24 * 60))
    return Contact(
        home,
        moment,
        dice.choice(zones) if dice.random() < MOVES else own,
        dice.choices(list(Method), [30, 15, 30, 8, 5, 8, 4])[0],
        () if home is None or dice.random() < UNTAGGED else home.issues,
        dice.choice([*lists.words[ChoiceKind.ASKER], None]),
    )


def _keep(rows: _Rows, world: World, contact: Contact, zones: dict) -> None:
    record = rows.add(
        Consultation,
        case_id=contact.home.id if contact.home else None,
        author_id=world.users["shutanto"],
        at=contact.at,
        day=contact.at.date(),
        method=contact.method,
        zone_id=zones.get(contact.zone),
        text="架空の記録",
        recorded_at=contact.at,
        asker_id=contact.asker.id if contact.asker else None,
    )
    for rank, issue in enumerate(contact.issues):
        rows.add(ConsultationIssue, consultation_id=record, issue_id=issue.id, main=rank == 0)
