"""A phone number as it is written down, and what is refused."""

import pytest

from cswtool.people.rules import phone_fault, tidied_phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("０４２ー０００－１１１１", "042-000-1111"),
        ("(042) 000 1111", "(042) 000 1111"),
        ("＋81−42‐000‐1111", "+81-42-000-1111"),
    ],
)
def test_widths_and_dashes_are_made_alike(typed, kept):
    assert tidied_phone(typed) == kept
    assert phone_fault(kept) is None


@pytest.mark.parametrize("typed", ["042-000-1111 内線3", "長男の携帯", "abc", "---"])
def test_letters_are_refused_in_words(typed):
    assert "数字とハイフン" in phone_fault(tidied_phone(typed))
