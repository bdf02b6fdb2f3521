"""Whatever is protected withstands an outsider who was written apart from the engine."""

import time
from dataclasses import replace

import pytest

from cswtool.disclosure.attack import Interval, attack
from cswtool.disclosure.cells import (
    CannotBeMadeSafeError,
    Cell,
    Problem,
    Published,
    Relation,
    Whole,
)
from cswtool.disclosure.repair import Progress, protect
from cswtool.disclosure.solver import Model, NoTimeError
from cswtool.disclosure.system import systems
from cswtool.disclosure.whole_tables import WHOLE_SECONDS, WholeTables
from tests.unit.disclosure.office import Size, report_page
from tests.unit.disclosure.outsider import exposed, intervals, sensitive, undefended
from tests.unit.disclosure.squares import square_problem

HARD = Size(issues=12, methods=6, months=6, households=166, contacts=498)
SMALL = Size(zones=3, issues=5, routes=3, methods=3, months=3)


def hidden(protected) -> set[str]:
    return {cell.id for cell in protected.cells if cell.shown is None}


def test_hiding_the_sensitive_figures_alone_would_not_do():
    """The outsider is worth its salt: without the repair it finds small counts."""
    problem = report_page(1, SMALL)
    protected = protect(problem)
    shown = protected.shown | {
        c.id: c.value for c in problem.cells if c.id not in sensitive(problem)
    }
    narrow = [low for low, high in intervals(problem, shown).values() if high - low < 9]
    assert narrow


def test_one_small_figure_in_a_table_needs_three_more():
    """The textbook case: a rectangle, or the margins give the figure back by subtraction."""
    problem = square_problem([[2, 20, 30], [20, 25, 40], [30, 30, 30]], threshold=4)
    protected = protect(problem)
    assert hidden(protected) == {"t|a|x", "t|a|y", "t|b|x", "t|b|y"}
    assert protected.hidden_weight == protected.least_weight == 4 + 2 + 20 + 20 + 25


def test_a_figure_that_was_published_cannot_be_taken_back():
    problem = Problem(10, (Cell("small", 3), Cell("large", 30)), published=(Published("small", 3),))
    with pytest.raises(CannotBeMadeSafeError, match="small") as refusal:
        protect(problem)
    assert refusal.value.cells == ("small",)


def test_earlier_totals_pin_a_small_figure():
    cells = (Cell("west", 3), Cell("east", 30))
    total = Relation((("west", 1), ("east", 1), ("city", -1)), 0, 0)
    earlier = (Published("east", 30), Published("city", 33))
    with pytest.raises(CannotBeMadeSafeError) as refusal:
        protect(Problem(10, cells, (total,), earlier))
    assert refusal.value.cells == ("west",)


def test_what_an_earlier_edition_hid_stays_hidden():
    cells = (Cell("a", 40), Cell("b", 50))
    protected = protect(Problem(10, cells, published=(Published("a", None),)))
    assert [(c.id, c.shown, c.why) for c in protected.cells] == [
        ("a", None, "secondary"),
        ("b", 50, None),
    ]


def test_what_stays_hidden_anyway_is_hidden_behind_first():
    cells = (Cell("small", 4), Cell("before", 20, weight=9.0), Cell("other", 15), Cell("all", 39))
    total = Relation((("small", 1), ("before", 1), ("other", 1), ("all", -1)), 0, 0)
    protected = protect(Problem(10, cells, (total,), (Published("before", None),)))
    assert hidden(protected) == {"small", "before"}


def test_an_outsider_who_knows_that_counts_are_whole_is_reckoned_with():
    """2 a = 5 b - 4 with b up to 3: a could be anything from 1 to 5.5, were it not a count."""
    cells = (Cell("a", 3), Cell("b", 2, households=90))
    relations = (Relation((("a", 2), ("b", -5)), -4, -4), Relation((("b", 1),), None, 3))
    problem = Problem(4, cells, relations)
    assert attack(problem, {"a", "b"}) == (Interval("a", 3, 3, exposed=True),)
    with pytest.raises(CannotBeMadeSafeError, match=r"safe: a$"):
        protect(problem)


def test_a_later_edition_does_not_give_an_earlier_one_away():
    """4月〜6月 hid July's neighbour; the total with July shown must not bring it back."""
    cells = (Cell("april–june", 4), Cell("july", 20), Cell("april–july", 24))
    total = Relation((("april–june", 1), ("july", 1), ("april–july", -1)), 0, 0)
    problem = Problem(10, cells, (total,), (Published("april–june", None),))
    protected = protect(problem)
    assert hidden(protected) >= {"april–june"}
    assert len(hidden(protected)) == 2
    assert exposed(problem, protected) == []


def test_an_earlier_figure_nobody_knows_any_more_is_unknown_to_the_outsider():
    cells = (Cell("west", 3),)
    total = Relation((("west", 1), ("old", 1), ("city", -1)), 0, 0)
    problem = Problem(10, cells, (total,), (Published("old", None), Published("city", 33)))
    assert exposed(problem, protect(problem)) == []


def test_few_households_with_many_contacts_are_hidden():
    protected = protect(
        Problem(10, (Cell("visits", 80, households=2), Cell("calls", 80, households=40)))
    )
    assert protected.shown == {"visits": None, "calls": 80}


def test_a_household_that_makes_most_of_a_figure_is_hidden():
    """20 households, of which one had 51 of 100 contacts: the figure is about that one."""
    cells = (
        Cell("visits", 100, households=20, largest=51),
        Cell("calls", 100, households=20, largest=50),
    )
    assert protect(Problem(10, cells)).shown == {"visits": None, "calls": 100}


def test_for_a_partner_who_knows_one_household_of_ten_nine_are_left():
    """He subtracts his own: of the others he must know no more than anybody of nine."""
    cells = (Cell("ten", 10), Cell("eleven", 11), Cell("other", 40), Cell("all", 61))
    total = Relation((("ten", 1), ("eleven", 1), ("other", 1), ("all", -1)), 0, 0)
    anybody = Problem(10, cells, (total,))
    assert hidden(protect(anybody)) == set()
    partner = replace(anybody, partner_knows=1)
    assert "ten" in hidden(protect(partner))
    assert "eleven" not in {c.id for c in protect(partner).cells if c.why == "primary"}
    (ten,) = attack(partner, {"ten", "eleven"})
    assert ten.high - ten.low >= 10
    assert attack(replace(partner, threshold=20), {"ten"})[0].exposed


def test_that_everybody_has_it_does_not_come_out_by_subtraction():
    """All of West and Mid have it. Three in the city have not, and three in East: so none there."""
    have, all_of_them = (12, 15, 20, 47), (12, 15, 23, 50)
    places = ("west", "mid", "east", "city")
    cells = [
        Cell(f"{place} {column}", value, weight=value, sensitive=place in {"west", "mid"})
        for column, values in (("have", have), ("all", all_of_them))
        for place, value in zip(places, values, strict=True)
    ]
    relations = [
        Relation(((f"city {column}", 1), *((f"{p} {column}", -1) for p in places[:3])), 0, 0)
        for column in ("have", "all")
    ]
    relations += [Relation(((f"{p} have", 1), (f"{p} all", -1)), None, 0) for p in places]
    wholes = tuple(Whole(f"{place} have", f"{place} all") for place in places[:2])
    without = Problem(10, tuple(cells), tuple(relations))
    problem = replace(without, wholes=wholes)
    narrow = {"west have", "west all", "mid have", "mid all"}
    assert hidden(protect(without)) == narrow, "the figures themselves are safe behind each other"
    found = {interval.id: interval for interval in attack(problem, narrow)}
    assert found["west all without west have"] == Interval(
        "west all without west have", 0, 0, exposed=True
    )
    protected = protect(problem)
    assert undefended(problem, protected.shown) == []
    assert len(hidden(protected)) > len(narrow)


def test_an_earlier_secret_is_kept_without_its_figure():
    """Nobody knows any more how many West had; it was a small number and stays one."""
    cells = (Cell("east", 27), Cell("city", 30))
    total = Relation((("west", 1), ("east", 1), ("city", -1)), 0, 0)
    for sensitive_then, still_hidden in ((False, 0), (True, 1)):
        before = Published("west", None, sensitive=sensitive_then)
        protected = protect(Problem(10, cells, (total,), (before,)))
        assert len(hidden(protected)) == still_hidden


def test_zeros_are_shown_or_protected_as_told():
    cells = (Cell("none", 0), Cell("never", 0, structural_zero=True), Cell("many", 90))
    assert protect(Problem(10, cells)).shown == {"none": 0, "never": 0, "many": 90}
    assert protect(Problem(10, cells, zeros_shown=False)).shown == {
        "none": None,
        "never": 0,
        "many": 90,
    }


def test_when_time_runs_out_more_is_hidden_and_it_is_still_safe():
    problem = report_page(3, SMALL)
    hurried, patient = protect(problem, time_limit=0.0), protect(problem)
    assert not hurried.finished
    assert patient.finished
    assert exposed(problem, hurried) == []
    assert hurried.hidden_weight >= patient.hidden_weight
    assert hurried.least_weight <= patient.least_weight


@pytest.mark.parametrize("turn", [1, 8, 16])
def test_time_may_run_out_anywhere_in_the_search(turn):
    """This page takes some twenty turns."""
    problem = report_page(15, HARD)
    time_limit = 3.0

    def dawdle(step: Progress) -> None:
        if step.turn == turn:
            time.sleep(time_limit)

    protected = protect(problem, time_limit=time_limit, tell=dawdle)
    assert not protected.finished
    assert undefended(problem, protected.shown) == []
    assert protected.least_weight < protected.hidden_weight


def test_what_was_not_found_in_time_counts_as_exposed(monkeypatch):
    """Any two of three are at most 11: all three 16 1/2, so whole tables have to be found."""
    cells = (Cell("s", 3), *(Cell(name, 1, households=90) for name in "abc"))
    pairs = (Relation(((one, 1), (other, 1)), None, 11) for one, other in ("ab", "bc", "ac"))
    total = Relation((("a", 1), ("b", 1), ("c", 1), ("s", -1)), 0, 0)
    problem = Problem(4, cells, (*pairs, total))
    (found,) = attack(problem, {*"sabc"})
    assert found == Interval("s", 3, 16, exposed=False)

    def too_late(*_):
        raise NoTimeError("no answer in time")

    monkeypatch.setattr(WholeTables, "cheapest", too_late)
    assert attack(problem, {*"sabc"}) == (Interval("s", 3, 3, exposed=True),)
    with pytest.raises(CannotBeMadeSafeError):
        protect(problem)


def test_where_no_table_was_found_in_time_the_cell_is_named(monkeypatch):
    """A half of what nobody told us: no table is at hand that could stand for it."""
    before = (Published("h", None), Published("i", None))
    halves = Relation((("s", 2), ("h", 2), ("i", -2)), -3, 3)
    problem = Problem(4, (Cell("s", 3),), (halves,), before)

    def too_late(*_):
        raise NoTimeError("no answer in time")

    monkeypatch.setattr(WholeTables, "cheapest", too_late)
    with pytest.raises(NoTimeError, match="around cell s"):
        protect(problem)


def test_searches_in_vain_do_not_add_up(monkeypatch):
    """Where one whole table is not found in time, hundreds of others are not waited for as long."""
    spent = []

    def in_vain(_, seconds: float) -> None:
        spent.append(seconds)
        raise NoTimeError("no answer in time")

    (system,) = systems(Problem(4, (Cell("s", 3),)))
    tables = WholeTables(system)
    monkeypatch.setattr(Model, "solve", in_vain)
    for _ in range(300):
        with pytest.raises(NoTimeError):
            tables.cheapest(system.weight, system.floor, system.ceiling)
    assert spent[0] == WHOLE_SECONDS
    assert sum(spent) <= 2 * WHOLE_SECONDS


def test_it_is_told_how_far_the_search_is():
    told: list[Progress] = []
    protect(report_page(3, SMALL), tell=told.append)
    assert [step.turn for step in told if step.part == 1] == list(range(1, len(told) + 1))
    assert {step.parts for step in told} == {1}
    assert told[0].exposed > 0
    assert told[-1].exposed == 0
    assert told == sorted(told, key=lambda step: step.seconds)


def test_same_problem_same_answer():
    problem = report_page(4, SMALL)
    assert protect(problem) == protect(problem)


def test_a_full_report_page_is_quick():
    protected = protect(report_page(5, Size()))
    assert protected.finished
    assert protected.seconds < 30
