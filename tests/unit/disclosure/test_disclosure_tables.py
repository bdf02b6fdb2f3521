"""Tables become cells with readable ids and the relations an outsider knows."""

import pytest

from cswtool.disclosure.cells import ProblemError, Relation, Whole
from cswtool.disclosure.repair import protect
from cswtool.disclosure.tables import Axis, Figure, crosstab, problem_of, same
from tests.unit.disclosure.outsider import undefended

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


def test_that_everybody_has_it_is_kept_where_it_can_be():
    assert issue_table().wholes == (Whole("issue|W|8050", "issue|W|all"),)
    assert problem_of(10, [issue_table()]).wholes == issue_table().wholes


def all_by_one_route():
    values = [12, 0, 12, 9, 11, 20, 21, 11, 32]
    return crosstab("route", figures(ZONES, ROUTES, values), ZONES, ROUTES)


def test_where_the_zeros_say_it_nothing_hidden_keeps_it():
    """All of West came by themselves, and all from the 民生委員 live in East."""
    table = all_by_one_route()
    told = (Whole("route|W|self", "route|W|all"), Whole("route|E|minsei", "route|city|minsei"))
    assert (table.wholes, table.told_by_zeros) == ((), told)
    assert {cell.id for cell in table.cells if cell.sensitive} == {whole.part for whole in told}
    assert problem_of(10, [table]).wholes == ()
    assert problem_of(10, [table], zeros_shown=False).wholes == told


def test_protected_zeros_keep_it():
    problem = problem_of(10, [all_by_one_route()], zeros_shown=False)
    assert undefended(problem, protect(problem).shown) == []


def test_a_part_that_nobody_else_could_be_in_is_no_secret():
    alone = {place: Figure(12) for place in [("W", "self"), ("W", "all")]}
    alone |= {("W", "minsei"): Figure(0, structural_zero=True)}
    table = crosstab("route", alone | _as_city(alone), Axis(("W",), "city"), ROUTES)
    assert (table.wholes, table.told_by_zeros) == ((), ())


def _as_city(figures):
    return {("city", column): figure for (_, column), figure in figures.items()}


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
