"""What rows say of single figures: narrower bounds, the very same tables."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cswtool.disclosure.bounds import CrossedError, needed, tightened, without_fixed
from cswtool.disclosure.cells import (
    CannotBeMadeSafeError,
    Cell,
    Problem,
    ProblemError,
    Published,
    Relation,
)
from cswtool.disclosure.repair import protect
from cswtool.disclosure.solver import Row
from cswtool.disclosure.system import systems

FIGURES, TOP = 4, 4
FLOOR, CEILING = np.ones(FIGURES), np.full(FIGURES, float(TOP))


def row(terms: dict[int, int], lower: float, upper: float) -> Row:
    columns = np.array(list(terms), dtype=np.int32)
    return Row(columns, np.array(list(terms.values()), dtype=float), lower, upper)


def tables(rows: list[Row], floor: np.ndarray, ceiling: np.ndarray) -> set[tuple[int, ...]]:
    """All tables of whole numbers, counted through."""
    ends = zip(floor.astype(int), ceiling.astype(int), strict=True)
    every = product(*(range(low, high + 1) for low, high in ends))
    return {one for one in every if all(holds(row, np.array(one)) for row in rows)}


def holds(row: Row, table: np.ndarray) -> bool:
    return row.lower <= row.coefficients @ table[row.columns] <= row.upper


@st.composite
def rows_drawn(draw: st.DrawFn) -> Row:
    columns = st.integers(0, FIGURES - 1)
    factors = st.sampled_from([-2, -1, 1, 1, 2])
    terms = draw(st.dictionaries(columns, factors, min_size=1))
    lower = draw(st.one_of(st.just(-np.inf), st.integers(-6, 8).map(float)))
    more = draw(st.one_of(st.just(np.inf), st.integers(0, 6).map(float)))
    return row(terms, lower, more if lower == -np.inf else lower + more)


@given(st.lists(rows_drawn(), max_size=5))
def test_the_tables_are_the_same(rows):
    every = tables(rows, FLOOR, CEILING)
    try:
        floor, ceiling = tightened(rows, FLOOR, CEILING)
    except CrossedError:
        assert not every
        return
    left = [without_fixed(row, floor, ceiling) for row in needed(rows, floor, ceiling)]
    assert (floor >= FLOOR).all()
    assert (ceiling <= CEILING).all()
    assert tables(left, floor, ceiling) == every


def test_parts_of_a_known_total_leave_room_for_each_other():
    floor, ceiling = tightened([row({0: 1, 1: 1, 2: 1}, 6, 6)], FLOOR, np.full(FIGURES, 900.0))
    assert floor.tolist() == [1, 1, 1, 1]
    assert ceiling.tolist() == [4, 4, 4, 900]


def test_a_row_that_says_nothing_of_its_own_is_left_out():
    rows = [row({0: 1}, -np.inf, 2), row({0: 1, 1: 1}, -np.inf, 9), row({0: 1, 1: -1}, 0, 0)]
    floor, ceiling = tightened(rows, FLOOR, CEILING)
    assert [list(one.columns) for one in needed(rows, floor, ceiling)] == [[0, 1]]
    assert ceiling.tolist() == [2, 2, 4, 4]


def test_what_can_be_one_number_only_joins_nothing():
    """Two hidden figures of a total of 2 are 1 and 1: what they stand beside falls apart."""
    few = {name: Published(name, None) for name in ("p", "q")}
    cells = (Cell("a", 5), Cell("b", 6), Cell("c", 5), Cell("d", 6))
    relations = (
        Relation((("p", 1), ("q", 1)), 2, 2),
        Relation((("a", 1), ("b", 1), ("p", 1)), 12, 12),
        Relation((("c", 1), ("d", 1), ("p", 1)), 12, 12),
    )
    parts = systems(Problem(10, cells, relations, tuple(few.values())))
    assert [part.ids for part in parts] == [("a", "b"), ("c", "d")]
    assert [float(one.upper) for part in parts for one in part.rows] == [11, 11]


def test_a_contradiction_is_named_before_anything_is_attacked():
    cells = (Cell("a", 5),)
    earlier = (Published("b", None), Published("total", 3))
    relations = (Relation((("a", 1), ("b", 1), ("total", -1)), 0, 0),)
    with pytest.raises(ProblemError, match="around cell"):
        systems(Problem(10, cells, (*relations, Relation((("b", 1),), 4, 4)), earlier))


def test_the_true_table_has_to_be_one_of_them():
    """u is 4 and at most 5 - a: then a is 1, and not 5 as is said."""
    cells = (Cell("a", 5, households=90), Cell("s", 1), Cell("t", 1, households=90))
    relations = (
        Relation((("a", 1), ("u", 1)), None, 5),
        Relation((("u", 1),), 4, 4),
        Relation((("a", 1), ("s", 1), ("t", 1)), 7, 7),
    )
    with pytest.raises(ProblemError, match="around cell a"):
        systems(Problem(4, cells, relations, (Published("u", None),)))


def test_rows_that_a_single_number_breaks_by_a_hair_are_a_contradiction():
    relations = (Relation((("u", 100),), 100.00005, 100.00005),)
    with pytest.raises(ProblemError, match="around cell u"):
        systems(Problem(4, (Cell("s", 1),), relations, (Published("u", None, sensitive=True),)))


def test_a_figure_that_counts_for_nothing_in_a_row_is_not_in_it():
    relations = (Relation((("a", 1), ("b", 0)), 1, 1), Relation((("b", 1), ("c", 1)), 11, 11))
    cells = (Cell("a", 1), Cell("b", 2), Cell("c", 9))
    with pytest.raises(CannotBeMadeSafeError) as refusal:
        protect(Problem(3, cells, relations))
    assert refusal.value.cells == ("a",)
