"""A hundred random problems, a thousand and more at length: the separate attacker finds nothing."""

import pytest

from cswtool.disclosure.cells import CannotBeMadeSafeError, Cell, Problem, Protected
from cswtool.disclosure.repair import protect
from tests.unit.disclosure.outsider import sensitive, undefended
from tests.unit.disclosure.problems import problem

MANY, SOME = 100, 50


def outcome(stated: Problem, **how) -> Protected | CannotBeMadeSafeError:
    try:
        return protect(stated, **how)
    except CannotBeMadeSafeError as refusal:
        return refusal


def withstood(stated: Problem, **how) -> bool:
    """Whether figures came out, all of them in order; refused is in order where it had to be."""
    found = outcome(stated, **how)
    if isinstance(found, CannotBeMadeSafeError):
        everything = {c.id: c.value if stated.is_known(c) else None for c in stated.cells}
        lost = {name.partition(" is all of ")[0] for name in undefended(stated, everything)}
        assert lost == set(found.cells)
        return False
    assert undefended(stated, found.shown) == []
    _in_order(stated, found)
    assert found.least_weight <= found.hidden_weight + 1e-6
    return True


def _in_order(stated: Problem, found: Protected) -> None:
    assert all(found.shown[cell.id] in {None, cell.value} for cell in stated.cells)
    few = {cell.id for cell in stated.cells}.intersection(sensitive(stated))
    assert {cell.id for cell in found.cells if cell.why == "primary"} == few
    assert all(found.shown[entry.id] is None for entry in stated.published if entry.value is None)


@pytest.mark.parametrize("seed", range(MANY))
def test_the_separate_attacker_finds_nothing(seed):
    withstood(problem(seed))


@pytest.mark.parametrize("seed", range(0, MANY, 4))
def test_nor_where_there_was_no_time_to_search(seed):
    withstood(problem(seed), time_limit=0.0)


@pytest.mark.long
@pytest.mark.parametrize("first", range(MANY, 1600, SOME))
def test_nor_does_it_at_length(first):
    published = [withstood(problem(seed)) for seed in range(first, first + SOME)]
    assert sum(published) > SOME * 0.6, "most can be published"


def test_where_the_simplex_stalls_it_begins_anew():
    """Of a few thousand problems the one in which the primal simplex comes to no end."""
    assert withstood(problem(21720))


def test_the_problems_are_as_awkward_as_reports_are():
    """Without the repair most give something away, and every awkwardness is among them."""
    stated = [problem(seed) for seed in range(MANY)]
    given_away = [one for one in stated if undefended(one, _without_repair(one))]
    assert len(given_away) > MANY / 2
    for awkward, found in AWKWARD.items():
        assert sum(map(bool, map(found, stated))) >= 5, awkward


def _without_repair(stated: Problem) -> dict[str, int | None]:
    hidden = set(sensitive(stated)) | {e.id for e in stated.published if e.value is None}
    return {cell.id: None if cell.id in hidden else cell.value for cell in stated.cells}


def _ids(stated: Problem) -> set[str]:
    return {cell.id.partition("|")[0] for cell in stated.cells}


def _dominated(stated: Problem, cell: Cell) -> bool:
    return cell.dominated and cell.behind >= stated.needed


AWKWARD = {
    "overlapping axes": lambda p: any(r.lower is None for r in p.relations),
    "linked tables": lambda p: {"issue", "route", "method"} <= _ids(p),
    "earlier editions": lambda p: p.published,
    "households that are not the value": lambda p: any(c.behind != c.value for c in p.cells),
    "one that makes most of it": lambda p: any(_dominated(p, cell) for cell in p.cells),
    "zeros protected": lambda p: not p.zeros_shown,
    "a partner who knows one household": lambda p: p.partner_knows,
    "a part that is its whole total": lambda p: p.wholes,
    "structural zeros": lambda p: any(c.structural_zero for c in p.cells),
}  # fmt: skip
