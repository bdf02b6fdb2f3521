"""All editions that an outsider holds, and perhaps a new one, as one problem for the engine."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cswtool.disclosure.attack import Interval, attack
from cswtool.disclosure.cells import Problem, Published, Relation, Whole
from cswtool.disclosure.wholes import without_told
from cswtool.publications.ledger.crossing import Crossing
from cswtool.publications.ledger.figures import Edition, Figures
from cswtool.publications.ledger.kept import Kept
from cswtool.publications.ledger.unprinted import Printed, hide_unprinted, renamed


@dataclass(frozen=True)
class Together:
    """The problem, and under which name each cell of the new edition stands in it."""

    problem: Problem
    names: Mapping[str, str]

    def printed(self, shown: Mapping[str, int | None]) -> dict[str, int | None]:
        """What the new edition prints, by its own cells."""
        return {cell: shown[name] for cell, name in self.names.items()}

    def hiding(self, cells: Iterable[str]) -> "Together":
        """The same where some cells of the new edition stay hidden in any case."""
        out = self.problem.published_values
        names = dict.fromkeys(self.names[cell] for cell in cells)
        more = tuple(Published(name, None) for name in names if name not in out)
        problem = replace(self.problem, published=(*self.problem.published, *more))
        return Together(problem, self.names)


def whole_of(editions: Sequence[Edition], new: Kept | None, threshold: int) -> Together:
    """Puts together what is out and what is to come, for readers with that threshold.

    `editions` are all that hang together with the new one, in the order of their numbers.
    Raises ProblemError where the ledger contradicts itself.
    """
    kept = [*(edition.kept for edition in editions), *([new] if new else [])]
    figures = Figures(threshold)
    relations: dict[Relation, None] = {}
    wholes: dict[Whole, None] = {}
    names: Mapping[str, str] = {}
    for at, one in enumerate(kept):
        names = figures.add(one)
        if at < len(editions):
            figures.print(names, editions[at].shown)
        relations |= dict.fromkeys(renamed(one.problem.relations, names))
        wholes |= dict.fromkeys(_wholes(one, names))
    printed = Printed(kept)
    crossing = Crossing(figures, kept, printed)
    crossing.granted(hide_unprinted(figures, kept, printed))
    relations |= dict.fromkeys(crossing.relations())
    problem = Problem(
        threshold=threshold,
        cells=figures.cells(),
        relations=tuple(relations),
        published=figures.published(),
        wholes=tuple(wholes),
    )
    return Together(problem, names if new else {})


def _wholes(kept: Kept, names: Mapping[str, str]) -> Iterator[Whole]:
    return (Whole(names[whole.part], names[whole.total]) for whole in kept.problem.wholes)


def attacked(editions: Sequence[Edition], threshold: int) -> tuple[Interval, ...]:
    """How closely an outsider who has all of them can work out each sensitive figure."""
    problem = without_told(whole_of(editions, None, threshold).problem)
    hidden = frozenset(one.id for one in problem.published if one.value is None)
    return attack(problem, hidden)
