"""What the rules find, on sentences of their own (not those that are measured)."""

import pytest

from cswtool.textgate.findings import Kind, NotCheckedError
from cswtool.textgate.gate import check
from cswtool.textgate.register import Name, Register
from tests.unit.textgate.sentences import parsed

OFFICE = Register(
    [
        Name("渋沢 はるか", "しぶさわ はるか"),
        Name("髙野 喜平", "たかの きへい"),
        Name("林 一", "はやし はじめ"),
        Name("勅使川原 実", "てしがわら みのる", parts=False),
    ],
    ["あゆみの里"],
    ["仲町", "小川町"],
)

MARKED = [
    "{登:渋沢}さんの妻の{人:花江}が{機:野原病院}に行った。",
    "翌日総合病院へ行き、{機:若葉クリニック}と訪問看護ステーションに連絡した。",
    "大家さん、ヘルパーさん、お医者さん、皆様、奥様、お客様に礼を言う。",
    "{人:旗}さんと{人:関口}君、{人:こはる}ちゃん、{人:トヨ}さんが来た。",
    "都営住宅の三号棟から{地:ひばり荘}へ移った。",
    "{地:メゾン青葉}は{地:青葉台駅}から近い。",
    "{機:国立第二中学校}と市立小学校に話した。",
    "{機:株式会社やまだ建設}を辞めた。",
    "{機:NPO法人かけはし}と{機:特別養護老人ホームあゆみ}が協力した。",
    "{人:岡部}民生委員と{人:桑原}ケアマネジャーが同席した。",
    "様々な意見が出て、彼氏や同氏の考えも聞いた。",
    "{人:佐伯　涼}が訪ねてきた。",
    "{人:三田}家の長男は働いている。",
    "母と{人:ゆめか}ちゃんが手をつないで来た。",
    "{地:立川市}に住む叔母を頼る。",
    "雨の日は公園に行けず、部屋で過ごす。",
    "利用者の家族会が発足した。",
    "二世帯住宅に住み、近くの橋を毎日渡る。",
    "{人:ファン・ティ・フエ}は工場で働く。",
    "{人:颯真}くんと{人:彩芽}ちゃんが遊んだ。",
    "手紙を書くんだと言って、ちゃんと机に向かった。",
    "{機:あおぞらの会}と俳句の会が合同で開いた。",
    "AさんとBさんが来た。{頭:D}さん、{頭:K.T.}も来た。",
    "電話{電:０４２ー１２３ー４５６７}、{電:042(123)4567}へ。",
    "{番:R8-0012}と{番:0000012345}を控えた。",
    "{日:S40.1.2}生まれ、{日:令和元年}に転居、{日:10/11}に面談。令和7年度の集計。",
    "{齢:満六十五歳}、65歳以上、{齢:百二歳}、60〜64歳、70代。",
    "{住:小川町2丁目9番地の3 みどり荘201号室}から{住:仲町１−２−３}へ。",
    "{地:仲町}のサロン、{機:あゆみの里}。",
    "{登:ｼﾌﾞｻﾜ ﾊﾙｶ}、{登:高野　喜平}、{登:はるか}さん。",
    "林業と森林、一人ずつ。",
    "{登:林一}の通帳。",
    "{人:佐藤拓真}に電話し、{人:加藤聡太郎}の希望を聞いた。",
    "調整のため{人:中島}に電話し、{人:山田}へ手紙を出した。",
    "{人:森}から電話があり、{人:林}に伝えた。近くの森と裏の林を歩く。",
    "中央東の北側、中央西圏域、中央・東・西の三つと、中央東圏域のこと。{地:東京都中央区}に移った。",
    "ソーシャルワーカーと役所の味方、天井の染み。",
]


@pytest.mark.parametrize("line", MARKED)
def test_what_is_marked_is_found_and_nothing_else(line):
    sentence = parsed(line)
    found = check(sentence.text, OFFICE)
    assert [(f.start, f.end) for f in found] == [(start, end) for start, end, _ in sentence.marks]
    for one, (start, end, kind) in zip(found, sentence.marks, strict=True):
        assert one.kind == {"registered": "person"}.get(kind, kind)
        assert one.words == sentence.text[start:end]


def test_a_whole_name_on_file_is_certain_and_so_is_one_with_honorific():
    certain = {f.words: f.certain for f in check("渋沢はるかと相田さん、岡部が来た。", OFFICE)}
    assert certain == {"渋沢はるか": True, "相田": True, "岡部": False}


def test_no_finding_says_whether_the_word_is_on_file():
    on_file, unknown = (check(f"{name}さんが来た。", OFFICE)[0] for name in ("渋沢", "吉岡"))
    assert (on_file.kind, on_file.certain, on_file.suggestion) == (
        unknown.kind,
        unknown.certain,
        unknown.suggestion,
    )


def test_parts_of_a_name_that_may_not_be_told_are_left_to_the_analyser():
    assert check("勅使川原実と話した。", OFFICE)[0].certain
    parts = Register([Name("架空 勅使川原", "", parts=False)], [], [])
    told = Register([Name("架空 勅使川原", "")], [], [])
    assert check("勅使川原と話した。", parts) == check("勅使川原と話した。", OFFICE)
    assert check("渋沢と話した。", told)


def test_a_name_on_file_in_one_piece_is_found_and_never_certain_by_that():
    one_piece = Register([Name("鈴木", "すずき"), Name("夢野小道", "ゆめのこみち")], [], [])
    assert check("鈴木に話す。", one_piece) == check("鈴木に話す。", OFFICE)
    found = check("ゆめのこみちと名づけた花壇。", one_piece)
    assert [(f.words, f.certain) for f in found] == [("ゆめのこみち", False)]
    both = Register([Name("鈴木"), Name("鈴 木"), Name("鈴木")], [], [])
    assert check("鈴木に話す。", both)[0].certain


def test_the_same_person_gets_the_same_letter_and_ages_their_decade():
    found = check("渋沢さん（82歳）と相田さん。渋沢さんは五歳の孫と住む。", OFFICE)
    assert [f.suggestion for f in found] == ["A", "80代", "B", "A", "10歳未満"]


def test_a_letter_that_somebody_is_called_by_is_not_given_twice():
    found = check("相田さんとAさん、Ｂさん、Dさん。", OFFICE)
    assert [(f.words, f.suggestion) for f in found] == [("相田", "C"), ("D", "E")]


def test_neutral_letters_may_come_in_any_order_but_not_with_a_gap():
    assert check("Bさんの姉のAさん。", OFFICE) == ()
    assert [f.words for f in check("Bさんの姉のCさん。", OFFICE)] == ["B", "C"]


def test_a_letter_that_the_gate_gave_is_nobodys_initial():
    text = "AとBさんが来た。Eさん、K.T.、eさんも来た。"
    assert [f.words for f in check(text, OFFICE)] == ["B", "E", "K.T.", "e"]
    given = frozenset("ABE")
    assert [f.words for f in check(text, OFFICE, given)] == ["K.T.", "e"]


def test_a_letter_before_a_role_is_an_initial_like_one_before_san():
    found = check("E民生委員とK主治医、A相談員、Bさんが来た。", OFFICE)
    assert [(f.words, f.kind) for f in found] == [("E", Kind.INITIAL), ("K", Kind.INITIAL)]
    assert check("E民生委員に話した。", OFFICE, frozenset("E")) == ()


def test_what_stands_on_file_in_place_of_a_name_is_no_name():
    office = Register([Name("渋沢 （長男）"), Name("長男"), Name("氏名不明")], [], [])
    assert [f.words for f in check("渋沢の長男は氏名不明。", office)] == ["渋沢"]


def test_a_register_without_names_checks_nothing():
    with pytest.raises(NotCheckedError):
        Register([], ["あゆみの里"], ["仲町"])


def test_a_fault_of_the_analyser_leaves_the_text_unchecked(monkeypatch):
    def broken(_text):
        raise OSError("no dictionary")

    monkeypatch.setattr("cswtool.textgate.gate.tokens", broken)
    with pytest.raises(NotCheckedError):
        check("何も書いていない。", OFFICE)


def test_a_long_text_is_checked_to_its_end():
    text = "何も書いていない。" * 6000 + "\n相田さんが来た。"
    assert [f.kind for f in check(text, OFFICE)] == [Kind.PERSON]
