"""One contact of a household: what the slots of a fragment stand for, and which fragments fit."""

from functools import cache
from random import Random
from string import Formatter

from cswtool.demo import stock
from cswtool.demo.names import Cast

PERSONS = ("s", "parent", "spouse", "old", "young")
NEEDED = frozenset((*PERSONS, "me", "kin"))


@cache
def slots_of(fragment: str) -> frozenset[str]:
    """The slots in braces of a fragment."""
    return frozenset(slot for _, slot, _, _ in Formatter().parse(fragment) if slot)


class Words(dict[str, str]):
    """What the slots stand for; a list of [words] is drawn once, so a text agrees with itself."""

    def __init__(self, rng: Random, agencies: list[str], **known: str) -> None:
        super().__init__({slot: word for slot, word in known.items() if word})
        self.rng = rng
        self.agencies = agencies

    def __missing__(self, slot: str) -> str:
        if slot == "agency":  # several may sit at one table
            return self.rng.choice(self.agencies)
        words: list[str] = stock.read("lines")["words"][slot]
        self[slot] = self.fill(self.rng.choice(words))
        return self[slot]

    def fill(self, fragment: str) -> str:
        return fragment.format_map(self)


class Scene:
    """One contact: who is spoken with, what it is about, whether it is the first of its case."""

    def __init__(
        self, rng: Random, issues: tuple[str, ...], cast: Cast, spoke_with: str, *, first: bool
    ) -> None:
        self.issues = issues
        self.cast = cast
        self.speaker = spoke_with
        self.first = first
        agencies = list(dict.fromkeys(a for i in issues for a in stock.issues()[i]["agency"]))
        self.words = Words(
            rng,
            [agency for agency in agencies if agency != spoke_with] or agencies,
            p=spoke_with,
            kin="" if cast.alone else "家族",
            **{slot: getattr(cast, slot) for slot in PERSONS[1:]},
        )

    @property
    def outside(self) -> bool:
        """Somebody who does not belong to the household."""
        return self.speaker not in self.cast.everybody

    @property
    def indoors(self) -> bool:
        """Somebody who would not be met in public."""
        return any(stock.issues()[issue].get("indoors") for issue in self.issues)

    def about(self, issue: str) -> str:
        """The member the issue is about; binds {s}, and {me} where it is the speaker."""
        subject: str = getattr(self.cast, stock.issues()[issue]["subject"]) or self.cast.adult
        self.words["s"] = subject
        self.words.pop("me", None)
        if subject == self.speaker:
            self.words["me"] = subject
        return subject

    def fits(self, fragment: str, barred: str = "") -> bool:
        """Everybody the fragment names exists, no two are the same person, none is `barred`."""
        slots = slots_of(fragment)
        if not all(slot in self.words for slot in slots & NEEDED):
            return False
        named = [self.words[slot] for slot in slots & frozenset(PERSONS)]
        return len(named) == len(set(named)) and barred not in named
