"""What an outsider with several editions knows to hold between their figures.

Each rule is stated as it would hold had everything been counted on one day. Where figures were
counted on different days and something was entered meanwhile, the rule is off by a little in
truth; the outsider is then granted to know in which direction, and that by less than a threshold
or by no more than it really is (ADR 22). Rules that are exact in truth are granted exactly.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, product
from typing import Final

from cswtool.disclosure.cells import Relation
from cswtool.publications.ledger.figures import Figures
from cswtool.publications.ledger.kept import Kept, Quantity
from cswtool.publications.ledger.spans import Span, between, chains
from cswtool.publications.ledger.unprinted import Printed

Terms = Mapping[str, int]
_TWO: Final = 2


@dataclass
class Crossing:
    """Collects the rules, each once."""

    figures: Figures
    kept: Sequence[Kept]
    printed: Printed
    rules: dict[Relation, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        tables = [table for kept in self.kept for table in kept.tables]
        self._overlapping = {table.axis for table in tables if table.overlapping}
        self._rests = {(table.axis, table.rest) for table in tables}
        self._editions = {kept.span for kept in self.kept}

    def relations(self) -> tuple[Relation, ...]:
        """All rules between the figures of different editions."""
        if len(self.kept) > 1:
            self._corrected()
            for line in self._lines(lambda one: (one.measure, one.zone, one.axis, one.part)):
                self._over_time(sorted(line, key=_by_span))
            for line in self._lines(lambda one: (one.measure, one.span, one.zone, one.axis)):
                self._coarse_and_fine(line)
            for line in self._lines(lambda one: (one.measure, one.span, one.axis, one.part)):
                self._zones(line)
        return tuple(self.rules)

    def granted(self, relations: Iterable[Relation]) -> None:
        """What holds within tables that nobody printed, counted on whatever day."""
        for relation in relations:
            self._say(dict(relation.terms), relation.lower, relation.upper)

    def _lines(self, key: Callable[[Quantity], object]) -> list[list[Quantity]]:
        lines: dict[object, list[Quantity]] = defaultdict(list)
        for one in self.figures.versions:
            lines[key(one)].append(one)
        return [line for line in lines.values() if len(line) > 1]

    # --- The same quantity, counted anew ------------------------------------------------

    def _corrected(self) -> None:
        for names in self.figures.versions.values():
            for old, new in combinations(names, 2):
                self._equal({new: 1, old: -1})

    # --- The same line of the tables in several periods ---------------------------------

    def _over_time(self, line: list[Quantity]) -> None:
        if line[0].adds:
            self._sums(line)
        else:
            self._nested(line)

    def _sums(self, line: list[Quantity]) -> None:
        """延べ: a period is the sum of its parts, those too that nobody has printed."""
        by_span = {one.span: one for one in line}
        pieces = [span for span in between(by_span) if any(span in one for one in by_span)]
        parts = {span: self._piece(line[0], span) for span in pieces}
        for one in line:
            inside = [parts[span] for span in pieces if span in one.span]
            for name in self.figures.versions[one]:
                self._equal(_sum(name, inside))

    def _piece(self, of: Quantity, span: Span) -> str:
        """The figure of a piece of time; one that nobody counted is nobody's."""
        return self.figures.hide_quantity(replace(of, span=span), 0, sensitive=False)

    def _nested(self, line: list[Quantity]) -> None:
        """実: a part has at most the households of the whole, the whole at most their sum."""
        for whole, part in product(line, line):
            if part.span in whole.span and part is not whole:
                self._within(whole, part)
        for whole, chain in chains({one.span: one for one in line}):
            latest = [self.figures.last(part) for part in chain]
            for name in self.figures.versions[whole]:
                self._at_most({name: 1, **dict.fromkeys(latest, -1)})
            if len(chain) == _TWO and self._can_be_told_apart(whole, *chain):
                self._in_both(self.figures.last(whole), *latest)

    def _can_be_told_apart(self, *quantities: Quantity) -> bool:
        """Whether they are of whole editions, of somebody who stays who they are, and known.

        Known is what was printed, and the sum of what was printed.
        """
        rest = any((one.axis, one.part) in self._rests for one in quantities)
        whole = {one.span for one in quantities} <= self._editions
        return whole and not rest and all(map(self.printed.tells, quantities))

    def _within(self, whole: Quantity, part: Quantity) -> None:
        if (whole.axis, whole.part) in self._rests:
            self._rest_within(whole, part)
            return
        versions = self.figures.versions
        for large, small in product(versions[whole], versions[part]):
            self._at_most({small: 1, large: -1})
            if self._can_be_told_apart(whole, part):
                self._left_over(large, small)

    def _rest_within(self, whole: Quantity, part: Quantity) -> None:
        """Who is in no other part all year is so in the half, or was not there in the half."""
        last = self.figures.last
        everybody, there = (last(replace(one, axis="", part="")) for one in (whole, part))
        self._at_most({last(whole): 1, last(part): -1, everybody: -1, there: 1})

    def _left_over(self, large: str, small: str) -> None:
        """Households of one edition that are not in another: who has both can subtract."""
        rest = self.figures.value(large) - self.figures.value(small)
        if 1 <= rest < self.figures.threshold:
            name = self.figures.hide(f"{large} - {small}", rest, sensitive=True)
            self._equal({large: 1, small: -1, name: -1})

    def _in_both(self, whole: str, one: str, other: str) -> None:
        """Households of both halves of a period: they are what the halves have too many."""
        value = self.figures.value
        twice = value(one) + value(other) - value(whole)
        if 1 <= twice < self.figures.threshold:
            name = self.figures.hide(f"{one} & {other}", twice, sensitive=True)
            self._equal({one: 1, other: 1, whole: -1, name: -1})

    # --- Coarse and fine tables of the same period --------------------------------------

    def _coarse_and_fine(self, line: list[Quantity]) -> None:
        """A group is the sum of its parts; a group of issues at least each, at most the sum."""
        there = frozenset().union(*(one.parts for one in line))
        for coarse in line:
            fine = _atoms(line, coarse, lambda one: one.parts)
            if not fine:
                continue
            for one in fine:
                self._at_most({self.figures.last(one): 1, self.figures.last(coarse): -1})
            if _make_up(coarse.parts & there, [one.parts for one in fine]):
                self._made_of(coarse, fine)

    def _zones(self, line: list[Quantity]) -> None:
        """圏域 taken together, as W+CW, are the sum of them."""
        for coarse in line:
            fine = _atoms(line, coarse, lambda one: one.zones)
            if fine and _make_up(coarse.zones, [one.zones for one in fine]):
                self._equal(_sum(self.figures.last(coarse), map(self.figures.last, fine)))

    def _made_of(self, coarse: Quantity, fine: Iterable[Quantity]) -> None:
        terms = _sum(self.figures.last(coarse), map(self.figures.last, fine))
        if coarse.axis in self._overlapping:
            self._at_most(terms)
        else:
            self._equal(terms)

    # --- Saying a rule ------------------------------------------------------------------

    def _equal(self, terms: Terms) -> None:
        """The sum is 0; where it is not in truth, it is a little more or less."""
        self._say(terms, 0, 0)

    def _at_most(self, terms: Terms) -> None:
        """The sum is at most 0, or a little more where it is more in truth."""
        self._say(terms, None, 0)

    def _say(self, terms: Terms, lower: float | None, upper: float | None) -> None:
        figures = self.figures
        total = sum(factor * figures.value(name) for name, factor in terms.items())
        if lower is not None and total < lower:
            lower -= max(figures.threshold, lower - total)
        if upper is not None and total > upper:
            upper += max(figures.threshold, total - upper)
        kept = tuple(sorted((name, factor) for name, factor in terms.items() if factor))
        shift = sum(factor * figures.shift(name) for name, factor in kept)
        if kept:
            self.rules[Relation(kept, _moved(lower, shift), _moved(upper, shift))] = None


def _moved(bound: float | None, shift: int) -> float | None:
    return None if bound is None else bound + shift


def _sum(whole: str, parts: Iterable[str]) -> dict[str, int]:
    """The terms of whole - parts, where the whole may itself be one of the parts."""
    terms = {whole: 1}
    for part in parts:
        terms[part] = terms.get(part, 0) - 1
    return terms


def _atoms(
    line: Sequence[Quantity], coarse: Quantity, of: Callable[[Quantity], frozenset[str]]
) -> list[Quantity]:
    """Those within a coarse one that hold no other of the line."""
    inside = [one for one in line if of(one) < of(coarse)]
    return [one for one in inside if not any(of(other) < of(one) for other in inside)]


def _make_up(whole: frozenset[str], parts: Sequence[frozenset[str]]) -> bool:
    """Whether they cover the whole without sharing anything."""
    return frozenset().union(*parts) >= whole and sum(map(len, parts)) == len(
        frozenset().union(*parts)
    )


def _by_span(quantity: Quantity) -> Span:
    return quantity.span
