"""Figures that nobody printed and that several editions give away together.

Of two kinds: a piece of time between the beginnings and ends of editions, and an edition in the
cut of another one (圏域 alone or together, tags alone or in groups). What holds between editions
of different cuts is said over these: each is linked to the edition's own figures on one side, and
to the other edition's by time on the other.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cswtool.disclosure.cells import Problem, Relation
from cswtool.publications.ledger.figures import Figures
from cswtool.publications.ledger.kept import Kept, Quantity
from cswtool.publications.ledger.spans import Span


class Printed:
    """What each edition prints, and what follows from that by adding up."""

    def __init__(self, kept: Sequence[Kept]) -> None:
        self._spans = {one.span for one in kept}
        self._tables: dict[tuple[str, Span, str], list[_Headings]] = defaultdict(list)
        for one in kept:
            for key, headings in _headings(one).items():
                self._tables[key].append(headings)

    def tells(self, quantity: Quantity) -> bool:
        """Whether an edition prints it or figures that it is made of."""
        tables = self._tables.get((quantity.measure, quantity.span, quantity.axis), ())
        return any(headings.tell(quantity) for headings in tables)

    def is_edition(self, span: Span) -> bool:
        """Whether there is an edition of just that period."""
        return span in self._spans


class _Headings:
    """The columns and lines of one table."""

    def __init__(self) -> None:
        self.zones: set[frozenset[str]] = set()
        self.parts: set[frozenset[str]] = set()

    def tell(self, quantity: Quantity) -> bool:
        """Its headings make up what is asked for."""
        return _made_of(quantity.zones, self.zones) and _made_of(quantity.parts, self.parts)


def _made_of(asked: frozenset[str], headings: Iterable[frozenset[str]]) -> bool:
    """Whether the headings within it have all of it that any heading has."""
    headings = list(headings)
    anywhere = frozenset[str]().union(*headings)
    return frozenset[str]().union(*(one for one in headings if one <= asked)) >= asked & anywhere


def _headings(kept: Kept) -> Mapping[tuple[str, Span, str], _Headings]:
    found: dict[tuple[str, Span, str], _Headings] = defaultdict(_Headings)
    for cell in kept.problem.cells:
        one = kept.quantity(cell.id)
        headings = found[one.measure, one.span, one.axis]
        headings.zones.add(one.zones)
        headings.parts.add(one.parts)
    return found


def hide_unprinted(figures: Figures, kept: Sequence[Kept], printed: Printed) -> Iterator[Relation]:
    """Takes in what was counted beside the editions; yields what holds between those figures.

    What was counted last holds. A figure of few households is protected like a printed one,
    unless it is only a sum of what one edition prints: within one edition sums are not guarded.
    """
    judge = Problem(figures.threshold, ())
    for counted in (beside for one in reversed(kept) for beside in one.beside):
        names = {}
        for cell in counted.problem.cells:
            quantity = counted.quantity(cell.id)
            piece = quantity.adds and quantity.span == counted.span
            if piece or printed.is_edition(counted.span):
                few = judge.is_sensitive(cell) and not printed.tells(quantity)
                names[cell.id] = figures.hide_quantity(quantity, cell.value, sensitive=few)
        yield from renamed(counted.problem.relations, names)


def renamed(relations: Iterable[Relation], names: Mapping[str, str]) -> Iterator[Relation]:
    """The relations of one edition over the names that its cells have in the ledger.

    Those alone of which every cell has one.
    """
    for relation in relations:
        if any(cell not in names for cell, _ in relation.terms):
            continue
        terms: dict[str, int] = defaultdict(int)
        for cell, factor in relation.terms:
            terms[names[cell]] += factor
        kept = tuple(sorted((name, factor) for name, factor in terms.items() if factor))
        if kept:
            yield Relation(kept, relation.lower, relation.upper)
