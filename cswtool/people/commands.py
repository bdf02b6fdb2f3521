"""Writing down a person."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cswtool.community.models import Town
from cswtool.db.session import ScopedSession
from cswtool.people.models import Person
from cswtool.people.rules import Sex


@dataclass(frozen=True, slots=True)
class PersonInput:
    """What is known of a person; `birth_estimated` where only the age was guessed."""

    name: str
    kana: str = ""
    sex: Sex = Sex.UNKNOWN
    birth_date: date | None = None
    birth_estimated: bool = False
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


def change_person(session: ScopedSession, person: Person, new: PersonInput) -> None:
    """Everything that is known of a person, and how the search finds it."""
    for name in PersonInput.__slots__:
        setattr(person, name, getattr(new, name))
    town = session.get(Town, new.town_id) if new.town_id else None
    person.refold(town.name if town else "")
