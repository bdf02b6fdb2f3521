"""From one exposed cell to a condition that every safe pattern fulfils.

Linear-programming duality (Fischetti and Salazar 2001, §3): the duals of the two attacks bound the
width of the interval for *every* pattern ``y`` by ``constant + gain @ y``, so a safe pattern needs
``gain @ y >= width - constant``. A gain larger than that right side is cut down to it, which loses
no pattern of zeros and ones and makes the condition much stronger.
"""

from dataclasses import dataclass

import numpy as np

from cswtool.disclosure.attack import Exposure
from cswtool.disclosure.solver import Row, Vector
from cswtool.disclosure.system import System

TINY = 1e-7


@dataclass(frozen=True)
class Seen:
    """The pattern an exposure was found under, and the reach granted (see ``Attacker.see``)."""

    pattern: Vector
    reach: float


def cut(system: System, exposure: Exposure, seen: Seen) -> Row | None:
    """The condition broken by ``seen.pattern``, or ``None`` where duality gives none that is."""
    free = system.always == 0
    granted = _gain(system, exposure, system.reachable(seen.reach))
    least = system.width - exposure.width + float((granted * seen.pattern)[free].sum())
    gain = np.where(free, np.minimum(_gain(system, exposure, system.ceiling), least), 0.0)
    if float(gain @ seen.pattern) >= least - TINY:
        return None
    return _at_least(gain, least)


def cover(system: System, exposure: Exposure, seen: Seen) -> Row | None:
    """At least one more figure that can widen the interval must be hidden.

    Needed where the interval is wide enough as it stands but not once shrunk to whole numbers.
    ``None`` where no further figure can widen it.
    """
    gain = _gain(system, exposure, system.ceiling)
    useful = (gain > TINY) & (seen.pattern == 0) & (system.always == 0)
    return _at_least(useful.astype(float), 1.0) if useful.any() else None


def _gain(system: System, exposure: Exposure, ceiling: Vector) -> Vector:
    """How much wider the interval can get for hiding each figure."""
    total = np.zeros(len(system.ids))
    for extreme in (exposure.least, exposure.greatest):
        total += np.maximum(extreme.duals, 0.0) * (system.value - system.floor)
        total += np.maximum(-extreme.duals, 0.0) * (ceiling - system.value)
    return total


def _at_least(gain: Vector, least: float) -> Row:
    columns = np.flatnonzero(gain > TINY).astype(np.int32)
    return Row(columns, gain[columns], least, np.inf)
