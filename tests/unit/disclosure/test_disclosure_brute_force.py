"""No solver at all: every table, and every pattern, is tried."""

import random
from itertools import chain, combinations

import numpy as np
import pytest

from cswtool.disclosure.attack import attack
from cswtool.disclosure.cells import CannotBeMadeSafeError, Protected, ProtectedCell
from cswtool.disclosure.repair import protect
from tests.unit.disclosure.outsider import exposed, sensitive, undefended
from tests.unit.disclosure.problems import loose
from tests.unit.disclosure.squares import consistent_tables, sides, square_problem

THRESHOLD = 3
TOP = 7


def drawn(seed: int, size: int, small: int) -> list[list[int]]:
    """Figures out of reach of the threshold, but for a few small ones and a zero here and there."""
    dice = random.Random(seed)
    inner = [[dice.randint(3, 5) for _ in range(size)] for _ in range(size)]
    for _ in range(small):
        inner[dice.randrange(size)][dice.randrange(size)] = dice.randint(0, 2)
    return inner


def spans(shown: dict[str, int | None], size: int) -> dict[str, tuple[int, int]]:
    tables = consistent_tables(shown, size, TOP)
    low, high = tables.min(axis=0), tables.max(axis=0)
    rows, columns = sides(size)
    return {
        f"t|{row}|{column}": (int(low[i, j]), int(high[i, j]))
        for i, row in enumerate(rows.all)
        for j, column in enumerate(columns.all)
    }


@pytest.mark.parametrize("seed", range(20))
def test_among_all_whole_tables_every_small_figure_keeps_its_width(seed):
    problem = square_problem(drawn(seed, 3, small=1 + seed % 2), THRESHOLD)
    protected = protect(problem)
    hidden_inside = [c for c in protected.cells if c.shown is None and "|t" not in c.id]
    assert len(hidden_inside) <= 7, "too many to count"
    found = spans(protected.shown, 3)
    for name in sensitive(problem):
        low, high = found[name]
        assert high - low >= THRESHOLD - 1, name


@pytest.mark.parametrize("seed", range(10))
def test_the_attack_finds_the_intervals_that_counting_finds(seed):
    """The margins are shown here, so that no figure can leave the range counted."""
    problem = square_problem(drawn(seed, 3, small=3), THRESHOLD)
    few = {name for name in sensitive(problem) if "|t" not in name}
    shown = {c.id: None if c.id in few else c.value for c in problem.cells}
    found = spans(shown, 3)
    for interval in attack(problem, few):
        assert (interval.low, interval.high) == found[interval.id]
        assert interval.exposed == (interval.high - interval.low < THRESHOLD - 1)


@pytest.mark.parametrize("seed", range(10))
def test_no_safe_pattern_of_a_small_table_loses_less(seed):
    problem = square_problem(drawn(seed, 2, small=1 + seed % 2), THRESHOLD)
    few = set(sensitive(problem))
    free = [c.id for c in problem.cells if c.value > 0 and c.id not in few]
    weight = {c.id: c.weight for c in problem.cells}
    patterns = chain.from_iterable(combinations(free, n) for n in range(len(free) + 1))
    losses = [
        sum(weight[name] for name in few.union(pattern))
        for pattern in patterns
        if not exposed(problem, hiding(problem, few.union(pattern)))
    ]
    assert protect(problem).hidden_weight == pytest.approx(min(losses))


@pytest.mark.parametrize("seed", range(25))
def test_no_safe_pattern_of_odd_relations_loses_less(seed):
    """Judged by the separate attacker with whole tables; earlier editions included."""
    problem = loose(random.Random(seed), figures=7)
    always = set(sensitive(problem)) | {e.id for e in problem.published if e.value is None}
    free = [c.id for c in problem.cells if not problem.is_known(c) and c.id not in always]
    weight = {c.id: c.weight for c in problem.cells}
    patterns = chain.from_iterable(combinations(free, n) for n in range(len(free) + 1))
    losses = [
        sum(weight[name] for name in hidden)
        for hidden in (always.union(pattern) for pattern in patterns)
        if not undefended(problem, hiding(problem, hidden).shown)
    ]
    if not losses:
        with pytest.raises(CannotBeMadeSafeError):
            protect(problem)
        return
    assert protect(problem).hidden_weight == pytest.approx(min(losses))


def hiding(problem, names: set[str]) -> Protected:
    cells = [ProtectedCell(c.id, None if c.id in names else c.value) for c in problem.cells]
    return Protected(tuple(cells), 0.0, 0.0, finished=True, seconds=0.0)


def test_counting_sees_a_figure_given_back_by_its_margins():
    problem = square_problem([[2, 4, 5], [3, 4, 5], [5, 4, 3]], THRESHOLD)
    shown = {c.id: None if c.id == "t|a|x" else c.value for c in problem.cells}
    assert spans(shown, 3)["t|a|x"] == (2, 2)
    assert np.all(consistent_tables(shown, 3, TOP)[:, 0, 0] == 2)
