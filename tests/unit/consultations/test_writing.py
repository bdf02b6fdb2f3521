"""How a text is read, and what is taken out of it before it is kept."""

import pytest

from cswtool.accounts.rules import TextStyle
from cswtool.consultations.rules.writing import Heading, Mark, frame, sections, tidied

FACT, THIRD, OPINION = Mark.FACT, Mark.THIRD_PARTY, Mark.OPINION


def read(text):
    return [
        (section.heading, [(paragraph.mark, paragraph.text) for paragraph in section.paragraphs])
        for section in sections(text)
    ]


def test_a_plain_text_is_its_paragraphs():
    assert read("電話があった。\n家賃のこと。\n\nまた来る。") == [
        (None, [(None, "電話があった。\n家賃のこと。"), (None, "また来る。")])
    ]


def test_headings_open_sections_on_their_line_or_below():
    assert read("まえおき\n【S 主観的情報】\n眠れない\n【Ｏ】顔色が悪い\n\n【P 計画】") == [
        (None, [(None, "まえおき")]),
        (Heading.SUBJECTIVE, [(None, "眠れない")]),
        (Heading.OBJECTIVE, [(None, "顔色が悪い")]),
        (Heading.PLAN, []),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("【事実】窓が割れている", [(FACT, "窓が割れている")]),
        ("【第三者情報】隣家の話。\n夜に声。", [(THIRD, "隣家の話。\n夜に声。")]),
        ("【第三者】隣家の話\n\n本人は否定", [(THIRD, "隣家の話"), (None, "本人は否定")]),
        ("【所見】孤立\n【事実】郵便がたまる", [(OPINION, "孤立"), (FACT, "郵便がたまる")]),
        ("はじめ\n【事実】つぎ", [(None, "はじめ"), (FACT, "つぎ")]),
        ("【第三者情報】\n隣家の話", [(THIRD, "隣家の話")]),
        ("【第三者情報】\n\n印のない段落", [(None, "印のない段落")]),
        ("本人は【事実】と言う", [(None, "本人は【事実】と言う")]),
        ("【ごみ屋敷】の件", [(None, "【ごみ屋敷】の件")]),
        ("【A さん】から電話", [(None, "【A さん】から電話")]),
        ("【事実】通帳\n　【第三者情報】長女の話", [(FACT, "通帳"), (THIRD, "長女の話")]),
    ],
)
def test_a_mark_holds_for_its_paragraph_and_no_longer(text, expected):
    assert read(text) == [(None, expected)]


def test_a_mark_does_not_reach_over_a_heading():
    assert read("【S】【第三者情報】長女の話\n【O】部屋は暗い") == [
        (Heading.SUBJECTIVE, [(THIRD, "長女の話")]),
        (Heading.OBJECTIVE, [(None, "部屋は暗い")]),
    ]


@pytest.mark.parametrize("style", list(TextStyle))
def test_a_frame_without_words_is_no_text(style):
    assert tidied(frame(style)) == ""
    assert tidied(frame(style) + "\n【事実】") == ""


def test_a_filled_frame_loses_its_empty_headings_alone():
    text = (
        "まえおき\n\n【S 主観的情報】\n眠れない\n\n【O 客観的情報】\n\n【A 評価】疲れ\n\n【P 計画】"
    )
    kept = "まえおき\n\n【S 主観的情報】\n眠れない\n\n【A 評価】疲れ"
    assert tidied(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "一行",
        "二行\n\n\n目まで　空けて",
        "【Ａ】 疲れ\n\n【事実】見た\n  字下げ",
        "様子をきいた。\n【P 来週また訪問】",
        "【A さん】\n\n【S 長女から電話あり】",
    ],
)
def test_what_was_written_stays_letter_by_letter(text):
    assert tidied(text) == text
