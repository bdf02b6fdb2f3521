"""How a decision is tied to its words, and a text to its digest."""

from cswtool.releases.models import Release
from cswtool.releases.rules import OPENING, Edit, digest, edited, pieces, sentence_at

TEXT = "仲町で集う。鈴木に話す！\nまた来る"


class Found:
    def __init__(self, begins, ends):
        self.begins, self.ends = begins, ends


def test_the_sentence_around_a_word():
    assert sentence_at(TEXT, 0, 2) == "仲町で集う"
    assert sentence_at(TEXT, 6, 8) == "鈴木に話す"
    assert sentence_at(TEXT, 13, 15) == "また来る"


def test_edits_of_other_lengths_do_not_move_each_other():
    edits = [Edit(0, 2, "市内のどこか"), Edit(6, 8, "A")]
    assert edited(TEXT, edits) == "市内のどこかで集う。Aに話す！\nまた来る"


def test_line_ends_and_space_around_make_no_other_text():
    assert digest("一行\r\n二行\r\n") == digest(" 一行\n二行")
    assert digest("一行 二行") != digest("一行\n二行")


def test_pieces_give_the_whole_text_back():
    found = [Found(0, 2), Found(6, 8)]
    shown = list(pieces(TEXT, found))
    assert "".join(words for words, _ in shown) == TEXT
    assert [words for words, number in shown if number] == ["仲町", "鈴木"]
    assert [number for _, number in shown if number] == [1, 2]


def test_lists_show_the_first_words_of_a_text():
    assert Release(text="\n居場所がない\nつづき").opening == "居場所がない"
    assert Release(text="あ" * OPENING).opening == "あ" * OPENING
    long = Release(text="あ" * 31).opening
    assert (len(long), long[-1]) == (OPENING, "…")
