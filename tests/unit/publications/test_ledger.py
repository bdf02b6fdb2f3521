"""Editions that share days, attacked by somebody who shares nothing with the ledger's rules."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date

import highspy
import pytest

from cswtool.disclosure.cells import CannotBeMadeSafeError, Cell, Problem, Published, Whole
from cswtool.disclosure.repair import protect
from cswtool.disclosure.tables import Figure, crosstab, problem_of
from cswtool.disclosure.wholes import without_told
from cswtool.publications.ledger.figures import Edition, groups
from cswtool.publications.ledger.kept import Kept, from_json, to_json
from cswtool.publications.ledger.problem import attacked, whole_of
from cswtool.publications.ledger.sealing import SealBrokenError, seal, unseal
from cswtool.publications.ledger.spans import Span, between, chains, together, unprinted
from cswtool.publications.rules import Profile
from tests.unit.publications.editions import (
    FINE,
    FIRST_HALF,
    GROUPED,
    ISSUES,
    METHODS,
    SECOND_HALF,
    THRESHOLD,
    TOGETHER,
    YEAR,
    ZONES,
    Contact,
    Cut,
    counted,
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
            if of.first <= start <= of.last
            and (zone == "all" or z in zone.split("+"))
            and method in {m, "all"}
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
        for cell in counted(contacts, piece).problem.cells:
            few = cell.id.startswith("method") and 1 <= (cell.households or 0) < THRESHOLD
            if few and outsider.width(outsider.sum(cell.id, piece)) < NEEDED:
                found.append(f"{piece} {cell.id}")
    return found


def _subtracted(editions: list[Edition]) -> list[str]:
    """実: the naked eye subtracts what one edition tells of a cell from what a longer one does."""
    found = []
    for long in editions:
        for short in editions:
            if short.kept.span in long.kept.span and short.kept.span != long.kept.span:
                for cell in {*long.shown, *short.shown}:
                    whole, part = _told(long, cell), _told(short, cell)
                    # Who has no issue in the half may have one in the year: there is no rest.
                    nested = cell.startswith("issue") and not cell.endswith("none")
                    if nested and part is not None and whole is not None:
                        found += [cell] if 1 <= whole - part < THRESHOLD else []
    return found


def _told(edition: Edition, cell: str) -> int | None:
    """A figure as printed, or added up from 圏域 that are printed apart."""
    table, zone, part = cell.split("|")
    if cell in edition.shown:
        return edition.shown[cell]
    figures = [edition.shown.get(f"{table}|{z}|{part}") for z in zone.split("+")]
    return sum(figures) if "+" in zone and None not in figures else None


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
    assert not any(one.exposed for one in attacked(editions, THRESHOLD))


MIXED = [
    ((span(0, 11), FINE), (YEAR, TOGETHER)),
    ((YEAR, TOGETHER), (SECOND_HALF, FINE)),
    ((FIRST_HALF, GROUPED), (YEAR, FINE)),
    ((FIRST_HALF, FINE), (YEAR, GROUPED)),
    ((FIRST_HALF, TOGETHER), (span(3, 6), FINE), (YEAR, GROUPED)),
]


@pytest.mark.parametrize("order", MIXED, ids=str)
@pytest.mark.parametrize("seed", range(3))
def test_editions_in_different_cuts_give_nothing_away_together(order, seed):
    """W and E apart in one, W+E in the other: what lies between is worked out all the same."""
    contacts = invented(seed, contacts=260 + 60 * seed, households=150)
    editions: list[Edition] = []
    for of, cut in order:
        try:
            editions.append(let_out(contacts, of, editions, cut))
        except CannotBeMadeSafeError:
            break
        assert any(figure is not None for figure in editions[-1].shown.values())
    assert _exposed(editions, contacts) == []
    assert _subtracted(editions) == []
    assert not any(one.exposed for one in attacked(editions, THRESHOLD))


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
    assert not any(one.exposed for one in attacked([first, second], THRESHOLD))
    name = "2025-04/2026-03|延べ件数|W|method|visit"
    terms = ((name, -1), (f"{name}#2", 1))
    (link,) = (
        r for r in whole_of([first, second], None, THRESHOLD).problem.relations if r.terms == terms
    )
    assert (link.lower, link.upper) == (0, len(late))


def test_a_hidden_cell_that_is_shown_after_all_is_found():
    contacts = invented(0, contacts=220, households=120)
    first = let_out(contacts, YEAR, [])
    second = let_out(contacts, SECOND_HALF, [first])
    truth = {cell.id: cell.value for cell in second.kept.problem.cells}
    for cell in [cell for cell, figure in second.shown.items() if figure is None]:
        leaked = replace(second, shown={**second.shown, cell: truth[cell]})
        if any(one.exposed for one in attacked([first, leaked], THRESHOLD)):
            break
    else:
        pytest.fail("nothing was found")


def _relations(*cuts: Cut) -> dict[tuple[tuple[str, int], ...], tuple]:
    contacts = invented(2, contacts=300, households=120)
    first = Edition(1, Profile.PUBLIC, kept(contacts, YEAR, cut=cuts[0]), {})
    new = kept(contacts, YEAR, [first], cuts[1])
    relations = whole_of([first], new, THRESHOLD).problem.relations
    return {relation.terms: (relation.lower, relation.upper) for relation in relations}


def test_a_group_of_issues_is_at_least_each_and_at_most_their_sum():
    name = "2025-04/2026-03|実ケース数|W|issue|{}"
    money, health, both = (name.format(part) for part in ("money", "health", "health+money"))
    for cuts in ((FINE, GROUPED), (GROUPED, FINE)):
        found = _relations(*cuts)
        assert found[tuple(sorted([(both, 1), (money, -1), (health, -1)]))] == (None, 0)
        assert found[tuple(sorted([(money, 1), (both, -1)]))] == (None, 0)


def test_zones_taken_together_are_their_sum():
    name = "2025-04/2026-03|延べ件数|{}|method|visit"
    terms = sorted([(name.format("W+E"), 1), (name.format("W"), -1), (name.format("E"), -1)])
    for cuts in ((FINE, TOGETHER), (TOGETHER, FINE)):
        assert _relations(*cuts)[tuple(terms)] == (0, 0)


def _of_issues(west: Sequence[int], after: tuple[int, ...] = ()) -> Kept:
    """An edition of 課題 alone: money, health, none and all of the west; the east never changes."""
    east, cut = (30, 25, 15, 60), Cut()
    lines = {"W": west, "E": east, "C": (0, 0, 0, 0)}
    figures = {
        (zone, part): Figure(number)
        for zone, numbers in lines.items()
        for part, number in zip(ISSUES.all, numbers, strict=True)
    }
    figures |= {
        ("all", part): Figure(sum(figures[zone, part].value for zone in ZONES.parts))
        for part in ISSUES.all
    }
    table = crosstab("issue", figures, ZONES, ISSUES)
    return Kept(YEAR, (cut.tables[1],), problem_of(THRESHOLD, [table]), after=after)


def test_what_an_earlier_edition_gives_away_is_refused_and_not_given_up():
    """Two households were taken out, and now everybody in the west has money troubles.

    The 40 of them were printed; that they are all of the 40 must not come out, and it is no zero
    that says so. It was let out once, and then the attack alarmed every night.
    """
    first = whole_of([], _of_issues((40, 20, 0, 42)), THRESHOLD)
    shown = first.printed(protect(without_told(first.problem)).shown)
    assert shown["issue|W|money"] == 40
    edition = Edition(1, Profile.PUBLIC, _of_issues((40, 20, 0, 42)), shown)
    second = whole_of([edition], _of_issues((40, 20, 0, 40), (1,)), THRESHOLD)
    assert without_told(second.problem).wholes == second.problem.wholes != ()
    with pytest.raises(CannotBeMadeSafeError):
        protect(without_told(second.problem))


def test_what_zeros_tell_is_given_up_by_protection_and_attack_alike():
    """Everybody in the west has money troubles alone: the zero beside them says so."""
    new = _of_issues((40, 0, 0, 40))
    told = [Whole("issue|W|money", "issue|W|all")]
    stated = replace(new, problem=replace(new.problem, wholes=tuple(told)))
    whole = whole_of([], stated, THRESHOLD)
    assert without_told(whole.problem).wholes == ()
    shown = whole.printed(protect(without_told(whole.problem)).shown)
    assert shown["issue|W|money"] is None
    edition = Edition(1, Profile.PUBLIC, stated, shown)
    assert not any(one.exposed for one in attacked([edition], THRESHOLD))


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
    editions = [
        Edition(at, Profile.PUBLIC, kept(contacts, of), {}) for at, of in enumerate(spans, 1)
    ]
    assert [[e.number for e in group] for group in groups(editions)] == [[1, 2, 3], [4]]
