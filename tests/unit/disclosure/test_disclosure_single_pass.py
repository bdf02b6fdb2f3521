"""What hiding in a single pass gives back through its own margins, and the engine does not."""

import pytest

from cswtool.disclosure.repair import protect
from tests.unit.disclosure.one_pass import in_one_pass, table
from tests.unit.disclosure.outsider import intervals, undefended

SEEDS = range(40)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_comes_back_here(seed):
    problem, _ = in_one_pass(table(seed))
    shown = protect(problem).shown
    assert undefended(problem, shown) == []
    assert all(low < high for low, high in intervals(problem, shown).values())


def test_margins_give_back_what_one_pass_hid():
    found = [intervals(*in_one_pass(table(seed))).values() for seed in SEEDS]
    assert sum(any(low == high for low, high in ends) for ends in found) > len(SEEDS) * 0.75
