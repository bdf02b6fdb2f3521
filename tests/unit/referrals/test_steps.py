"""The way of a つなぎ: which step may follow which."""

from datetime import date
from itertools import pairwise

import pytest

from cswtool.referrals.rules import (
    COURSE,
    FINISHED,
    NEXT,
    ReferralStatus,
    WrongStepError,
    require_step,
    unanswered_before,
)

S = ReferralStatus


def test_the_whole_way_can_be_gone_step_by_step():
    for now, then in pairwise(COURSE):
        require_step(now, then)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (S.WRITTEN, S.RECEIVED),
        (S.WRITTEN, S.DECLINED),
        (S.SENT, S.DONE),
        (S.SENT, S.SENT),
        (S.RECEIVED, S.SENT),
        (S.RESULT, S.DECLINED),
    ],
)
def test_a_step_out_of_turn_is_refused(now, then):
    with pytest.raises(WrongStepError):
        require_step(now, then)


def test_nothing_follows_the_end_and_every_state_can_reach_one():
    for status in ReferralStatus:
        assert bool(NEXT[status]) is (status not in FINISHED)
    assert {then for steps in NEXT.values() for then in steps} == set(ReferralStatus) - {S.WRITTEN}


def test_fifteen_days_without_an_answer_are_too_long_and_fourteen_are_not():
    today = date(2026, 11, 23)
    assert date(2026, 11, 8) < unanswered_before(today)
    assert not date(2026, 11, 9) < unanswered_before(today)
