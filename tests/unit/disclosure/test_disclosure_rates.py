"""A rate is printed only over figures that are, and enough households."""

from dataclasses import replace
from fractions import Fraction

import pytest

from cswtool.disclosure.cells import Cell, Problem
from cswtool.disclosure.rates import rate

CELLS = (
    Cell("8050", 14),
    Cell("few", 4),
    Cell("none", 0),
    Cell("cases", 40),
    Cell("nine", 9),
    Cell("ten", 10),
    Cell("contacts", 120, households=40),
    Cell("visits", 30, households=9),
)
PROBLEM = Problem(10, CELLS)
SHOWN = {cell.id: None if PROBLEM.is_sensitive(cell) else cell.value for cell in CELLS}
OPEN = {cell.id: cell.value for cell in CELLS}


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        ("8050", "cases", Fraction(7, 20)),
        ("contacts", "cases", Fraction(3)),
        ("8050", "ten", Fraction(7, 5)),
        ("none", "cases", Fraction(0)),
        ("few", "cases", None),
        ("8050", "nine", None),
        ("8050", "visits", None),
        ("8050", "none", None),
    ],
)
def test_both_are_shown_and_enough_stand_behind_the_denominator(part, whole, printed):
    assert rate(PROBLEM, SHOWN, part, whole) == printed


@pytest.mark.parametrize("whole", ["nine", "visits"])
def test_a_small_denominator_is_none_even_if_it_were_shown(whole):
    assert rate(PROBLEM, OPEN, "8050", whole) is None


def test_a_partner_needs_one_household_more():
    assert rate(replace(PROBLEM, partner_knows=1), OPEN, "8050", "ten") is None
