"""Synthetic households: names with their readings, sex, birth dates and relations."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from cswtool.demo import stock
from cswtool.demo.layouts import LAYOUTS, OLD_FROM, SELF, Draft, Sex

GROWN_UP_FROM = 18
DAYS_A_YEAR = 365.2425


@dataclass(frozen=True)
class Member:
    """One person of a household; kana in hiragana, family name first."""

    surname: str
    given: str
    surname_kana: str
    given_kana: str
    sex: Sex
    born: date
    relation: str

    @property
    def name(self) -> str:
        return f"{self.surname} {self.given}"

    @property
    def kana(self) -> str:
        return f"{self.surname_kana} {self.given_kana}"

    @property
    def called(self) -> str:
        """The word a record uses: 夫 or 妻 instead of 配偶者, else the relation."""
        if self.relation != "配偶者":
            return self.relation
        return "夫" if self.sex == "male" else "妻"

    def age(self, on: date) -> int:
        """Completed years on a day."""
        had_birthday = (on.month, on.day) >= (self.born.month, self.born.day)
        return on.year - self.born.year - (not had_birthday)


@dataclass(frozen=True)
class Cast:
    """Who plays which part in a household's records: words such as 本人 or 母, "" = nobody.

    adult: whom the grown-up issues are about (of parent and unmarried child: the child).
    old: the oldest from 65. young: the eldest under 18. others: everybody but 本人, and of them
    the grown_ups.
    """

    adult: str = SELF
    parent: str = ""
    spouse: str = ""
    old: str = ""
    young: str = ""
    others: tuple[str, ...] = ()
    grown_ups: tuple[str, ...] = ()

    @property
    def alone(self) -> bool:
        return not self.others

    @property
    def everybody(self) -> tuple[str, ...]:
        return (SELF, *self.others)


@dataclass(frozen=True)
class Household:
    """`kind` is a household code of config/kodaira/choices.toml; the first member is 本人."""

    kind: str
    members: tuple[Member, ...]
    abroad: bool = False

    def cast(self, on: date) -> Cast:
        """The parts as of a day; keep the cast of the opening day for the whole case."""
        called = {member.called: member.age(on) for member in self.members}
        adult = _adult(self.kind, called)
        parent = next((word for word in ("母", "父") if word in called), "")
        if not parent and adult != SELF:
            parent = SELF
        return Cast(
            adult=adult,
            parent=parent,
            spouse=next((word for word in ("夫", "妻") if word in called), ""),
            old=_oldest(called, lambda age: age >= OLD_FROM),
            young=_oldest(called, lambda age: age < GROWN_UP_FROM),
            others=tuple(word for word in called if word != SELF),
            grown_ups=tuple(
                word for word, age in called.items() if word != SELF and age >= GROWN_UP_FROM
            ),
        )


def household(rng: Random, kind: str, on: date, *, abroad: bool = False) -> Household:
    """A household of the kind as it stands on a day. KeyError for an unknown kind.

    `abroad` gives the family a name written in katakana.
    """
    drafts = LAYOUTS[kind](rng)
    family = _abroad_names(rng) if abroad else _japanese_names(rng)
    taken: set[str] = set()
    members = [_member(rng, draft, on, family, taken) for draft in drafts]
    return Household(kind, tuple(members), abroad)


def person(rng: Random, sex: Sex, age: int, on: date) -> Member:
    """One person without a household, such as a 民生委員 or a member of staff."""
    return _member(rng, (SELF, sex, age), on, _japanese_names(rng), set())


def _adult(kind: str, called: dict[str, int]) -> str:
    if called[SELF] < GROWN_UP_FROM:
        return next(word for word in ("母", "父") if word in called)
    grown_up = [word for word in ("長男", "長女") if word in called]
    return grown_up[0] if kind == "parent_and_child" and grown_up else SELF


def _oldest(called: dict[str, int], fits: Callable[[int], bool]) -> str:
    fitting = [word for word, age in called.items() if fits(age)]
    return max(fitting, key=lambda word: called[word], default="")


@dataclass(frozen=True)
class _Names:
    """A surname with its reading, and where given names come from: (sex, year) → pairs."""

    surname: tuple[str, str]
    given: Callable[[Sex, int], list[list[str]]]


def _japanese_names(rng: Random) -> _Names:
    written, kana = rng.choice(stock.read("names")["surnames"])

    def given(sex: Sex, year: int) -> list[list[str]]:
        lists = stock.read("names")["given"]
        found: list[list[str]] = next(
            row["names"] for row in lists if row["sex"] == sex and year < row["until"]
        )
        return found

    return _Names((written, kana), given)


def _abroad_names(rng: Random) -> _Names:
    family = rng.choice(stock.read("names")["abroad"])
    written, kana = family["surname"]
    return _Names((written, kana), lambda sex, _year: family[sex])


def _member(rng: Random, draft: Draft, on: date, family: _Names, taken: set[str]) -> Member:
    relation, sex, age = draft
    born = _born(rng, age, on)
    pairs = family.given(sex, born.year)
    written, kana = rng.choice([pair for pair in pairs if pair[0] not in taken] or pairs)
    taken.add(written)
    return Member(family.surname[0], written, family.surname[1], kana, sex, born, relation)


def _born(rng: Random, age: int, on: date) -> date:
    """A birth date that makes somebody `age` years old on a day."""
    days = int(age * DAYS_A_YEAR) + rng.randint(2, 362)
    return on - timedelta(days=days)
