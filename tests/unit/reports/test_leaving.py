"""Those of no known 圏域 stay out of what leaves the office while they are few."""

from dataclasses import replace

import pytest

from cswtool.access.fiscal import Period
from cswtool.publications.document import Heading
from cswtool.reports.rules import (
    Counted,
    Cut,
    Grain,
    Paper,
    Place,
    Wanted,
    Word,
    as_it_leaves,
    summary_of,
)
from cswtool.reports.rules.counted import Contact

YEAR = Period.of_fiscal_year(2025)
MONEY = Word(Heading("money", "お金"), Heading("life", "くらし"))


def _counted(west: int, unknown: int) -> Counted:
    """Each household with two contacts, in its 圏域 or in none, and money troubles."""
    placed = {h: "W" if h < west else "unknown" for h in range(west + unknown)}
    return Counted(
        period=YEAR,
        places=(Place("W", "西", ""), Place("E", "東", "")),
        contacts=[Contact(h, zone, "phone", "202504", 2) for h, zone in placed.items()],
        placed=placed,
        tags=[(h, "money") for h in placed],
        routes=dict.fromkeys(placed, "money"),
        issue_words={"money": MONEY},
        route_words={"money": MONEY},
    )


def _left(unknown: int, threshold: int = 10, paper: Paper = Paper.SUMMARY) -> bool:
    found = _counted(30, unknown)
    wanted = Wanted(paper, YEAR, Cut(Grain.SINGLE))
    return as_it_leaves(wanted, lambda one: summary_of(found, one.cut), threshold).cut.known_only


@pytest.mark.parametrize(
    ("unknown", "left"), [(0, True), (1, True), (9, True), (10, False), (40, False)]
)
def test_fewer_than_the_threshold_are_left_out(unknown, left):
    assert _left(unknown) is left


def test_where_nothing_is_hidden_and_where_nobody_is_counted_all_stay():
    assert _left(3, threshold=0) is False
    assert _left(3, paper=Paper.FORM_B) is False
    assert _left(4, threshold=5) is True
    assert _left(5, threshold=5) is False


def test_they_are_in_no_table_and_in_no_total():
    both = summary_of(_counted(30, 4), Cut())
    known = summary_of(_counted(30, 4), replace(Cut(), known_only=True))
    assert known.truth == summary_of(_counted(30, 0), replace(Cut(), known_only=True)).truth
    assert [zone.key for zone in known.zones] == ["W", "E"]
    assert (both.truth["method|all|all"], known.truth["method|all|all"]) == (68, 60)
    assert (both.truth["issue|all|money"], known.truth["issue|all|money"]) == (34, 30)
    assert not [cell for cell in known.truth if "|unknown|" in cell]
