"""A person, their kin, and what is known of them by date.

Who is in whose household is said by the cases.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from typing_extensions import override

from cswtool.access.actor import Actor
from cswtool.access.folding import digits, folded
from cswtool.community.models import Town
from cswtool.db.base import Scoped, Versioned
from cswtool.db.search import Searchable
from cswtool.people.rules import FactKind, KinKind, Sex, age_on, folded_address
from cswtool.sight.models import person_id_in_sight, person_in_sight


class Person(Searchable, Versioned, Scoped):
    __tablename__ = "person"

    name: Mapped[str]
    kana: Mapped[str] = mapped_column(default="")
    sex: Mapped[Sex] = mapped_column(default=Sex.UNKNOWN)
    birth_date: Mapped[date | None]
    birth_estimated: Mapped[bool] = mapped_column(default=False)
    """The date was worked out from a guessed age; only its year means anything."""
    died_on: Mapped[date | None]
    phone: Mapped[str] = mapped_column(default="")
    town_id: Mapped[UUID | None] = mapped_column(ForeignKey("town.id"))
    address: Mapped[str] = mapped_column(default="")
    """What follows the town: 丁目, 番地, building and room."""
    address_protected: Mapped[bool] = mapped_column(default=False)
    """DV等支援措置 and the like: only the workers of the case see the person at all."""
    note: Mapped[str] = mapped_column(default="")
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    folded: Mapped[str] = mapped_column(default="")
    """Name, kana, phone and address as the search compares them."""

    town: Mapped[Town | None] = relationship()

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return person_in_sight(actor, cls)

    @override
    def words(self) -> str:
        return self.folded.replace("\n", "、")

    def age(self, today: date) -> int | None:
        """The age on a day; of somebody who has died by then, the age they reached."""
        last = min(today, self.died_on) if self.died_on else today
        return age_on(last, self.birth_date) if self.birth_date else None

    def is_dead(self, today: date) -> bool:
        return self.died_on is not None and self.died_on <= today

    def refold(self, town_name: str) -> None:
        """Bring the search column up to date; to be called after every change."""
        address = folded_address(town_name + self.address)
        parts = [folded(self.name), folded(self.kana), digits(self.phone), address]
        self.folded = "\n".join(part for part in parts if part)


class Relationship(Versioned, Scoped):
    """How two persons are tied: `first` is the parent where one of them is."""

    __tablename__ = "relationship"
    __table_args__ = (CheckConstraint("first_id <> second_id", name="two_persons"),)

    first_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    second_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[KinKind]
    since: Mapped[date | None]
    until: Mapped[date | None]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Seen by who sees both: a tie to somebody hidden would say that there is somebody."""
        first, second = (person_id_in_sight(actor, key) for key in (cls.first_id, cls.second_id))
        return and_(first, second)


class PersonFact(Versioned, Scoped):
    """Something that is true of a person for a time, such as a 要介護度."""

    __tablename__ = "person_fact"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[FactKind]
    text: Mapped[str]
    since: Mapped[date | None]
    until: Mapped[date | None]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))

    @classmethod
    @override
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return person_id_in_sight(actor, cls.person_id)
