"""Every figure of all editions under one name, however often it was printed.

The same quantity with the same true value is one figure: what one edition hides, no other shows.
A figure that was counted anew and came out otherwise (a late entry, a household that moved) is
another number and has a name of its own; `crossing` says what links it to the old one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cswtool.disclosure.cells import Cell, Problem, Published
from cswtool.publications.ledger.kept import Counted, Kept, Quantity
from cswtool.publications.ledger.spans import together
from cswtool.publications.rules import Profile


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition that is out: whose it is, what was counted, what it showed by cell."""

    number: int
    profile: Profile
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
    shift: int = 0
    """By how much it stands too high. The engine takes a hidden figure to be at least 1, but one
    that nobody printed may be 0 to all that an outsider knows: it goes in as one more."""


@dataclass(slots=True)
class Figures:
    """Figures by name, in the order in which editions brought them."""

    threshold: int
    found: dict[str, _Figure] = field(default_factory=dict)
    versions: dict[Quantity, list[str]] = field(default_factory=dict)

    def add(self, counted: Counted) -> dict[str, str]:
        """Takes in an edition's figures; the name of each cell."""
        judge = Problem(self.threshold, (), zeros_shown=counted.problem.zeros_shown)
        names = {}
        for cell in counted.problem.cells:
            names[cell.id] = self._named(counted.quantity(cell.id), cell.value)
            self._take(names[cell.id], cell, sensitive=judge.is_sensitive(cell))
        return names

    def print(self, names: Mapping[str, str], shown: Mapping[str, int | None]) -> None:
        """An edition is out: what it shows is known for good, what it hides stays hidden."""
        for cell, name in names.items():
            self.found[name].out = True
            self.found[name].shown |= shown.get(cell) is not None

    def hide(self, name: str, value: int, *, sensitive: bool) -> str:
        """A number that is printed nowhere and that an outsider might work out; its name."""
        self.found.setdefault(name, _Figure(value, sensitive=sensitive, out=True, shift=1))
        return name

    def hide_quantity(self, quantity: Quantity, value: int, *, sensitive: bool) -> str:
        """The same where it counts something that editions may print; its name."""
        if quantity not in self.versions:
            self.versions[quantity] = [self.hide(quantity.name, value, sensitive=sensitive)]
        return self.last(quantity)

    def value(self, name: str) -> int:
        return self.found[name].value

    def shift(self, name: str) -> int:
        return self.found[name].shift

    def last(self, quantity: Quantity) -> str:
        """What it is called as it was counted last."""
        return self.versions[quantity][-1]

    def _named(self, quantity: Quantity, value: int) -> str:
        names = self.versions.setdefault(quantity, [])
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
        """Judged as they came, each by what its edition knew of the households."""
        return tuple(
            Cell(
                name,
                figure.value + figure.shift,
                households=self.threshold if figure.value + figure.shift else 0,
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
            if figure.out and (figure.shown or figure.value + figure.shift > 0)
        )


def groups(editions: Sequence[Edition]) -> list[list[Edition]]:
    """Editions that hang together by shared days, each group in the order of their numbers."""
    left, found = sorted(editions, key=lambda edition: edition.number), []
    while left:
        joined = set(together((edition.kept.span for edition in left), left[0].kept.span))
        found.append([edition for edition in left if edition.kept.span in joined])
        left = [edition for edition in left if edition.kept.span not in joined]
    return found
