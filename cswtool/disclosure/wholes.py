"""Parts that are their whole total, where nothing that is hidden keeps it from coming out."""

from dataclasses import replace

from cswtool.disclosure.attack import attack
from cswtool.disclosure.cells import Cell, Problem, Published


def without_told(problem: Problem) -> Problem:
    """The problem without the differences that come out whatever is hidden.

    The zeros that are shown, of this table or of others, may say that a part is its whole total.
    Such a difference is given up, because no pattern keeps it; the part itself stays protected.
    What comes out for any other reason (an earlier edition shows it) is not given up.
    """
    if not problem.wholes:
        return problem
    blank = replace(
        problem,
        cells=tuple(_harmless(problem, cell) for cell in problem.cells),
        published=_unknown(problem),
    )
    every = {cell.id for cell in blank.cells if not blank.is_known(cell)}
    told = {one.id for one in attack(blank, every) if one.exposed}
    return replace(problem, wholes=tuple(w for w in problem.wholes if w.id not in told))


def _harmless(problem: Problem, cell: Cell) -> Cell:
    """Nobody asks about the cell itself here."""
    behind = problem.needed if cell.value else None
    return replace(cell, sensitive=False, largest=None, households=behind)


def _unknown(problem: Problem) -> tuple[Published, ...]:
    """Figures of earlier editions alone: of which nothing is known but that some are 0."""
    own = {cell.id for cell in problem.cells}
    earlier = (one for one in problem.published if one.id not in own)
    zero = 0 if problem.zeros_shown else None
    return tuple(Published(one.id, zero if one.value == 0 else None) for one in earlier)
