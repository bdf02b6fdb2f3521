"""From one exposed cell to a condition that every safe pattern fulfils.

Linear-programming duality (Fischetti and Salazar 2001, §3): the duals of the two attacks bound the
width of the interval for *every* pattern ``y`` by ``constant + gain @ y``, so a safe pattern needs
``gain @ y >= width - constant``. A gain larger than that right side is cut down to it, which loses
no pattern of zeros and ones and makes the condition much stronger.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cswtool.disclosure.attack import Exposure
from cswtool.disclosure.solver import Row, Vector
from cswtool.disclosure.system import System

TINY = 1e-7

ENOUGH = 60
"""How many exposed cells are looked for at a time: what mends one of them mends others too."""


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


def cut_or_cover(system: System, exposure: Exposure, seen: Seen) -> Row | None:
    """A condition for a pattern of zeros and ones; ``None`` where nothing more can help."""
    return cut(system, exposure, seen) or _cover(system, exposure, seen)


def _cover(system: System, exposure: Exposure, seen: Seen) -> Row | None:
    """At least one more figure that can widen the interval must be hidden.

    Needed where the interval is wide enough as it stands but not once shrunk to whole numbers.
    ``None`` where no further figure can widen it.
    """
    gain = _gain(system, exposure, system.ceiling)
    useful = (gain > TINY) & (seen.pattern == 0) & (system.always == 0)
    return _at_least(useful.astype(float), 1.0) if useful.any() else None


def more(system: System, pattern: Vector) -> Row:
    """At least one more figure must be hidden: what is exposed is so whenever less is hidden.

    Where only whole-number tables betray a pattern, which have no duals that would say which.
    """
    return _at_least(((pattern == 0) & (system.always == 0)).astype(float), 1.0)


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


def single_rows(system: System) -> list[Row]:
    """What one relation alone asks for, without any linear programme.

    In a row with a sensitive figure the others must leave it room: it rises no further than the
    hidden ones among them give way, and falls no further than to its floor or than they rise.
    These are the cuts of duals with a single row in them.
    """
    return [
        condition
        for row in system.rows
        if system.real[row.columns].all()
        for at in np.flatnonzero(np.isin(row.columns, system.sensitive))
        for condition in _asked_by(system, row, int(at))
    ]


def _asked_by(system: System, row: Row, at: int) -> Iterator[Row]:
    """The conditions of one row for the figure that stands ``at`` in it."""
    position, factor = row.columns[at], row.coefficients[at]
    rise, up = _room(system, row, at, 1.0 if factor > 0 else -1.0)
    fall, down = _room(system, row, at, -1.0 if factor > 0 else 1.0)
    to_floor = float(system.value[position] - system.floor[position])
    for room, gain in ((rise + to_floor, up), (rise + fall, up + down)):
        if not np.isfinite(room):
            continue
        full = np.zeros(len(system.ids))
        full[row.columns] = gain
        least = system.width - room - float(full[system.always > 0].sum())
        full[system.always > 0] = 0.0
        if least > TINY:
            yield _at_least(np.minimum(full, least), least)


def _room(system: System, row: Row, at: int, direction: float) -> tuple[float, Vector]:
    """How far the figure ``at`` can go before the row is full, and what each other adds to it."""
    value, floor = system.value[row.columns], system.floor[row.columns]
    ceiling, factor = system.ceiling[row.columns], row.coefficients * direction
    spare = _spare(row, value, direction)
    gain = np.where(factor > 0, factor * (value - floor), -factor * (ceiling - value))
    gain[at] = 0.0
    return spare / abs(factor[at]), gain / abs(factor[at])


def _spare(row: Row, value: Vector, direction: float) -> float:
    total = float(row.coefficients @ value)
    return row.upper - total if direction > 0 else total - row.lower
