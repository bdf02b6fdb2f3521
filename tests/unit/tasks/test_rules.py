"""Due dates that are chosen with one press."""

from datetime import date

import pytest

from cswtool.tasks.rules import month_later, soon


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 11, 24), date(2026, 12, 24)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
    ],
)
def test_a_month_later(day, later):
    assert month_later(day) == later


def test_soon_is_tomorrow_next_week_and_next_month():
    assert soon(date(2026, 11, 30)) == [
        ("明日", date(2026, 12, 1)),
        ("来週", date(2026, 12, 7)),
        ("1か月後", date(2026, 12, 30)),
    ]
