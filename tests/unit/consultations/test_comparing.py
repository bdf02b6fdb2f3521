"""A corrected text beside the one before, and how long it may be corrected."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cswtool.consultations.rules import KEPT, NEW, OLD, Passage, compared, is_locked

NOON = datetime(2026, 4, 1, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "after", "locked"),
    [
        (7, timedelta(days=7) - timedelta(seconds=1), False),
        (7, timedelta(days=7), True),
        (0, timedelta(), True),
    ],
)
def test_a_record_is_open_for_whole_days(days, after, locked):
    assert is_locked(NOON, NOON + after, days) is locked


def test_a_word_that_was_changed_is_shown_alone():
    assert compared("本人と話す。また行く。", "母と話す。また行く。") == [
        Passage(OLD, "本人"),
        Passage(NEW, "母"),
        Passage(KEPT, "と話す。"),
        Passage(KEPT, "また行く。"),
    ]


def test_sentences_that_are_not_alike_are_shown_whole():
    assert compared("晴れていた。", "電話があった。") == [
        Passage(OLD, "晴れていた。"),
        Passage(NEW, "電話があった。"),
    ]


TEXTS = st.text(st.sampled_from("本人母と話す。\n、"), max_size=80)


@given(TEXTS, TEXTS)
def test_nothing_of_either_text_is_left_out(before, after):
    passages = compared(before, after)
    assert "".join(p.text for p in passages if p.kind != NEW) == before
    assert "".join(p.text for p in passages if p.kind != OLD) == after
