"""The search among tables of whole numbers, which an outsider knows all counts to be.

A model of its own, built when the first question is asked: the linear programme of the attack would
lose its warm start over it.
"""

from functools import cached_property

import numpy as np

from cswtool.disclosure.bounds import Entries
from cswtool.disclosure.cells import ROUNDING
from cswtool.disclosure.solver import Model, NoTimeError, Solution, Vector
from cswtool.disclosure.system import System

WHOLE_SECONDS = 10.0
"""The longest search for one table. After one that was in vain the next may take half as long."""


class WholeTables:
    """The tables of one system, of whole numbers alone."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._seconds = WHOLE_SECONDS

    @cached_property
    def _model(self) -> Model:
        model = Model(len(self._system.ids), self._system.rows)
        model.of_whole_numbers()
        return model

    @cached_property
    def _entries(self) -> Entries:
        return Entries.of(self._system.rows)

    def cheapest(self, cost: Vector, lower: Vector, upper: Vector) -> Solution | None:
        """The optimum, ``None`` where there is no table. Raises NoTimeError."""
        self._model.bound(lower, upper)
        self._model.price(cost)
        return self._answer()

    def _answer(self) -> Solution | None:
        """Searches in vain take no more than twice ``WHOLE_SECONDS`` all together: where one table
        is not found mostly no other is, and a report has hundreds to be asked for.
        """
        try:
            found = self._model.solve(self._seconds)
        except NoTimeError:
            self._seconds /= 2
            raise
        if found is not None and not found.complete:
            self._seconds /= 2
        return found

    def near(self, table: Vector, cost: Vector, lower: Vector, upper: Vector) -> Solution | None:
        """The cheapest that differs from ``table`` only where it is not whole, and next to it.

        A hundredth of the time that the optimum takes, and mostly it is the optimum.
        """
        whole = np.round(table)
        free = self._entries.beside(np.abs(table - whole) > ROUNDING)
        try:
            return self.cheapest(cost, np.where(free, lower, whole), np.where(free, upper, whole))
        except NoTimeError:
            return None
