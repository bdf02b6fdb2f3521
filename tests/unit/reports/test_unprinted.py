"""Which tables nobody printed and who holds several papers may work out."""

from dataclasses import replace

import pytest

from cswtool.reports.rules import Paper, Wanted, unprinted_beside

YEAR = Wanted.of_query(
    {
        "paper": "summary",
        "first": "2025-04",
        "last": "2026-03",
        "grain": "single",
        "zones": "each",
        "ages": "each",
        "months": "each",
    }
)
POOLED, GROUPED = {"zones": "pooled"}, {"grain": "groups"}
FIRST_HALF, SECOND_HALF = {"last": "2025-09"}, {"first": "2025-10"}


def _like(**asked: str) -> Wanted:
    return Wanted.of_query(YEAR.as_query() | asked)


def _beside(*out: Wanted) -> list[dict[str, str]]:
    """By what differs from the year."""
    year = YEAR.as_query()
    found = [one.as_query() for one in unprinted_beside(out)]
    return [{key: said for key, said in one.items() if said != year[key]} for one in found]


def test_what_is_asked_for_comes_back_as_it_was():
    wanted = _like(**POOLED, **SECOND_HALF, paper="form-a", ages="pooled")
    assert Wanted.of_query(wanted.as_query()) == wanted


def test_one_paper_alone_gives_nothing_away_beside_itself():
    assert _beside(YEAR) == []
    assert _beside(YEAR, YEAR) == []


def test_between_a_year_and_its_half_lies_the_other_half():
    assert _beside(_like(**SECOND_HALF), YEAR) == [FIRST_HALF]


def test_each_is_taken_in_the_cut_of_the_other():
    found = _beside(_like(**SECOND_HALF), _like(**POOLED))
    assert found == [
        SECOND_HALF | POOLED,
        {},
        FIRST_HALF,
        FIRST_HALF | POOLED,
    ]


def test_two_ways_of_cutting_make_four():
    assert len(_beside(_like(**POOLED), _like(**GROUPED))) == 2
    assert {} in _beside(_like(**POOLED), _like(**GROUPED))
    assert POOLED | GROUPED in _beside(_like(**POOLED), _like(**GROUPED))


def test_a_quarter_that_is_told_by_one_and_cut_by_the_other_leaves_its_rest():
    """July to September in the year; July and August in the five months."""
    year, five = _like(months="pooled"), _like(last="2025-08", months="pooled")
    september = {"first": "2025-09", "last": "2025-09"}
    assert {key: september[key] for key in september} in [
        {key: one[key] for key in one if key != "months"} for one in _beside(five, year)
    ]


@pytest.mark.parametrize("other", ["ages", "months"])
def test_what_makes_no_difference_to_a_paper_is_no_other_cut(other):
    paper = {"ages": "summary", "months": "form-a"}[other]
    assert _beside(_like(paper=paper), _like(paper=paper, **{other: "pooled"})) == []


def test_form_a_and_the_summary_hang_together_and_form_b_with_its_kind_alone():
    form_a, form_b = _like(paper="form-a"), _like(paper="form-b", **POOLED)
    between = unprinted_beside((_like(**SECOND_HALF), form_a))
    assert {one.paper for one in between} == {Paper.SUMMARY, Paper.FORM_A}
    assert {one.period for one in between} == {_like(**FIRST_HALF).period}
    assert _beside(YEAR, form_b) == []
    half = replace(form_b, period=_like(**SECOND_HALF).period)
    assert [one.paper for one in unprinted_beside((form_b, half))] == [Paper.FORM_B]
