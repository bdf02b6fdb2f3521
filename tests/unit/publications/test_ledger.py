"""Editions that share days, attacked by somebody who shares nothing with the ledger's rules."""

from dataclasses import fields, replace
from datetime import date

import highspy
import pytest

from cswtool.disclosure.cells import CannotBeMadeSafeError, Cell, Problem, Published
from cswtool.publications.ledger.figures import Edition, groups
from cswtool.publications.ledger.kept import from_json, to_json
from cswtool.publications.ledger.problem import attacked, whole_of
from cswtool.publications.ledger.sealing import SealBrokenError, seal, unseal
from cswtool.publications.ledger.spans import Span, between, chains, together, unprinted
from tests.unit.publications.editions import (
    FIRST_HALF,
    METHODS,
    SECOND_HALF,
    THRESHOLD,
    YEAR,
    ZONES,
    Contact,
    invented,
    kept,
    let_out,
    span,
)

NEEDED = THRESHOLD - 1 - 1e-6


# --- The outsider -----------------------------------------------------------------------


class Outsider:
    """Believes in contacts by month, 圏域 and 方法, and in nothing else that the ledger says."""

    def __init__(self, editions: list[Edition]) -> None:
        self.model = highspy.Highs()
        self.model.silent()
        self.model.setOptionValue("threads", 1)
        self.edges = sorted({e for one in editions for e in (one.kept.span.first, _after(one))})
        self.pieces = {
            (start, zone, method): self.model.addVariable(0, 100_000)
            for start in self.edges[:-1]
            for zone in ZONES.parts
            for method in METHODS.parts
        }
        for edition in editions:
            for cell, figure in edition.shown.items():
                if cell.startswith("method"):
                    self._believe(self.sum(cell, edition.kept.span), figure)

    def sum(self, cell: str, of: Span):
        _, zone, method = cell.split("|")
        return sum(
            1.0 * variable
            for (start, z, m), variable in self.pieces.items()
            if of.first <= start <= of.last and zone in {z, "all"} and method in {m, "all"}
        )

    def _believe(self, total, figure: int | None) -> None:
        self.model.addConstr(total >= (1 if figure is None else figure))
        if figure is not None:
            self.model.addConstr(total <= figure)

    def width(self, total) -> float:
        ends = []
        for optimise in (self.model.minimize, self.model.maximize):
            optimise(total)
            assert self.model.getModelStatus() == highspy.HighsModelStatus.kOptimal
            ends.append(self.model.getInfo().objective_function_value)
        return ends[1] - ends[0]


def _after(edition: Edition) -> date:
    return date.fromordinal(edition.kept.span.last.toordinal() + 1)


def _exposed(editions: list[Edition], contacts: list[Contact]) -> list[str]:
    """Every figure of few households, of any run of pieces of time, that is worked out."""
    outsider = Outsider(editions)
    found = []
    for piece in between([one.kept.span for one in editions]):
        for cell in kept(contacts, piece).problem.cells:
            few = cell.id.startswith("method") and 1 <= (cell.households or 0) < THRESHOLD
            if few and outsider.width(outsider.sum(cell.id, piece)) < NEEDED:
                found.append(f"{piece} {cell.id}")
    return found


def _subtracted(editions: list[Edition]) -> list[str]:
    """実: the naked eye subtracts a figure of one edition from that of a longer one."""
    found = []
    for long in editions:
        for short in editions:
            if short.kept.span in long.kept.span and short.kept.span != long.kept.span:
                for cell, figure in short.shown.items():
                    whole = long.shown[cell]
                    # Who has no issue in the half may have one in the year: there is no rest.
                    nested = cell.startswith("issue") and not cell.endswith("none")
                    if nested and figure is not None and whole is not None:
                        found += [cell] if 1 <= whole - figure < THRESHOLD else []
    return found


# --- Editions one after the other -------------------------------------------------------

ORDERS = [
    (YEAR, SECOND_HALF),
    (SECOND_HALF, YEAR),
    (FIRST_HALF, YEAR),
    (span(0, 9), span(6, 6)),
    (span(0, 3), span(0, 6), YEAR),
]


@pytest.mark.parametrize("order", ORDERS, ids=str)
@pytest.mark.parametrize("seed", range(4))
def test_editions_that_share_days_give_nothing_away_together(order, seed):
    contacts = invented(seed, contacts=220 + 60 * seed, households=120)
    editions: list[Edition] = []
    for of in order:
        try:
            editions.append(let_out(contacts, of, editions))
        except CannotBeMadeSafeError:
            break
        assert any(figure is not None for figure in editions[-1].shown.values())
    assert _exposed(editions, contacts) == []
    assert _subtracted(editions) == []
    assert not any(one.exposed for one in attacked(editions))


def test_each_for_itself_they_would_give_away_what_lies_between():
    """The check above can fail: the same editions, each protected alone."""
    given_away = 0
    for seed in range(4):
        contacts = invented(seed, contacts=220 + 60 * seed, households=120)
        alone = [let_out(contacts, of, []) for of in (YEAR, SECOND_HALF)]
        editions = [replace(one, number=at) for at, one in enumerate(alone, 1)]
        given_away += bool(_exposed(editions, contacts) or _subtracted(editions))
    assert given_away >= 3


def test_the_same_period_again_shows_and_hides_the_same():
    contacts = invented(1, contacts=280, households=120)
    first = let_out(contacts, YEAR, [])
    assert let_out(contacts, YEAR, [first]).shown == first.shown


def test_a_correction_keeps_what_did_not_change_and_guards_what_did():
    contacts = invented(1, contacts=280, households=120)
    first = let_out(contacts, YEAR, [])
    late = [Contact(900 + n, date(2025, 6, 1), "W", "visit", "money") for n in range(12)]
    second = let_out([*contacts, *late], YEAR, [first])
    changed = {
        cell.id
        for cell, before in zip(second.kept.problem.cells, first.kept.problem.cells, strict=True)
        if cell.value != before.value
    }
    assert "method|W|visit" in changed
    assert {c: f for c, f in second.shown.items() if c not in changed} == {
        c: f for c, f in first.shown.items() if c not in changed
    }
    assert not any(one.exposed for one in attacked([first, second]))
    name = "2025-04/2026-03|延べ件数|W|method|visit"
    terms = ((name, -1), (f"{name}#2", 1))
    (link,) = (r for r in whole_of([first, second]).problem.relations if r.terms == terms)
    assert (link.lower, link.upper) == (0, len(late))


def test_a_hidden_cell_that_is_shown_after_all_is_found():
    contacts = invented(0, contacts=220, households=120)
    first = let_out(contacts, YEAR, [])
    second = let_out(contacts, SECOND_HALF, [first])
    truth = {cell.id: cell.value for cell in second.kept.problem.cells}
    for cell in [cell for cell, figure in second.shown.items() if figure is None]:
        leaked = replace(second, shown={**second.shown, cell: truth[cell]})
        if any(one.exposed for one in attacked([first, leaked])):
            break
    else:
        pytest.fail("nothing was found")


def test_a_group_is_the_sum_of_its_tags_and_at_least_each_of_them():
    contacts = invented(2, contacts=300, households=120)
    fine = let_out(contacts, YEAR, [])
    coarse = kept(contacts, YEAR, [fine])
    grouped = {"phone": frozenset({"visit", "phone"})}
    tables = (replace(coarse.tables[0], parts=grouped), coarse.tables[1])
    cells = [cell for cell in coarse.problem.cells if not cell.id.endswith("|visit")]
    totals = {cell.id.rsplit("|", 1)[0]: cell for cell in cells if cell.id.endswith("|all")}
    joined = tuple(
        replace(cell, value=whole.value, households=whole.households, sensitive=False)
        if cell.id.endswith("|phone") and (whole := totals[cell.id.rsplit("|", 1)[0]])
        else cell
        for cell in cells
    )
    group = replace(coarse, tables=tables, problem=Problem(THRESHOLD, joined))
    relations = whole_of([fine], group).problem.relations
    name = "2025-04/2026-03|延べ件数|W|method"
    terms = ((f"{name}|phone", -1), (f"{name}|phone…", 1), (f"{name}|visit", -1))
    assert any(r.terms == terms and (r.lower, r.upper) == (0, 0) for r in relations)


def test_zones_taken_together_are_their_sum():
    contacts = invented(2, contacts=300, households=120)
    fine = let_out(contacts, YEAR, [])
    names = {"all": "all", "W": "W+E"}
    cells = [
        replace(cell, id="|".join((table, names[zone], part)))
        for cell in kept(contacts, YEAR).problem.cells
        for table, zone, part in [cell.id.split("|")]
        if zone in names
    ]
    totals = {cell.id.replace("|all|", "|W+E|", 1): cell for cell in cells}
    joined = [
        replace(cell, value=totals[cell.id].value, households=totals[cell.id].households)
        if "|W+E|" in cell.id
        else cell
        for cell in cells
    ]
    coarse = replace(kept(contacts, YEAR), problem=Problem(THRESHOLD, tuple(joined)))
    name = "2025-04/2026-03|延べ件数|{}|method|visit"
    terms = sorted([(name.format("W+E"), 1), (name.format("W"), -1), (name.format("E"), -1)])
    relations = whole_of([fine], coarse).problem.relations
    assert any(r.terms == tuple(terms) and (r.lower, r.upper) == (0, 0) for r in relations)


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        (
            Problem,
            {
                "threshold",
                "cells",
                "relations",
                "published",
                "zeros_shown",
                "wholes",
                "partner_knows",  # an edition for everybody reckons with nobody's
            },
        ),
        (Published, {"id", "value", "sensitive"}),  # every figure here has its true value
        (
            Cell,
            {"id", "value", "households", "weight", "sensitive", "structural_zero", "largest"},
        ),
    ],
)
def test_the_ledger_knows_all_that_a_problem_may_say(kind, known):
    """What the engine learns, `whole_of` must carry over from the editions to the whole."""
    assert {field.name for field in fields(kind)} == known


# --- What is stored ---------------------------------------------------------------------


def test_what_was_counted_comes_back_as_it_was_and_opens_for_its_edition_only():
    from uuid import uuid4

    contacts, key, edition = invented(1, contacts=100, households=50), bytes(32), uuid4()
    whole = kept(contacts, YEAR, [let_out(contacts, SECOND_HALF, [])])
    assert from_json(to_json(whole)) == whole
    sealed = seal(key, edition, whole)
    assert b"visit" not in sealed
    assert unseal(key, edition, sealed) == whole
    for wrong in ((bytes([1] * 32), edition, sealed), (key, uuid4(), sealed)):
        with pytest.raises(SealBrokenError):
            unseal(*wrong)
    with pytest.raises(SealBrokenError):
        unseal(key, edition, sealed[:-1] + bytes([sealed[-1] ^ 1]))


def test_spans():
    assert Span.of_months("202512") == Span(date(2025, 12, 1), date(2025, 12, 31))
    assert between([YEAR, SECOND_HALF]) == [FIRST_HALF, SECOND_HALF]
    assert unprinted([YEAR, SECOND_HALF]) == [FIRST_HALF]
    assert unprinted([FIRST_HALF, span(12, 12)]) == []
    assert set(together([FIRST_HALF, YEAR, span(12, 3)], SECOND_HALF)) == {FIRST_HALF, YEAR}
    halves = {YEAR: "year", FIRST_HALF: "first", SECOND_HALF: "second"}
    assert next(chains(halves)) == ("year", ["first", "second"])


def test_editions_that_share_no_day_are_attacked_apart():
    contacts = invented(1, contacts=100, households=50)
    spans = (FIRST_HALF, span(6, 3), span(3, 6), span(9, 3))
    editions = [Edition(at, kept(contacts, of), {}) for at, of in enumerate(spans, 1)]
    assert [[e.number for e in group] for group in groups(editions)] == [[1, 2, 3], [4]]
