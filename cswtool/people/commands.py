"""Writing down a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from cswtool.access import clock, fiscal
from cswtool.access.folding import digits, folded
from cswtool.community.models import Town
from cswtool.db.session import ScopedSession
from cswtool.people.models import Person, PersonFact, Relationship
from cswtool.people.rules import FactKind, KinKind, Sex, is_phone


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


_BESIDE: Final = {
    "kana": "ふりがな",
    "phone": "電話番号",
    "birth_date": "生年月日",
    "died_on": "死亡日",
}


def settled(session: ScopedSession, who: Somebody) -> Person:
    """The person; what was typed of somebody on file is written beside what is known."""
    if isinstance(who, PersonInput):
        return add_person(session, who)
    if isinstance(who, OnFile):
        _write_beside(session, who.person, who.typed)
        return who.person
    return who


def _write_beside(session: ScopedSession, person: Person, typed: PersonInput) -> None:
    """What was typed fills what is empty; beside something else it goes to the note.

    An address that must not be known is one from now on, whatever was on file.
    """
    person.address_protected = person.address_protected or typed.address_protected
    said = [person.note, *_facts_beside(person, typed), *_place_beside(session, person, typed)]
    if typed.note and typed.note not in person.note:
        said.append(typed.note)
    person.note = "\n".join(filter(None, said))
    session.flush()
    session.refresh(person, ["town"])
    person.refold(person.town.name if person.town else "")


def _facts_beside(person: Person, typed: PersonInput) -> Iterator[str]:
    if person.birth_date is None:
        person.birth_date, person.birth_estimated = typed.birth_date, typed.birth_estimated
    for name, label in _BESIDE.items():
        known, heard = getattr(person, name), getattr(typed, name)
        if heard and not known:
            setattr(person, name, heard)
        elif heard and _flat(heard) != _flat(known):
            yield _heard(label, str(heard))


def _flat(value: Any) -> str:
    text = folded(str(value))
    return digits(text) if is_phone(text) else text


def _place_beside(session: ScopedSession, person: Person, typed: PersonInput) -> Iterator[str]:
    town = session.get(Town, typed.town_id) if typed.town_id else None
    place = (typed.town_id, typed.address)
    other_town = typed.town_id not in {None, person.town_id}
    if any(place) and not (person.town_id or person.address):
        person.town_id, person.address = place
    elif other_town or typed.address not in {"", person.address}:
        yield _heard("住所", (town.name if town else "") + typed.address)


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
