"""What a refusal says of the editions that stand in the way."""

from datetime import date

import pytest

from cswtool.disclosure.cells import Problem
from cswtool.publications.ledger.figures import Edition
from cswtool.publications.ledger.kept import Kept
from cswtool.publications.ledger.spans import Span
from cswtool.publications.rules import Profile
from cswtool.reports.commands.editions import newest_named

YEAR = Span(date(2025, 4, 1), date(2026, 3, 31))
BEFORE = Span(date(2024, 4, 1), date(2025, 3, 31))


def _earlier(*spans: Span) -> list[Edition]:
    return [
        Edition(number, Profile.PUBLIC, Kept(span, (), Problem(10, ())), {})
        for number, span in enumerate(spans, start=1)
    ]


@pytest.mark.parametrize(
    ("earlier", "named"),
    [
        ([YEAR], "第1号"),
        ([YEAR, BEFORE, YEAR], "第3号・第1号"),
        ([YEAR] * 3, "第3号・第2号・第1号"),
        ([YEAR] * 16 + [BEFORE], "第16号・第15号・第14号など"),
        ([BEFORE] * 5, "第5号・第4号・第3号など"),
    ],
)
def test_the_newest_few_that_share_a_day_are_named(earlier, named):
    assert newest_named(_earlier(*earlier), YEAR) == named
