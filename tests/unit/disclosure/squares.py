"""Small square tables with margins, and every whole-number table that agrees with one."""

import numpy as np

from cswtool.disclosure.cells import Problem
from cswtool.disclosure.tables import Axis, Figure, crosstab, problem_of


def square_problem(inner: list[list[int]], threshold: int) -> Problem:
    """An n×n table with margins; row 0, column 1 is ``t|a|y``, the grand total ``t|t|t``."""
    full = with_margins(np.array([inner]))[0]
    rows, columns = sides(len(inner))
    figures = {
        (row, column): Figure(int(full[i, j]))
        for i, row in enumerate(rows.all)
        for j, column in enumerate(columns.all)
    }
    return problem_of(threshold, [crosstab("t", figures, rows, columns)])


def sides(size: int) -> tuple[Axis, Axis]:
    return Axis(tuple("abcde"[:size]), "t"), Axis(tuple("vwxyz"[-size:]), "t")


def with_margins(inner: np.ndarray) -> np.ndarray:
    """(tables, n, n) to (tables, n + 1, n + 1)."""
    wide = np.concatenate([inner, inner.sum(axis=2, keepdims=True)], axis=2)
    return np.concatenate([wide, wide.sum(axis=1, keepdims=True)], axis=1)


def consistent_tables(shown: dict[str, int | None], size: int, top: int) -> np.ndarray:
    """All (tables, n + 1, n + 1) that agree with what is shown; hidden inner cells 1 … top."""
    rows, columns = sides(size)
    names = [[f"t|{row}|{column}" for column in columns.all] for row in rows.all]
    choices = [
        range(1, top + 1) if shown[names[i][j]] is None else [shown[names[i][j]]]
        for i in range(size)
        for j in range(size)
    ]
    grid = np.meshgrid(*[np.array(choice, dtype=np.int16) for choice in choices], indexing="ij")
    tables = with_margins(np.stack([axis.ravel() for axis in grid], axis=1).reshape(-1, size, size))
    for i, line in enumerate(names):
        for j, name in enumerate(line):
            figure = shown[name]
            tables = tables[tables[:, i, j] >= 1 if figure is None else tables[:, i, j] == figure]
    return tables
