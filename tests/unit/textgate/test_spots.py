"""Folding that remembers where a character stood folds as the search does."""

from hypothesis import given
from hypothesis import strategies as st

from cswtool.access.folding import everyday
from cswtool.textgate.spots import name_folded, spotted

LETTERS = st.text("佐髙﨑𠮷かガｶﾞﾊﾟー・= 　ＡｂＣ㈱①\ufe00\U000e0100゙‐−ｰ１漢、。\n")


@given(LETTERS)
def test_folded_text_is_the_same_as_without_the_places(text):
    assert spotted(text).text == name_folded(text)


@given(LETTERS)
def test_each_letter_comes_from_its_place(text):
    found = spotted(text)
    for letter, (start, end) in zip(found.text, found.spots, strict=True):
        assert letter in name_folded(text[start:end])


@given(LETTERS)
def test_everyday_text_keeps_its_length(text):
    assert len(everyday(text)) == len(text)
