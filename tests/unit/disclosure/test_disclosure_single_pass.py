"""Hiding once along the rows, as is commonly done, and what its own margins give back."""

import random

import pytest

from cswtool.disclosure.repair import protect
from tests.unit.disclosure.outsider import intervals, undefended
from tests.unit.disclosure.squares import sides, square_problem

SIZE, THRESHOLD = 5, 10


def _table(seed: int) -> list[list[int]]:
    dice = random.Random(seed)
    return [[dice.choice([3, 12, 15, 20, 25, 40, 60]) for _ in range(SIZE)] for _ in range(SIZE)]


def hidden_in_one_pass(inner: list[list[int]]) -> set[str]:
    """Every small figure, and where one is alone in its row the next smallest beside it."""
    rows, columns = sides(SIZE)
    hidden = set()
    for row, line in zip(rows.parts, inner, strict=True):
        ranked = sorted(zip(line, columns.parts, strict=True))
        small = [column for value, column in ranked if value < THRESHOLD]
        alone = len(small) == 1
        hidden |= {f"t|{row}|{column}" for column in small}
        hidden |= {f"t|{row}|{column}" for _, column in ranked[1:2] if alone}
    return hidden


@pytest.mark.parametrize("way", ["one pass", "engine"])
def test_margins_give_back_what_one_pass_hid_and_nothing_here(way):
    given_back = 0
    for seed in range(40):
        inner = _table(seed)
        problem = square_problem(inner, THRESHOLD)
        shown = {cell.id: cell.value for cell in problem.cells}
        if way == "engine":
            shown = protect(problem).shown
            assert undefended(problem, shown) == []
        else:
            shown |= dict.fromkeys(hidden_in_one_pass(inner), None)
        given_back += any(low == high for low, high in intervals(problem, shown).values())
    assert given_back >= 30 if way == "one pass" else given_back == 0
