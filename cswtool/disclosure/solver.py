"""The one door to HiGHS: the same settings everywhere, every status looked at.

Two HiGHS objects with different ``threads`` in one process make ``run()`` fail without a word, so
it is 1 in every model; that also keeps results repeatable.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Indices = NDArray[np.int32]

_SETTINGS: dict[str, float] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,  # usually 0.0001, which of a large report is several figures
}
_DUAL_SIMPLEX, _PRIMAL_SIMPLEX = 1, 4
_STATUS = highspy.HighsModelStatus
_NO_TABLE = {_STATUS.kInfeasible, _STATUS.kUnboundedOrInfeasible}
_ENDS = {*_NO_TABLE, _STATUS.kOptimal, _STATUS.kTimeLimit}
_INTEGER = 1


class SolverError(RuntimeError):
    """HiGHS reported something other than success."""


class NoTimeError(SolverError):
    """The time ran out before there was any answer."""


@dataclass(frozen=True)
class Row:
    """``lower <= coefficients @ x[columns] <= upper`` (infinite where there is no bound)."""

    columns: Indices
    coefficients: Vector
    lower: float
    upper: float


@dataclass(frozen=True)
class Solution:
    """``x`` by column; ``duals``: change of the optimum for one more of a column (LP only).

    ``bound`` is the proven least objective; ``complete`` is False where the time ran out first.
    """

    x: Vector
    duals: Vector
    objective: float
    bound: float
    complete: bool


class Model:
    """Minimise ``cost @ x`` over rows and column bounds; keeps its basis from one run to the next.

    ``warm=True`` is for many similar LPs: presolve off and primal simplex, since a vertex of the
    last run is still feasible when only the objective changes.
    """

    def __init__(self, columns: int, rows: Sequence[Row] = (), *, warm: bool = False) -> None:
        self._columns, self._warm = columns, warm
        self._all = np.arange(columns, dtype=np.int32)
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in _SETTINGS.items():
            self._option(name, value)
        if warm:
            self._option("presolve", "off")
            self._option("simplex_strategy", _PRIMAL_SIMPLEX)
        empty = np.zeros(columns)
        _check(self._highs.addVars(columns, empty, empty))
        self.add(rows)

    def add(self, rows: Sequence[Row]) -> None:
        """Adds rows at the end."""
        if not rows:
            return
        lengths = [len(row.columns) for row in rows]
        _check(
            self._highs.addRows(
                len(rows),
                np.array([row.lower for row in rows]),
                np.array([row.upper for row in rows]),
                sum(lengths),
                np.cumsum([0, *lengths[:-1]]).astype(np.int32),
                np.concatenate([row.columns for row in rows]),
                np.concatenate([row.coefficients for row in rows]),
            ),
        )

    def bound(self, lower: Vector, upper: Vector) -> None:
        """Sets the bounds of all columns."""
        _check(self._highs.changeColsBounds(self._columns, self._all, lower, upper))

    def price(self, cost: Vector) -> None:
        """Sets the objective, to be minimised."""
        _check(self._highs.changeColsCost(self._columns, self._all, cost))

    def of_whole_numbers(self) -> None:
        """From now on all columns are whole numbers."""
        kind = np.full(self._columns, _INTEGER, dtype=np.uint8)
        _check(self._highs.changeColsIntegrality(self._columns, self._all, kind))

    def solve(self, seconds: float = highspy.kHighsInf) -> Solution | None:
        """The optimum, or the best found if time ran out; ``None`` where there can be none.

        Raises ``NoTimeError`` where nothing was found in time, ``SolverError`` on other outcomes.
        """
        self._option("time_limit", seconds)
        outcome, status = self._run()
        if self._warm and status not in _ENDS:
            outcome, status = self._run_anew()
        if status in _NO_TABLE:
            return None
        if outcome == highspy.HighsStatus.kError or status not in _ENDS:
            raise SolverError(f"HiGHS ended with {outcome}, {status}")
        return self._solution(complete=status == _STATUS.kOptimal)

    def _run(self) -> tuple[highspy.HighsStatus, highspy.HighsModelStatus]:
        outcome = self._highs.run()
        return outcome, self._highs.getModelStatus()

    def _run_anew(self) -> tuple[highspy.HighsStatus, highspy.HighsModelStatus]:
        """Once more from nothing and with the dual simplex: the primal one may stall where many
        corners lie in one place, which once in some thousand problems it does.
        """
        _check(self._highs.clearSolver())
        self._option("simplex_strategy", _DUAL_SIMPLEX)
        try:
            return self._run()
        finally:
            self._option("simplex_strategy", _PRIMAL_SIMPLEX)

    def _solution(self, *, complete: bool) -> Solution:
        found, info = self._highs.getSolution(), self._highs.getInfo()
        if not (complete or found.value_valid):
            raise NoTimeError("no answer in time")
        objective = info.objective_function_value
        return Solution(
            x=np.array(found.col_value),
            duals=np.array(found.col_dual if found.dual_valid else [0.0] * self._columns),
            objective=objective,
            bound=objective if complete else info.mip_dual_bound,
            complete=complete,
        )

    def _option(self, name: str, value: float | str) -> None:
        _check(self._highs.setOptionValue(name, value))


def _check(status: highspy.HighsStatus) -> None:
    if status != highspy.HighsStatus.kOk:
        raise SolverError(f"HiGHS answered {status}")
