"""Bands, one beside the other: what is known of a small number, counted through."""

from collections.abc import Callable, Iterator
from itertools import combinations, combinations_with_replacement, pairwise

import pytest

from cswtool.regional.rules.bands import THRESHOLD, band

ENOUGH = THRESHOLD - 1
"""So far must the greatest and the least value lie apart that an outsider thinks possible."""
MANY = 64
"""Numbers up to here: the four bands that have an end, and some of the next."""

Known = dict[tuple[str, ...], list[tuple[int, ...]]]
"""By what the sheets say: all the numbers that may stand behind them."""


def _known(said: Callable[[int], str], sheets: int) -> Known:
    """Of so many sheets, the households of each among those of the next."""
    found: Known = {}
    for numbers in combinations_with_replacement(range(MANY), sheets):
        found.setdefault(tuple(map(said, numbers)), []).append(numbers)
    return found


def _differences(numbers: tuple[int, ...]) -> Iterator[int]:
    yield from numbers
    yield from (more - fewer for fewer, more in combinations(numbers, 2))


def _closest(said: Callable[[int], str], sheets: int) -> int:
    """How closely some small number or small difference is known, at worst.

    What reaches to the end of what is counted through may go on beyond it and is left out.
    """
    worst = MANY
    for possible in _known(said, sheets).values():
        if any(numbers[-1] == MANY - 1 for numbers in possible):
            continue
        for values in zip(*map(_differences, possible), strict=True):
            if any(0 < value < THRESHOLD for value in values):
                worst = min(worst, max(values) - min(values))
    return worst


@pytest.mark.parametrize("sheets", [1, 2, 3])
def test_no_small_number_comes_out_of_sheets_within_each_other(sheets):
    assert _closest(band, sheets) >= ENOUGH


def _apart(number: int) -> str:
    return band(number) if number else "なし"


def _in_fives(number: int) -> str:
    return band(number) if number < THRESHOLD else str(number // 5)


@pytest.mark.parametrize(
    ("narrower", "sheets"), [(_apart, 1), (_in_fives, 2), (str, 1)], ids=["0", "5", "1"]
)
def test_it_would_come_out_of_narrower_ones(narrower, sheets):
    assert _closest(narrower, sheets) < ENOUGH


def test_every_band_is_wide_enough_and_the_lowest_has_no_household_in_it():
    neighbours = enumerate(pairwise(map(band, range(500))), 1)
    starts = [number for number, (one, other) in neighbours if one != other]
    assert all(after - before - 1 >= ENOUGH for before, after in pairwise([0, *starts]))
    assert band(0) == band(THRESHOLD - 1)
