"""All editions that an outsider holds, and perhaps a new one, as one problem for the engine."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cswtool.disclosure.attack import Interval, attack
from cswtool.disclosure.cells import Problem, Relation, Whole
from cswtool.publications.ledger.crossing import Crossing, renamed
from cswtool.publications.ledger.figures import Edition, Figures
from cswtool.publications.ledger.kept import Kept


@dataclass(frozen=True)
class Together:
    """The problem, and under which name each cell of the new edition stands in it."""

    problem: Problem
    names: Mapping[str, str]

    def printed(self, shown: Mapping[str, int | None]) -> dict[str, int | None]:
        """What the new edition prints, by its own cells."""
        return {cell: shown[name] for cell, name in self.names.items()}


def whole_of(editions: Sequence[Edition], new: Kept | None = None) -> Together:
    """Puts together what is out and what is to come.

    `editions` are all that hang together with the new one, in the order of their numbers.
    Raises ProblemError where the ledger contradicts itself.
    """
    kept = [*(edition.kept for edition in editions), *([new] if new else [])]
    figures = Figures(max(one.problem.threshold for one in kept))
    relations: dict[Relation, None] = {}
    wholes: dict[Whole, None] = {}
    for edition in editions:
        names = figures.add(edition.kept)
        figures.print(names, edition.shown)
        relations |= dict.fromkeys(renamed(edition.kept.problem.relations, names))
        wholes |= dict.fromkeys(_wholes(edition.kept, names))
    names = figures.add(new) if new else {}
    relations |= dict.fromkeys(renamed(new.problem.relations, names) if new else ())
    wholes |= dict.fromkeys(_wholes(new, names) if new else ())
    relations |= dict.fromkeys(Crossing(figures, kept).relations())
    problem = Problem(
        threshold=figures.threshold,
        cells=figures.cells(),
        relations=tuple(relations),
        published=figures.published(),
        wholes=tuple(wholes),
    )
    return Together(problem, names)


def _wholes(kept: Kept, names: Mapping[str, str]) -> Iterator[Whole]:
    return (Whole(names[whole.part], names[whole.total]) for whole in kept.problem.wholes)


def attacked(editions: Sequence[Edition]) -> tuple[Interval, ...]:
    """How closely an outsider who has all of them can work out each sensitive figure."""
    problem = whole_of(editions).problem
    hidden = {entry.id for entry in problem.published if entry.value is None}
    found = attack(problem, hidden)
    told = _told_anyway(problem, found)
    return tuple(one for one in found if one.id not in told)


def _told_anyway(problem: Problem, found: Sequence[Interval]) -> set[str]:
    """Parts that come out to be their whole total whatever is hidden: the zeros say so.

    No edition can keep that from anybody (docs/disclosure.md).
    """
    wholes = {whole.id for whole in problem.wholes}
    if not any(one.exposed and one.id in wholes for one in found):
        return set()
    blank = replace(problem, published=())
    every = {cell.id for cell in blank.cells if not blank.is_known(cell)}
    return {one.id for one in attack(blank, every) if one.exposed and one.id in wholes}
