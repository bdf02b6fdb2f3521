"""Parts that are their whole total, where zeros say so whatever is hidden."""

from cswtool.disclosure.cells import Cell, Problem, Published, Relation, Whole
from cswtool.disclosure.wholes import without_told

CELLS = (Cell("part", 12), Cell("rest", 0), Cell("total", 12))
SUM = Relation((("part", 1), ("rest", 1), ("total", -1)), 0, 0)
WHOLE = Whole("part", "total")


def test_what_zeros_tell_is_given_up():
    assert without_told(Problem(10, CELLS, (SUM,), wholes=(WHOLE,))).wholes == ()


def test_what_an_edition_tells_is_not():
    at_most = Relation((("part", 1), ("total", -1)), None, 0)
    told = Problem(10, (CELLS[0], CELLS[2]), (at_most,), (Published("part", 12),), wholes=(WHOLE,))
    assert without_told(told).wholes == (WHOLE,)


def test_a_zero_of_an_earlier_edition_is_a_zero():
    """Taken for unknown, and so for 1 at least, it would contradict the zero above it."""
    above = Relation((("before", 1), ("rest", -1)), None, 0)
    stated = Problem(10, CELLS, (SUM, above), (Published("before", 0),), wholes=(WHOLE,))
    assert without_told(stated).wholes == ()
