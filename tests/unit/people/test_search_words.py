"""How what is typed into the search is compared with what is on file."""

from datetime import date

import pytest

from cswtool.access.folding import folded
from cswtool.people.rules import (
    MOST_WORDS,
    age_on,
    alternatives,
    as_fields,
    birth_fault,
    born_about,
    folded_address,
    search_words,
)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("髙橋", "高橋"),
        ("ワタナベ", "わたなべ"),
        ("ﾜﾀﾅﾍﾞ", "わたなべ"),
        ("渡邉", "渡辺"),
        ("Ｓｍｉｔｈ", "smith"),
    ],
)
def test_a_name_is_the_same_however_it_is_written(typed, stored):
    assert folded(typed) == folded(stored)


@pytest.mark.parametrize(
    "typed",
    ["小川町１丁目９００番地３号", "小川町1-900-3", "小川町１－９００－３", "小川町1丁目900の3"],
)
def test_an_address_is_the_same_however_it_is_written(typed):
    assert folded_address(typed) == "小川町1-900-3"


def test_a_word_of_digits_is_also_a_phone_number():
    assert "0420000001" in alternatives("042-000-0001")
    assert "0420000001" in alternatives("０４２（０００）０００１")
    assert alternatives("3-1") == ("3-1",), "too short to be part of a phone number"


def test_spaces_of_either_width_part_words_and_long_searches_are_cut():
    assert search_words("架空　花子 小川町") == ["架空", "花子", "小川町"]
    assert search_words("\u3000 ") == []
    assert len(search_words("あ " * 100)) == MOST_WORDS


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("架空　花子", {"name": "架空 花子"}),
        ("かくう はなこ", {"kana": "かくう はなこ"}),
        ("カクウ", {"kana": "カクウ"}),
        ("042-000-0001", {"phone": "042-000-0001"}),
        ("1-3", {}),
    ],
)
def test_what_was_searched_for_fills_the_field_it_most_likely_is(typed, fields):
    assert as_fields(typed) == fields


def test_a_guessed_age_stays_the_same_all_through_the_year():
    born = born_about(80, date(2026, 11, 24))
    assert age_on(date(2026, 1, 1), born) == age_on(date(2026, 12, 31), born) == 80


def test_a_birth_that_cannot_be_is_said_to_be_wrong():
    today = date(2026, 11, 24)
    assert "今日より後" in birth_fault(date(2026, 11, 25), today)
    assert "125歳" in birth_fault(date(1880, 1, 1), today)
    assert birth_fault(today, today) is None
