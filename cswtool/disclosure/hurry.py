"""The way out when the time has run out: hide what helps most, round by round, until it is safe.

Nothing that is hidden is shown again and every round hides something, so it comes to an end, at
the latest with everything hidden, which ``protect`` has tried beforehand.
"""

import numpy as np

from cswtool.disclosure.attack import Attacker
from cswtool.disclosure.cuts import ENOUGH, Seen, cut_or_cover
from cswtool.disclosure.solver import Row, Vector
from cswtool.disclosure.system import System

_HALF = 0.5
_LEAST_COST = 1e-3


def hurried(system: System, pattern: Vector) -> Vector:
    """A safe pattern, begun with what an unfinished search would hide for the greater part."""
    attacker = Attacker(system)
    hidden = ((pattern >= _HALF) | (system.always > 0)).astype(float)
    while True:
        attacker.see(hidden)
        before = hidden.copy()
        for answer in attacker.exposed(most=ENOUGH):
            condition = cut_or_cover(system, answer, Seen(before, np.inf))
            if condition is not None:
                fulfil(system, hidden, condition)
        if not np.array_equal(hidden, before):
            continue
        exposed = [answer.position for answer in attacker.exposed(whole=True)]
        if not exposed or hidden.all():
            return hidden
        _hide_around(system, hidden, exposed)


def fulfil(system: System, hidden: Vector, condition: Row) -> None:
    """Hides figures until the condition holds, those first that do most for their weight."""
    wanted = condition.lower - float(condition.coefficients @ hidden[condition.columns])
    cost = np.maximum(system.weight[condition.columns], _LEAST_COST)
    for at in np.argsort(cost / condition.coefficients, kind="stable"):
        if wanted <= 0:
            return
        column = condition.columns[at]
        wanted -= condition.coefficients[at] * (1.0 - hidden[column])
        hidden[column] = 1.0


def _hide_around(system: System, hidden: Vector, exposed: list[int]) -> None:
    """What stands in a row with a figure that only whole-number tables give away.

    Where that is hidden already, what stands in a row with anything hidden, and in the end all.
    """
    for region in (np.isin(np.arange(len(system.ids)), exposed), hidden > 0):
        touched = [row.columns for row in system.rows if region[row.columns].any()]
        around = np.concatenate([np.flatnonzero(region), *touched])
        if not hidden[around].all():
            hidden[around] = 1.0
            return
    hidden[:] = 1.0
