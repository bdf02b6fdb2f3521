"""A hundred random problems, a thousand and more at length: the separate attacker finds nothing."""

import pytest

from cswtool.disclosure.cells import CannotBeMadeSafeError, Problem
from cswtool.disclosure.repair import protect
from tests.unit.disclosure.outsider import sensitive, undefended
from tests.unit.disclosure.problems import problem

MANY = 100


def withstood(stated: Problem) -> bool:
    """Whether figures came out, all of them in order; refused is in order where it had to be."""
    everything = {c.id: c.value if stated.is_known(c) else None for c in stated.cells}
    try:
        protected = protect(stated)
    except CannotBeMadeSafeError as refusal:
        lost = {name.partition(" is all of ")[0] for name in undefended(stated, everything)}
        assert lost == set(refusal.cells)
        return False
    shown = protected.shown
    assert undefended(stated, shown) == []
    assert all(shown[cell.id] in {None, cell.value} for cell in stated.cells)
    asked_for = {cell.id for cell in stated.cells}.intersection(sensitive(stated))
    assert {c.id for c in protected.cells if c.why == "primary"} == asked_for
    assert all(shown[entry.id] is None for entry in stated.published if entry.value is None)
    assert protected.finished
    return True


@pytest.mark.parametrize("seed", range(MANY))
def test_the_separate_attacker_finds_nothing(seed):
    withstood(problem(seed))


@pytest.mark.long
@pytest.mark.parametrize("hundred", range(1, 16))
def test_nor_does_it_at_length(hundred):
    published = [withstood(problem(seed)) for seed in range(hundred * MANY, (hundred + 1) * MANY)]
    assert sum(published) > MANY * 0.7, "most of them can be published"


def test_the_problems_are_as_awkward_as_reports_are():
    """Without the repair most give something away, and every kind of awkwardness is among them."""
    stated = [problem(seed) for seed in range(MANY)]
    naive = [
        {
            c.id: None
            if c.id in sensitive(p) or p.published_values.get(c.id, 0) is None
            else c.value
            for c in p.cells
        }
        for p in stated
    ]
    given_away = sum(bool(undefended(one, shown)) for one, shown in zip(stated, naive, strict=True))
    assert given_away > MANY / 2
    kinds = {
        "overlapping": lambda p: any("|all" in name and r.lower is None for r in p.relations for name, _ in r.terms),
        "linked tables": lambda p: any(r.terms[0][0].startswith("issue") and r.terms[-1][0].startswith("route") for r in p.relations),
        "earlier editions": lambda p: p.published,
        "households apart from the value": lambda p: any(c.households not in {None, c.value} for c in p.cells),
        "a household that dominates": lambda p: any(c.dominated and c.behind > 1 for c in p.cells),
        "zeros protected": lambda p: not p.zeros_shown,
        "a partner": lambda p: p.partner_knows,
        "a part that is all": lambda p: p.wholes,
        "structural zeros": lambda p: any(c.structural_zero for c in p.cells),
    }  # fmt: skip
    for kind, found in kinds.items():
        assert sum(bool(found(p)) for p in stated) >= 5, kind
