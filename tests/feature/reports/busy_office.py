"""Invented years of casework, put into an office and remembered in plain Python."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, select

from cswtool.cases.models import Case, Membership
from cswtool.community.models import Zone
from cswtool.consultations.models import Consultation, ConsultationIssue
from cswtool.consultations.rules import Method
from cswtool.db.elevated import ElevatedSession, elevated
from cswtool.db.types import new_id
from cswtool.people.models import Person
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


@dataclass(frozen=True)
class Contact:
    """A consultation as the test remembers it."""

    home: Home | None
    at: datetime
    zone: str
    """Its own 圏域; empty where unknown."""
    method: Method
    issues: tuple[IssueType, ...]


@dataclass
class BusyOffice:
    zones: list[str] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)


def fill(engine: Engine, world: World, *, seed: int, homes: int, contacts: int) -> BusyOffice:
    """Adds cases and consultations of 令和7年度 and a little before and after it."""
    dice, office = random.Random(seed), BusyOffice()
    with elevated(engine, reason="busy office") as session:
        zones = {zone.code: zone.id for zone in session.scalars(select(Zone))}
        office.zones = list(zones)
        made = [_home(session, world, dice, office.zones) for _ in range(homes)]
        for _ in range(contacts):
            contact = _contact(dice, made, office.zones)
            office.contacts.append(contact)
            _keep(session, world, contact, zones)
    return office


def _home(session: ElevatedSession, world: World, dice: random.Random, zones: list[str]) -> Home:
    routes = session.scalars(select(Choice).where(Choice.kind == ChoiceKind.ROUTE)).all()
    issues = session.scalars(select(IssueType)).all()
    likely = [1 / (rank + 1) for rank in range(len(issues))]
    home = Home(
        new_id(),
        dice.choice(zones),
        dice.random() < PROTECTED,
        dice.choice([*routes[:12], None]),
        tuple({issue.id: issue for issue in dice.choices(issues, likely, k=3)}.values()),
    )
    author = world.users["shutanto"]
    person = Person(name="架空 太郎", author_id=author, address_protected=home.protected)
    session.add(person)
    session.flush()
    session.add(
        Case(
            id=home.id,
            number=f"R7-{home.id}",
            headline="架空の相談",
            route_id=home.route.id if home.route else None,
            primary_id=author,
            opened_on=date(2025, 4, 1),
            restricted=dice.random() < 0.1,
        )
    )
    session.flush()
    session.add(Membership(case_id=home.id, person_id=person.id, relation="母"))
    return home


def _contact(dice: random.Random, homes: list[Home], zones: list[str]) -> Contact:
    home = None if dice.random() < LOOSE else homes[int(len(homes) * dice.random() ** 1.7)]
    own = home.zone if home else dice.choice([*zones, ""])
    moment = datetime(2025, 2, 20, tzinfo=UTC) + timedelta(minutes=dice.randrange(450 * 24 * 60))
    return Contact(
        home,
        moment,
        dice.choice(zones) if dice.random() < MOVES else own,
        dice.choices(list(Method), [30, 15, 30, 8, 5, 8, 4])[0],
        () if home is None or dice.random() < UNTAGGED else home.issues,
    )


def _keep(session: ElevatedSession, world: World, contact: Contact, zones: dict) -> None:
    record = Consultation(
        id=new_id(),
        case_id=contact.home.id if contact.home else None,
        author_id=world.users["shutanto"],
        at=contact.at,
        day=contact.at.date(),
        method=contact.method,
        zone_id=zones.get(contact.zone),
        text="架空の記録",
        recorded_at=contact.at,
    )
    record.issues = [ConsultationIssue(issue_id=issue.id) for issue in contact.issues]
    session.add(record)
