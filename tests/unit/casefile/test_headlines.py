"""What is suggested as the one line of a case that began as a 連絡票."""

from cswtool.casefile.rules import headline_of


def test_the_first_sentence_is_suggested():
    assert headline_of("新聞がたまっている。夜も暗い。") == "新聞がたまっている"
    assert headline_of("\n新聞がたまっている\n夜も暗い") == "新聞がたまっている"


def test_a_long_one_is_cut_where_a_list_has_room():
    suggested = headline_of("あ" * 61)
    assert suggested == "あ" * 59 + "…"
    assert headline_of("あ" * 60) == "あ" * 60
