"""Complementary suppression as it is commonly done: once along the rows, and no attack after it."""

import random

from cswtool.disclosure.cells import Problem
from tests.unit.disclosure.squares import sides, square_problem

SIZE, THRESHOLD = 5, 10


def table(seed: int) -> list[list[int]]:
    dice = random.Random(seed)
    return [[dice.choice([3, 12, 15, 20, 25, 40, 60]) for _ in range(SIZE)] for _ in range(SIZE)]


def in_one_pass(inner: list[list[int]]) -> tuple[Problem, dict[str, int | None]]:
    """The table with its margins, and what is shown: no small figure, nor one more where it takes.

    Where a small figure is alone in its row, the next smallest beside it is hidden too.
    """
    problem = square_problem(inner, THRESHOLD)
    shown: dict[str, int | None] = {cell.id: cell.value for cell in problem.cells}
    rows, columns = sides(SIZE)
    for row, line in zip(rows.parts, inner, strict=True):
        ranked = sorted(zip(line, columns.parts, strict=True))
        small = [column for value, column in ranked if value < THRESHOLD]
        beside = [column for _, column in ranked[1:2]] if len(small) == 1 else []
        shown |= dict.fromkeys([f"t|{row}|{column}" for column in (*small, *beside)], None)
    return problem, shown
