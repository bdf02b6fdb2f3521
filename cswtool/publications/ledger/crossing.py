"""What an outsider with several editions knows to hold between their figures.

Each rule is stated as it would hold had everything been counted on one day. Where figures were
counted on different days and something was entered meanwhile, the rule is off by a little in
truth; the outsider is then granted to know in which direction, and that by less than a threshold
or by no more than it really is (ADR 22). Rules that are exact in truth are granted exactly.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import combinations, product
from typing import Final

from cswtool.disclosure.cells import Cell, Problem, Relation
from cswtool.disclosure.tables import Figure
from cswtool.publications.ledger.figures import Figures
from cswtool.publications.ledger.kept import Kept, Quantity
from cswtool.publications.ledger.spans import Span, between, chains

Terms = Mapping[str, int]
NOBODY: Final = Figure(0, 0)
_TWO: Final = 2


@dataclass
class Crossing:
    """Collects the rules, each once."""

    figures: Figures
    kept: Sequence[Kept]
    rules: dict[Relation, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        tables = {table.measure: table for kept in self.kept for table in kept.tables}
        self._additive = {name for name, table in tables.items() if table.additive}
        self._overlapping = {
            table.axis for kept in self.kept for table in kept.tables if table.overlapping
        }
        self._rests = {(table.axis, table.rest) for kept in self.kept for table in kept.tables}
        self._editions = {kept.span for kept in self.kept}
        self._beside = self._besides()
        self._judge = Problem(self.figures.threshold, ())

    def relations(self) -> tuple[Relation, ...]:
        """All rules between the figures of different editions."""
        if len(self.kept) > 1:
            self._corrected()
            for line in self._lines().values():
                self._over_time(line)
            self._coarse_and_fine()
            self._zones()
        return tuple(self.rules)

    # --- The same quantity, counted anew ------------------------------------------------

    def _corrected(self) -> None:
        for names in self.figures.versions.values():
            for old, new in combinations(names, 2):
                self._equal({new: 1, old: -1}, 0)

    # --- The same line of the tables in several periods ---------------------------------

    def _lines(self) -> dict[tuple[str, str, str, str], list[Quantity]]:
        lines: dict[tuple[str, str, str, str], list[Quantity]] = defaultdict(list)
        for one in self.figures.versions:
            lines[one.measure, one.zone, one.axis, one.part].append(one)
        return {key: sorted(line, key=_by_span) for key, line in lines.items()}

    def _over_time(self, line: list[Quantity]) -> None:
        if len(line) == 1:
            return
        if line[0].measure in self._additive:
            self._sums(line)
        else:
            self._nested(line)

    def _sums(self, line: list[Quantity]) -> None:
        """延べ: a period is the sum of its parts, those too that nobody has printed."""
        by_span = {one.span: one for one in line}
        pieces = [span for span in between(by_span) if any(span in one for one in by_span)]
        parts = {span: self._piece(line[0], by_span.get(span), span) for span in pieces}
        for one in line:
            inside = [parts[span] for span in pieces if span in one.span]
            for name in self.figures.versions[one]:
                terms = {name: 1}
                for piece, _ in inside:
                    terms[piece] = terms.get(piece, 0) - 1
                self._equal(terms, -sum(shift for _, shift in inside))

    def _piece(self, of: Quantity, printed: Quantity | None, span: Span) -> tuple[str, int]:
        """The name of a figure for a piece of time, and by how much it stands too high.

        The engine takes a hidden figure to be at least 1, but one that nobody printed may be
        0 to all that an outsider knows: it goes in as one more than it is.
        """
        if printed is not None:
            return self.figures.versions[printed][-1], 0
        piece = Quantity(of.measure, span, of.zone, of.axis, of.part)
        figure = self._beside.get(piece, NOBODY)
        cell = Cell(piece.name, **asdict(figure))
        self._unprinted(piece.name, figure.value, few=self._judge.is_sensitive(cell))
        return piece.name, 1

    def _unprinted(self, name: str, value: int, *, few: bool) -> None:
        if name not in self.figures.found:
            self.figures.hide(name, value + 1, sensitive=few)

    def _besides(self) -> dict[Quantity, Figure]:
        """What is known of pieces of time that nobody printed; the last count holds."""
        return {
            kept.quantity(cell, beside.span): figure
            for kept in self.kept
            for beside in kept.beside
            for cell, figure in beside.figures.items()
        }

    def _nested(self, line: list[Quantity]) -> None:
        """実: a part has at most the households of the whole, the whole at most their sum."""
        for whole in line:
            for part in line:
                if part.span in whole.span and part is not whole:
                    self._within(whole, part)
        self._made_up(line)

    def _made_up(self, line: list[Quantity]) -> None:
        for whole, chain in chains({one.span: one for one in line}):
            latest = [self.figures.versions[part][-1] for part in chain]
            for name in self.figures.versions[whole]:
                self._at_most({name: 1, **dict.fromkeys(latest, -1)})
            if len(chain) == _TWO and self._are_editions(whole, *chain):
                self._in_both(self._last(whole), *latest)

    def _are_editions(self, *quantities: Quantity) -> bool:
        """Whether they are of whole editions, and of somebody who can be told apart in time."""
        rest = any((one.axis, one.part) in self._rests for one in quantities)
        return not rest and {one.span for one in quantities} <= self._editions

    def _within(self, whole: Quantity, part: Quantity) -> None:
        if (whole.axis, whole.part) in self._rests:
            self._rest_within(whole, part)
            return
        versions = self.figures.versions
        for large, small in product(versions[whole], versions[part]):
            self._at_most({small: 1, large: -1})
            if self._are_editions(whole, part):
                self._left_over(large, small)

    def _rest_within(self, whole: Quantity, part: Quantity) -> None:
        """Who is in no other part all year is so in the half, or was not there in the half."""
        everybody = self._last(replace(whole, axis="", part=""))
        there = self._last(replace(part, axis="", part=""))
        terms = {self._last(whole): 1, self._last(part): -1, everybody: -1, there: 1}
        self._at_most(terms)

    def _left_over(self, large: str, small: str) -> None:
        """Households of one edition that are not in another: who has both can subtract."""
        rest = self.figures.value(large) - self.figures.value(small)
        if 1 <= rest < self.figures.threshold:
            name = f"{large} - {small}"
            self._unprinted(name, rest, few=True)
            self._equal({large: 1, small: -1, name: -1}, -1)

    def _in_both(self, whole: str, one: str, other: str) -> None:
        """Households of both halves of a period: they are what the halves have too many."""
        value = self.figures.value
        twice = value(one) + value(other) - value(whole)
        if 1 <= twice < self.figures.threshold:
            name = f"{one} & {other}"
            self._unprinted(name, twice, few=True)
            self._equal({one: 1, other: 1, whole: -1, name: -1}, -1)

    # --- Coarse and fine parts of the same households -----------------------------------

    def _coarse_and_fine(self) -> None:
        finest = self._finest()
        lines: dict[tuple[str, str, str], list[Quantity]] = defaultdict(list)
        for one in self.figures.versions:
            if one.axis:
                lines[one.measure, one.zone, one.axis].append(one)
        for line in lines.values():
            for coarse in line:
                whole = finest[coarse.axis, coarse.part]
                if len(whole) > 1:
                    fine = [o for o in line if finest[o.axis, o.part] < whole]
                    self._made_of(coarse, fine)

    def _finest(self) -> dict[tuple[str, str], frozenset[str]]:
        tables = [table for kept in self.kept for table in kept.tables]
        known = {(t.axis, part): parts for t in tables for part, parts in t.finest().items()}
        return {
            (one.axis, one.part): known.get((one.axis, one.part), frozenset({one.part}))
            for one in self.figures.versions
        }

    def _made_of(self, coarse: Quantity, fine: list[Quantity]) -> None:
        inside = [one for one in fine if one.span in coarse.span]
        for one in inside:
            self._at_most({self._last(one): 1, self._last(coarse): -1})
        same = dict.fromkeys((self._last(one) for one in inside if one.span == coarse.span), -1)
        if not same:
            return
        terms = {self._last(coarse): 1, **same}
        if coarse.axis in self._overlapping:
            self._at_most(terms)
        else:
            self._equal(terms, 0)

    def _zones(self) -> None:
        """圏域 taken together, as W+CW, are the sum of those of another edition."""
        lines: dict[tuple[str, Span, str, str], list[Quantity]] = defaultdict(list)
        for one in self.figures.versions:
            lines[one.measure, one.span, one.axis, one.part].append(one)
        for line in lines.values():
            for coarse in line:
                whole = set(coarse.zone.split("+"))
                fine = [one for one in line if set(one.zone.split("+")) < whole]
                if {zone for one in fine for zone in one.zone.split("+")} == whole:
                    terms = dict.fromkeys((self._last(one) for one in fine), -1)
                    self._equal({self._last(coarse): 1, **terms}, 0)

    def _last(self, quantity: Quantity) -> str:
        return self.figures.versions[quantity][-1]

    # --- Saying a rule ------------------------------------------------------------------

    def _equal(self, terms: Terms, target: int) -> None:
        """The sum is `target`; where it is not in truth, it is a little more or less."""
        off = self._sum(terms) - target
        slack = max(self.figures.threshold, abs(off))
        lower = target - slack if off < 0 else target
        upper = target + slack if off > 0 else target
        self._say(terms, lower, upper)

    def _at_most(self, terms: Terms) -> None:
        """The sum is at most 0, or a little more where it is more in truth."""
        off = self._sum(terms)
        self._say(terms, None, max(self.figures.threshold, off) if off > 0 else 0)

    def _sum(self, terms: Terms) -> int:
        return sum(factor * self.figures.value(name) for name, factor in terms.items())

    def _say(self, terms: Terms, lower: int | None, upper: int | None) -> None:
        kept = tuple(sorted((name, factor) for name, factor in terms.items() if factor))
        if kept:
            self.rules[Relation(kept, lower, upper)] = None


def renamed(relations: Iterable[Relation], names: Mapping[str, str]) -> Iterator[Relation]:
    """The relations of one edition over the names that its cells have in the ledger."""
    for relation in relations:
        terms: dict[str, int] = defaultdict(int)
        for cell, factor in relation.terms:
            terms[names[cell]] += factor
        kept = tuple(sorted((name, factor) for name, factor in terms.items() if factor))
        if kept:
            yield Relation(kept, relation.lower, relation.upper)


def _by_span(quantity: Quantity) -> Span:
    return quantity.span
