"""Every figure of all editions under one name, however often it was printed.

The same quantity with the same true value is one figure: what one edition hides, no other shows.
A figure that was counted anew and came out otherwise (a late entry, a household that moved) is
another number and has a name of its own; `crossing` says what links it to the old one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cswtool.disclosure.cells import Cell, Published
from cswtool.publications.ledger.kept import Kept, Quantity
from cswtool.publications.ledger.spans import Span, together


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition that is out: its number, what was counted, what it showed by cell."""

    number: int
    kept: Kept
    shown: Mapping[str, int | None]


@dataclass(slots=True)
class _Figure:
    value: int
    weight: float = 0.0
    sensitive: bool = False
    structural_zero: bool = False
    out: bool = False
    """An earlier edition has it, shown or hidden."""
    shown: bool = False


@dataclass(slots=True)
class Figures:
    """Figures by name, in the order in which editions brought them."""

    threshold: int
    found: dict[str, _Figure] = field(default_factory=dict)
    versions: dict[Quantity, list[str]] = field(default_factory=lambda: defaultdict(list))
    spans: dict[str, set[Span]] = field(default_factory=lambda: defaultdict(set))
    """The periods of the editions that hold a figure."""

    def add(self, kept: Kept) -> dict[str, str]:
        """Takes in an edition's figures; the name of each cell."""
        cells = kept.problem.cells
        names = {cell.id: self._named(kept.quantity(cell.id), cell.value) for cell in cells}
        for cell in cells:
            self._take(names[cell.id], cell, sensitive=kept.problem.is_sensitive(cell))
            self.spans[names[cell.id]].add(kept.span)
        return names

    def print(self, names: Mapping[str, str], shown: Mapping[str, int | None]) -> None:
        """An edition is out: what it shows is known for good, what it hides stays hidden."""
        for cell, name in names.items():
            self.found[name].out = True
            self.found[name].shown |= shown.get(cell) is not None

    def hide(self, name: str, value: int, *, sensitive: bool) -> None:
        """Adds a number that is printed nowhere and that an outsider might work out."""
        self.found[name] = _Figure(value, sensitive=sensitive, out=True)

    def value(self, name: str) -> int:
        return self.found[name].value

    def latest(self, quantity: Quantity) -> str | None:
        names = self.versions.get(quantity)
        return names[-1] if names else None

    def _named(self, quantity: Quantity, value: int) -> str:
        names = self.versions[quantity]
        for name in names:
            if self.found[name].value == value:
                return name
        name = quantity.name if not names else f"{quantity.name}#{len(names) + 1}"
        names.append(name)
        self.found[name] = _Figure(value)
        return name

    def _take(self, name: str, cell: Cell, *, sensitive: bool) -> None:
        figure = self.found[name]
        if figure.out and figure.shown:
            return  # it was let out as harmless, and nobody can take it back
        figure.sensitive |= sensitive
        figure.structural_zero |= cell.structural_zero
        figure.weight += cell.weight

    def cells(self) -> tuple[Cell, ...]:
        """Judged by the editions that brought them, each by what it knew of the households."""
        return tuple(
            Cell(
                name,
                figure.value,
                households=self.threshold if figure.value else 0,
                weight=0.0 if figure.out else figure.weight,
                sensitive=figure.sensitive,
                structural_zero=figure.structural_zero,
            )
            for name, figure in self.found.items()
        )

    def published(self) -> tuple[Published, ...]:
        """What is out. A zero cannot be hidden: everybody takes an x to be at least 1."""
        return tuple(
            Published(name, figure.value if figure.shown else None)
            for name, figure in self.found.items()
            if figure.out and (figure.shown or figure.value > 0)
        )


def groups(editions: Sequence[Edition]) -> list[list[Edition]]:
    """Editions that hang together by shared days, each group in the order of their numbers."""
    left, found = sorted(editions, key=lambda edition: edition.number), []
    while left:
        joined = set(together((edition.kept.span for edition in left), left[0].kept.span))
        found.append([edition for edition in left if edition.kept.span in joined])
        left = [edition for edition in left if edition.kept.span not in joined]
    return found
