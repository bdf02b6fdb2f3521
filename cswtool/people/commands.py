"""Writing down a person."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cswtool.access import clock, fiscal
from cswtool.access.folding import digits
from cswtool.community.models import Town
from cswtool.db.session import ScopedSession
from cswtool.people.models import Person, PersonFact, Relationship
from cswtool.people.rules import FactKind, KinKind, Sex


@dataclass(frozen=True, slots=True)
class PersonInput:
    """What is known of a person; `birth_estimated` where only the age was guessed."""

    name: str
    kana: str = ""
    sex: Sex = Sex.UNKNOWN
    birth_date: date | None = None
    birth_estimated: bool = False
    died_on: date | None = None
    phone: str = ""
    town_id: UUID | None = None
    address: str = ""
    address_protected: bool = False
    note: str = ""


def add_person(session: ScopedSession, new: PersonInput) -> Person:
    """Store a person who is in no case yet.

    Flushed at once: until it is in a case its author sees it, whatever the case will be.
    """
    person = Person(author_id=session.actor.id)
    change_person(session, person, new)
    session.add(person)
    session.flush()
    return person


@dataclass(frozen=True, slots=True)
class OnFile:
    """Somebody on file who turned out to be meant, and what was typed of them besides."""

    person: Person
    typed: PersonInput


Somebody = Person | PersonInput | OnFile
"""Whom a case or a household is about: on file already, or to be written down."""


def settled(session: ScopedSession, who: Somebody) -> Person:
    """The person; what was typed of somebody on file is written beside what is known."""
    if isinstance(who, PersonInput):
        return add_person(session, who)
    if isinstance(who, OnFile):
        _write_beside(session, who.person, who.typed)
        return who.person
    return who


def _write_beside(session: ScopedSession, person: Person, typed: PersonInput) -> None:
    """Phone and address fill what is empty; beside another one they go to the note."""
    town = session.get(Town, typed.town_id) if typed.town_id else None
    said = [person.note] if person.note else []
    if typed.phone and not person.phone:
        person.phone = typed.phone
    elif typed.phone and digits(typed.phone) != digits(person.phone):
        said.append(_heard("電話番号", typed.phone))
    place = (typed.town_id, typed.address)
    if any(place) and not (person.town_id or person.address):
        person.town_id, person.address = place
    elif typed.address and place != (person.town_id, person.address):
        said.append(_heard("住所", (town.name if town else "") + typed.address))
    person.note = "\n".join(said)
    session.flush()
    session.refresh(person, ["town"])
    person.refold(person.town.name if person.town else "")


def _heard(what: str, text: str) -> str:
    return f"{fiscal.wareki(clock.today())}に聞いた{what}：{text}"


def change_person(session: ScopedSession, person: Person, new: PersonInput) -> None:
    """Everything that is known of a person, and how the search finds it."""
    for name in PersonInput.__slots__:
        setattr(person, name, getattr(new, name))
    town = session.get(Town, new.town_id) if new.town_id else None
    person.refold(town.name if town else "")


@dataclass(frozen=True, slots=True)
class TieOfTwo:
    """How two persons are tied; `first` is the parent where one of them is."""

    first_id: UUID
    second_id: UUID
    kind: KinKind
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class FactInput:
    kind: FactKind
    text: str
    since: date | None = None
    until: date | None = None


def relate(session: ScopedSession, key: UUID, new: TieOfTwo) -> Relationship:
    relationship = Relationship(id=key, author_id=session.actor.id)
    change_relationship(relationship, new)
    session.add(relationship)
    session.flush()
    return relationship


def change_relationship(relationship: Relationship, new: TieOfTwo) -> None:
    for name in TieOfTwo.__slots__:
        setattr(relationship, name, getattr(new, name))


def add_fact(session: ScopedSession, key: UUID, person: Person, new: FactInput) -> PersonFact:
    fact = PersonFact(id=key, person_id=person.id, author_id=session.actor.id)
    change_fact(fact, new)
    session.add(fact)
    session.flush()
    return fact


def change_fact(fact: PersonFact, new: FactInput) -> None:
    for name in FactInput.__slots__:
        setattr(fact, name, getattr(new, name))
