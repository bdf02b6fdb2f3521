"""What one pass over a period found, household by household, and the tables made of it.

A household is a running number here. Every table is made of the same findings, so that any cut
of them costs no further look at the records.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from cswtool.access.fiscal import Period
from cswtool.consultations.rules import Method
from cswtool.publications.document import Heading
from cswtool.reports.rules.cuts import Cut, Grain, Place, months_of, zones_of
from cswtool.reports.rules.figures import (
    CONTACTS,
    NO_ISSUE,
    NONE,
    REAL,
    UNKNOWN,
    Fold,
    Tally,
    of_contacts,
    of_households,
    with_totals,
)
from cswtool.reports.rules.links import ISSUE, METHOD, MONTH, ROUTE, SEEN
from cswtool.reports.rules.tables import Summary


class Contact(NamedTuple):
    """Some contacts of one household that agree in all of this."""

    household: int
    zone: str
    method: str
    month: str
    times: int


@dataclass(frozen=True, slots=True)
class Word:
    """An entry of a list as reports head it: alone, and in its group."""

    own: Heading
    group: Heading
    active: bool = True

    def heading(self, grain: Grain) -> Heading:
        return self.group if grain is Grain.GROUPS else self.own


Words = Mapping[str, Word]
"""A list by the codes of its entries, in the office's order."""


def headings(words: Words, found: Iterable[str], grain: Grain) -> tuple[Heading, ...]:
    """The headings in use, and retired ones whose keys were found, in order.

    不明 stays in any case.
    """
    used, active = set(found), dict[Heading, bool]()
    for code, word in words.items():
        heading = word.heading(grain)
        active[heading] = active.get(heading, False) or word.active or code == UNKNOWN
    return tuple(h for h, in_use in active.items() if in_use or h.key in used)


@dataclass(frozen=True, slots=True)
class Counted:
    """The findings."""

    period: Period
    places: tuple[Place, ...]
    contacts: Sequence[Contact]
    placed: Mapping[int, str]
    """The 圏域 of each household with a case: that of its last contact."""
    tags: Sequence[tuple[int, str]]
    """Which household was tagged with which issue, by the code that it counts under."""
    routes: Mapping[int, str]
    issue_words: Words
    route_words: Words
    remarks: tuple[str, ...] = ()

    def of_known_zones(self) -> "Counted":
        """Without the households and contacts of which no 圏域 is known."""
        placed = {household: zone for household, zone in self.placed.items() if zone != UNKNOWN}
        return replace(
            self,
            contacts=[contact for contact in self.contacts if contact.zone != UNKNOWN],
            placed=placed,
            tags=[(household, code) for household, code in self.tags if household in placed],
            routes={h: route for h, route in self.routes.items() if h in placed},
        )


class Cutting:
    """Makes tables of findings, cut in one way."""

    def __init__(self, counted: Counted, cut: Cut) -> None:
        counted = counted.of_known_zones() if cut.known_only else counted
        self.counted, self.cut = counted, cut
        self.zones, self._fold = zones_of(counted.places, cut)
        self.placed: Mapping[int, str] = {
            household: self._fold.get(zone, zone) for household, zone in counted.placed.items()
        }

    def issues(self) -> Tally:
        tagged = {household for household, _ in self.counted.tags}
        pairs = [
            *self.worded(self.counted.tags, self.counted.issue_words),
            *((household, NONE) for household in self.placed.keys() - tagged),
        ]
        parts = (*self.headings(self.counted.issue_words, pairs), NO_ISSUE)
        tally = self.households(ISSUE, ("圏域×課題", "課題"), parts, pairs, overlapping=True)
        return replace(tally, stands_for=self.keys(self.counted.issue_words))

    def routes(self) -> Tally:
        """By the route of the case; what was never asked counts as the route 不明."""
        words = self.counted.route_words
        pairs = list(self.worded(self.counted.routes.items(), words))
        parts = self.headings(words, pairs)
        tally = self.households(ROUTE, ("圏域×相談経路", "相談経路"), parts, pairs)
        return replace(tally, stands_for=self.keys(words))

    def methods(self) -> Tally:
        parts = tuple(Heading(method.value, method.label) for method in Method)
        found = ((c.household, c.zone, c.method, c.times) for c in self.counted.contacts)
        return self.of_contacts(METHOD, ("圏域×方法", "方法"), parts, found)

    def months(self) -> Tally:
        parts, fold = months_of(self.counted.period, self.cut.months)
        found = ((c.household, c.zone, fold[c.month], c.times) for c in self.counted.contacts)
        return self.of_contacts(MONTH, ("圏域×月", "月"), parts, found)

    def seen(self) -> Tally:
        parts, fold = months_of(self.counted.period, self.cut.months)
        pairs = [
            (contact.household, fold[contact.month])
            for contact in self.counted.contacts
            if contact.household in self.placed
        ]
        return self.households(SEEN, ("圏域×月", "月"), parts, pairs, overlapping=True)

    def place(self, zone: str) -> str:
        """The key of the column that a 圏域 counts in."""
        return self._fold.get(zone, zone)

    def keys(self, words: Words) -> Fold:
        """The key of the heading that each code stands under."""
        return {code: word.heading(self.cut.grain).key for code, word in words.items()}

    def worded(self, found: Iterable[tuple[int, str]], words: Words) -> Iterator[tuple[int, str]]:
        """Households by the key of the heading that a code stands under."""
        keys = self.keys(words)
        return ((household, keys[code]) for household, code in found)

    def headings(
        self, words: Words, found: Iterable[tuple[int, str]], grain: Grain | None = None
    ) -> tuple[Heading, ...]:
        return headings(words, (key for _, key in found), grain or self.cut.grain)

    def households(
        self,
        key: str,
        words: tuple[str, str],
        parts: tuple[Heading, ...],
        found: Iterable[tuple[int, str]],
        *,
        overlapping: bool = False,
    ) -> Tally:
        """A table of 実ケース数; `words` are its title and what its lines are."""
        figures = with_totals(parts, self.zones, of_households(self.placed, found))
        return Tally(key, words[0], REAL, words[1], parts, figures, overlapping)

    def of_contacts(
        self,
        key: str,
        words: tuple[str, str],
        parts: tuple[Heading, ...],
        found: Iterable[tuple[int, str, str, int]],
    ) -> Tally:
        """A table of 延べ件数 from (household, 圏域, part, times)."""
        fold = self._fold
        placed = ((h, fold.get(zone, zone), part, times) for h, zone, part, times in found)
        figures = of_contacts(parts, self.zones, placed)
        return Tally(key, words[0], CONTACTS, words[1], parts, figures)


def summary_of(counted: Counted, cut: Cut) -> Summary:
    """地域のまとめ."""
    made = Cutting(counted, cut)
    tallies = (made.issues(), made.routes(), made.methods(), made.months(), made.seen())
    return Summary(made.zones, tallies, counted.remarks)
