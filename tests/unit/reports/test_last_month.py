"""What the rule "a case stands in the zone of its last contact" tells an outsider."""

from dataclasses import replace

from cswtool.disclosure.attack import attack
from cswtool.disclosure.repair import protect
from cswtool.disclosure.tables import Figure, at_most
from cswtool.publications.document import Heading
from cswtool.reports.rules import (
    ALL,
    CONTACTS,
    ISSUE,
    METHOD,
    MONTH,
    NONE,
    REAL,
    ROUTE,
    SEEN,
    UNKNOWN,
    UNKNOWN_ZONE,
    Summary,
    Tally,
)

ZONES = (Heading("A", "A"), Heading("B", "B"), UNKNOWN_ZONE)


def _tally(key, measure, rows, totals, *, overlapping=False) -> Tally:
    figures = {}
    for part, (one, other) in {**rows, ALL: totals}.items():
        figures |= {("A", part): Figure(one), ("B", part): Figure(other)}
        figures |= {(UNKNOWN, part): Figure(0), (ALL, part): Figure(one + other)}
    parts = tuple(Heading(part, part) for part in rows)
    return Tally(key, key, measure, key, parts, figures, overlapping)


def _summary() -> Summary:
    """Two zones and two months, in which only the last month gives a figure away."""
    halves, months = {"x": (10, 20), NONE: (10, 20)}, ("202601", "202602")
    return Summary(
        ZONES,
        (
            _tally(ISSUE, REAL, halves, (20, 40), overlapping=True),
            _tally(ROUTE, REAL, {"a": (10, 20), "b": (10, 20)}, (20, 40)),
            _tally(METHOD, CONTACTS, {"a": (13, 35), "b": (13, 35)}, (26, 70)),
            _tally(MONTH, CONTACTS, dict(zip(months, ((16, 40), (10, 30)), strict=True)), (26, 70)),
            _tally(
                SEEN,
                REAL,
                dict(zip(months, ((14, 30), (8, 22)), strict=True)),
                (20, 40),
                overlapping=True,
            ),
        ),
    )


def test_who_knows_that_the_last_contact_decides_works_out_no_small_figure():
    problem = _summary().problem(10)
    hidden = {cell for cell, shown in protect(problem).shown.items() if shown is None}
    assert f"{SEEN}|A|202602" in hidden
    last = [at_most(f"{SEEN}|{z.key}|202602", f"{MONTH}|{z.key}|202602") for z in ZONES]
    informed = replace(problem, relations=(*problem.relations, *last))
    assert [found for found in attack(informed, hidden) if found.exposed] == []
