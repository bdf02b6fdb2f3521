"""What is to be published, what outsiders know about it, and what comes back protected.

The unit protected is the household. A *cell* is one figure; a *relation* is something an outsider
knows to hold between figures; a *published* entry is what an earlier edition showed or hid.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

LEAST_THRESHOLD = 2
MOST = 10**9
"""No count, weight or factor times a count may be greater: the solver's rounding would show."""
ROUNDING = 1e-6


class ProblemError(ValueError):
    """The problem as stated makes no sense; the message names the cell or relation."""


class CannotBeMadeSafeError(Exception):
    """Some cells stay exposed even with everything hidden that still can be. See ``cells``."""

    def __init__(self, cells: Iterable[str]) -> None:
        self.cells = tuple(cells)
        super().__init__("cannot be made safe: " + ", ".join(self.cells))


@dataclass(frozen=True)
class Cell:
    """One figure of the report.

    ``value`` is what would be printed. ``households`` is how many households stand behind it; left
    out, it is the value itself. ``largest`` is the most that one household makes of the value.
    ``weight`` is the loss when the cell is hidden. ``sensitive=True`` forces protection; ``False``
    forces nothing. ``structural_zero`` marks a figure everybody knows to be 0 without reading the
    report.
    """

    id: str
    value: int
    households: int | None = None
    weight: float = 1.0
    sensitive: bool = False
    structural_zero: bool = False
    largest: int | None = None

    @property
    def behind(self) -> int:
        """How many households stand behind the figure."""
        return self.value if self.households is None else self.households

    @property
    def dominated(self) -> bool:
        """True where one household makes more than half: the figure tells of that household."""
        return self.largest is not None and self.largest * 2 > self.value


@dataclass(frozen=True)
class Relation:
    """``lower <= sum(coefficient * figure) <= upper``; ``None`` is no bound on that side."""

    terms: tuple[tuple[str, int], ...]
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class Published:
    """What an earlier edition said of a figure: its value, or ``None`` where it was hidden.

    ``sensitive`` goes on protecting a figure that was hidden for its own sake, without its true
    value being known here. A figure that is in the problem's cells is judged there instead.
    """

    id: str
    value: int | None
    sensitive: bool = False


@dataclass(frozen=True)
class Whole:
    """A part that is its whole total: it must not come out that ``total - part`` is 0."""

    part: str
    total: str

    @property
    def id(self) -> str:
        """A name for the difference, which is a figure that nobody prints."""
        return f"{self.total} without {self.part}"


@dataclass(frozen=True)
class Problem:
    """All that the attacker can put together. Raises ``ProblemError`` where it contradicts itself.

    A published value is known for good, whatever is hidden now. A cell that was hidden stays
    hidden. To keep protecting a cell of an earlier edition, list it in ``cells`` with its true
    value as well as in ``published``, or in ``published`` as sensitive; an id that is in
    ``published`` otherwise is only a known or unknown number in the relations.

    ``partner_knows`` is how many households of any cell the attacker knows himself (a 民生委員
    knows one): what would be enough of the others is then enough for him, see ``needed``.
    """

    threshold: int
    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...] = ()
    published: tuple[Published, ...] = ()
    zeros_shown: bool = True
    partner_knows: int = 0
    wholes: tuple[Whole, ...] = ()

    def __post_init__(self) -> None:
        if self.threshold < LEAST_THRESHOLD:
            raise ProblemError(f"threshold {self.threshold} is below {LEAST_THRESHOLD}")
        _check_not_too_large("threshold", self.threshold)
        _check_no_duplicates("cells", (cell.id for cell in self.cells))
        _check_no_duplicates("published", (entry.id for entry in self.published))
        if self.partner_knows < 0:
            raise ProblemError(f"partner_knows {self.partner_knows} is below 0")
        _check_not_too_large("partner_knows", self.partner_knows)
        for cell in self.cells:
            self._check_cell(cell)
        self._check_published()
        for whole in self.wholes:
            self._check_whole(whole)
        for number, relation in enumerate(self.relations):
            self._check_relation(number, relation)

    @property
    def needed(self) -> int:
        """The households that a shown figure needs: the threshold, and those a partner knows."""
        return self.threshold + self.partner_knows

    def is_sensitive(self, cell: Cell) -> bool:
        """True where few households stand behind the figure, or protection is forced.

        Rule: 1 <= households < needed, or one household makes more than half; where zeros are
        protected too, 0 counts as few.
        """
        if cell.structural_zero:
            return False
        fewest = 0 if cell.value == 0 and not self.zeros_shown else 1
        return cell.sensitive or cell.dominated or fewest <= cell.behind < self.needed

    def is_known(self, cell: Cell) -> bool:
        """True where hiding the figure now would keep it from nobody."""
        return (
            cell.structural_zero
            or (cell.value == 0 and self.zeros_shown)
            or self.published_values.get(cell.id) is not None
        )

    @cached_property
    def published_values(self) -> dict[str, int | None]:
        """Earlier figures by id, ``None`` for those that were hidden."""
        return {entry.id: entry.value for entry in self.published}

    def _check_cell(self, cell: Cell) -> None:
        if min(cell.value, cell.households or 0) < 0:
            raise ProblemError(f"cell {cell.id}: negative count")
        _check_not_too_large(f"cell {cell.id}", max(cell.value, cell.behind))
        if not 0 <= (cell.largest or 0) <= cell.value:
            raise ProblemError(f"cell {cell.id}: largest {cell.largest} of {cell.value}")
        self._check_zero(cell)
        if not 0 <= cell.weight <= MOST:
            raise ProblemError(
                f"cell {cell.id}: weight {cell.weight} is not a number from 0 to {MOST}"
            )

    def _check_zero(self, cell: Cell) -> None:
        if cell.value == 0 and (cell.households or 0) > 0:
            raise ProblemError(f"cell {cell.id}: value 0 but {cell.households} households")
        if cell.structural_zero and (cell.value > 0 or cell.sensitive):
            raise ProblemError(f"cell {cell.id}: a structural zero has value 0, nothing to protect")
        if cell.sensitive and cell.value == 0 and self.zeros_shown:
            raise ProblemError(f"cell {cell.id}: a zero cannot be hidden where zeros are shown")

    def _check_published(self) -> None:
        values = {cell.id: cell.value for cell in self.cells}
        for entry in self.published:
            now = values.get(entry.id, entry.value)
            if entry.value is not None and entry.value != now:
                raise ProblemError(
                    f"published {entry.id}: {entry.value} earlier, {now} now; "
                    "a corrected figure needs an id of its own",
                )
            if entry.value is not None and entry.value < 0:
                raise ProblemError(f"published {entry.id}: negative count")
            _check_not_too_large(f"published {entry.id}", entry.value or 0)
            if entry.value is None and now == 0 and self.zeros_shown:
                raise ProblemError(f"published {entry.id}: a hidden figure is at least 1, not 0")

    def _check_whole(self, whole: Whole) -> None:
        values = self._true_values
        for name in (whole.part, whole.total):
            if name not in values:
                raise ProblemError(f"whole {whole.part}: unknown cell {name}")
        if whole.part == whole.total:
            raise ProblemError(f"whole {whole.part}: is a part of itself")
        if whole.id in values:
            raise ProblemError(f"whole {whole.part}: a cell has the name {whole.id}")
        part, total = values[whole.part], values[whole.total]
        if part is not None and total is not None and part != total:
            raise ProblemError(f"whole {whole.part}: is not the whole of {whole.total}")

    def _check_relation(self, number: int, relation: Relation) -> None:
        names = [name for name, _ in relation.terms]
        _check_no_duplicates(f"relation {number}", names)
        values = self._true_values
        unknown = [name for name in names if name not in values]
        if unknown:
            raise ProblemError(f"relation {number}: unknown cell {unknown[0]}")
        for name, factor in relation.terms:
            _check_not_too_large(
                f"relation {number}: {name} times {factor}", abs(factor) * (values[name] or 1)
            )
        lower, upper = _bounds(relation)
        if not lower <= upper:
            raise ProblemError(f"relation {number}: nothing is between {lower} and {upper}")
        if any(values[name] is None for name in names):
            return  # an earlier hidden figure whose value nobody told us
        total = sum(factor * (values[name] or 0) for name, factor in relation.terms)
        if not _within(total, relation):
            raise ProblemError(
                f"relation {number}: the true sum {total} is not between "
                f"{relation.lower} and {relation.upper}: {', '.join(names)}",
            )

    @cached_property
    def _true_values(self) -> dict[str, int | None]:
        return self.published_values | {cell.id: cell.value for cell in self.cells}


@dataclass(frozen=True)
class ProtectedCell:
    """One figure as it may leave: its value, or ``None`` and why.

    ``primary``: the figure itself is sensitive. ``secondary``: it would give another one away.
    """

    id: str
    shown: int | None
    why: Literal["primary", "secondary"] | None = None


@dataclass(frozen=True)
class Protected:
    """A pattern that withstood the closing attack.

    ``hidden_weight`` is what was lost; ``least_weight`` is proven: no safe pattern loses less.
    The two are equal when the search finished; ``finished`` is False where the time ran out and
    more was hidden than may have been needed. ``seconds`` is wall-clock time.
    """

    cells: tuple[ProtectedCell, ...]
    hidden_weight: float
    least_weight: float
    finished: bool
    seconds: float = field(compare=False)

    @property
    def shown(self) -> dict[str, int | None]:
        """What to print, by id; ``None`` is printed as x."""
        return {cell.id: cell.shown for cell in self.cells}


def _check_no_duplicates(where: str, names: Iterable[str]) -> None:
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise ProblemError(f"{where}: {twice[0]} stands twice")


def _check_not_too_large(where: str, count: int) -> None:
    if count > MOST:
        raise ProblemError(f"{where} is more than {MOST}")


def _bounds(relation: Relation) -> tuple[float, float]:
    return (
        -math.inf if relation.lower is None else relation.lower,
        math.inf if relation.upper is None else relation.upper,
    )


def _within(total: float, relation: Relation) -> bool:
    lower, upper = _bounds(relation)
    return lower - ROUNDING <= total <= upper + ROUNDING
