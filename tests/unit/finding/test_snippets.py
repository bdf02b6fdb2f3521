"""The piece of a record that a search shows."""

import pytest

from cswtool.access.folding import phrases, tokens
from cswtool.finding.rules import AROUND, MOST_WORDS, Piece, snippet, typed_words

RECORD = "玄関先で本人と話す。髙橋さんから電話があったとのこと。" + "食事はとれている。" * 20


def _found(pieces: list[Piece]) -> list[str]:
    return [piece.text for piece in pieces if piece.found]


@pytest.mark.parametrize(
    ("word", "written"),
    [("高橋", "髙橋"), ("電話", "電話"), ("たべる", None), ("本人", "本人")],
)
def test_a_word_is_shown_as_it_was_written(word, written):
    assert _found(snippet(RECORD, [word]))[:1] == ([written] if written else [])


def test_a_long_record_is_cut_around_the_first_word_found():
    pieces = snippet("あ" * 300 + "虐待" + "い" * 300, ["虐待"])
    assert [p.text for p in pieces if p.text == "…"] == ["…", "…"]
    assert _found(pieces) == ["虐待"]
    assert pieces[1].text == "あ" * AROUND


def test_without_a_word_the_record_is_shown_from_its_beginning():
    assert snippet("短い記録", []) == [Piece("短い記録", found=False)]


def test_words_that_overlap_are_marked_once():
    assert _found(snippet("生活保護の相談", ["生活保護", "保護の"])) == ["生活保護", "の"]


def test_only_so_many_words_narrow_a_search():
    assert typed_words("虐待　電話") == ["虐待", "電話"]
    assert len(typed_words("あ " * 20)) == MOST_WORDS


def test_pairs_of_characters():
    assert tokens("田中様、90") == "田中 中様 様 90 0"
    assert phrases("田中様") == ['"田中 中様"']
    assert phrases("虐") == ['"虐" *']
    assert phrases("1-900") == ['"1" *', '"90 00"']
    assert phrases("、") == []
