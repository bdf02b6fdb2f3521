"""When somebody is to be back."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cswtool.access import clock
from cswtool.outings.rules import back_at, is_overdue, usual_return

NOON = datetime(2026, 11, 25, 3, tzinfo=UTC)
"""Noon in Japan."""


@pytest.mark.parametrize(
    ("minutes", "back"),
    [(0, time(14, 0)), (1, time(14, 15)), (44, time(14, 45)), (11 * 60, time(23, 45))],
)
def test_the_usual_return_is_in_two_hours_and_still_today(minutes, back):
    assert usual_return(NOON + timedelta(minutes=minutes)) == back


@given(st.integers(0, 23 * 60 + 44))
def test_the_usual_return_is_always_to_come(minute):
    now = datetime(2026, 11, 25, tzinfo=clock.JAPAN) + timedelta(minutes=minute)
    assert back_at(now, usual_return(now)) is not None


def test_a_time_that_has_passed_is_none():
    assert back_at(NOON, time(11, 59)) is None
    assert back_at(NOON, time(12, 0)) is None
    assert back_at(NOON, time(12, 1)) == NOON + timedelta(minutes=1)


def test_overdue_is_who_should_be_back_and_is_not():
    late = NOON - timedelta(minutes=1)
    assert is_overdue(late, None, NOON)
    assert not is_overdue(late, NOON, NOON)
    assert not is_overdue(NOON, None, NOON)
