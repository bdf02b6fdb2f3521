"""Tables become cells with readable ids and the relations an outsider knows."""

import pytest

from cswtool.disclosure.cells import ProblemError, Relation
from cswtool.disclosure.tables import Axis, Figure, crosstab, problem_of, same

ZONES = Axis(("W", "E"), "city")
ISSUES = Axis(("8050", "abuse"), "all", overlapping=True)
ROUTES = Axis(("self", "minsei"), "all")


def figures(rows, columns, values) -> dict[tuple[str, str], Figure]:
    places = [(row, column) for row in rows.all for column in columns.all]
    return {place: Figure(value) for place, value in zip(places, values, strict=True)}


def issue_table():
    """Ten households in W, all of them 8050 and four abuse too; twenty in E."""
    return crosstab(
        "issue", figures(ZONES, ISSUES, [10, 4, 10, 15, 12, 20, 25, 16, 30]), ZONES, ISSUES
    )


def test_ids_weights_and_totals():
    cells = {cell.id: cell for cell in issue_table().cells}
    assert len(cells) == 9
    assert cells["issue|E|abuse"].value == 12
    assert cells["issue|E|abuse"].weight == 13.0


def test_zones_add_up_and_issues_overlap():
    relations = issue_table().relations
    assert (
        Relation((("issue|city|8050", 1), ("issue|W|8050", -1), ("issue|E|8050", -1)), 0, 0)
        in relations
    )
    assert Relation((("issue|E|8050", 1), ("issue|E|all", -1)), None, 0) in relations
    assert (
        Relation((("issue|E|all", 1), ("issue|E|8050", -1), ("issue|E|abuse", -1)), None, 0)
        in relations
    )
    assert len(relations) == 3 * 3 + 3  # a line of issues needs three, a line of zones one


def test_an_issue_that_everybody_in_the_zone_has_is_sensitive():
    forced = {cell.id for cell in issue_table().cells if cell.sensitive}
    assert forced == {"issue|W|8050"}


def test_a_missing_figure_is_named():
    with pytest.raises(ProblemError, match=r"issue\|W\|8050: no figure"):
        crosstab("issue", {}, ZONES, ISSUES)


def test_margins_that_do_not_add_up_are_refused():
    wrong = crosstab(
        "route", figures(ZONES, ROUTES, [6, 4, 10, 9, 11, 20, 15, 15, 31]), ZONES, ROUTES
    )
    with pytest.raises(ProblemError, match=r"route\|city\|all"):
        problem_of(10, [wrong])


def test_tables_are_linked_by_what_they_share():
    routes = crosstab(
        "route", figures(ZONES, ROUTES, [6, 4, 10, 9, 11, 20, 15, 15, 30]), ZONES, ROUTES
    )
    link = same("issue|W|all", "route|W|all")
    problem = problem_of(10, [issue_table(), routes], links=[link])
    assert len(problem.cells) == 18
    assert link in problem.relations
