"""How far a 連絡票 may come, and how its number is written."""

import pytest

from cswtool.intake.rules import (
    NEXT,
    IncomingStatus,
    WrongStepError,
    receipt_number,
    require_step,
)

S = IncomingStatus


def test_it_goes_forward_only():
    require_step(S.RECEIVED, S.CONTACTED)
    require_step(S.CONTACTED, S.ENDED)
    require_step(S.RECEIVED, S.ENDED)
    for now, then in ((S.CONTACTED, S.RECEIVED), (S.ENDED, S.CONTACTED), (S.ENDED, S.ENDED)):
        with pytest.raises(WrongStepError):
            require_step(now, then)


def test_nothing_follows_the_end():
    assert [status for status in S if not NEXT[status]] == [S.ENDED]


def test_the_sender_is_told_three_things_and_no_more():
    assert [status.label for status in S] == ["受付済", "CSWが連絡しました", "終了"]


def test_the_number_says_its_fiscal_year():
    assert receipt_number("R8", 12) == "連R8-0012"
