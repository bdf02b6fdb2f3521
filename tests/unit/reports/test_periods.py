"""The periods that are offered, and the one that is shown first."""

from datetime import date

import pytest

from cswtool.access.fiscal import Period
from cswtool.reports.periods import last_finished, offered, selectable_months


def _months(first: date, months: int) -> Period:
    return Period.of_months(first, months)


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        (date(2026, 11, 25), _months(date(2026, 4, 1), 6)),
        (date(2026, 4, 1), _months(date(2025, 4, 1), 12)),
        (date(2026, 7, 31), _months(date(2026, 4, 1), 3)),
        (date(2026, 9, 30), _months(date(2026, 4, 1), 3)),
        (date(2027, 2, 1), _months(date(2026, 10, 1), 3)),
    ],
)
def test_the_first_thing_shown_is_what_ended_last(today, shown):
    assert last_finished(today) == shown


def test_nothing_is_offered_that_has_not_begun():
    today = date(2026, 11, 25)
    assert max(selectable_months(today)) == date(2026, 11, 1)
    found = {part.label: part.period for part in offered(2026, today)}
    assert max(period.last for period in found.values()) == date(2026, 11, 30)
    assert found["年度（途中）"] == _months(date(2026, 4, 1), 8)
    assert found["上半期"] == _months(date(2026, 4, 1), 6)
    assert "第4四半期" not in "".join(found)
