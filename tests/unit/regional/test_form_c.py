"""様式C: a line for each sheet; outside only those whose words two people let out."""

from dataclasses import replace
from datetime import date

from cswtool.regional.rules.form_c import COLUMNS, NOTE, FormC
from cswtool.regional.rules.sheet import (
    FORUM,
    HEADINGS,
    INTERNAL,
    RELEASED,
    REVIEW,
    STATE,
    ZONE,
    ActionLine,
    Sheet,
    Use,
)

TODAY = date(2026, 11, 26)
FACTS = (
    (ZONE, "西"),
    (STATE, "検討（令和8年10月1日から）"),
    (FORUM, "第2層協議体"),
    (REVIEW, "未定"),
)
BAND = "10世帯未満（令和7年4月1日から令和8年11月26日まで）"
# Whatever is typed is in Latin letters, whatever is ours in Japanese.
TEXTS = tuple((heading, f"text-{name}") for name, heading in HEADINGS.items())
ACTIONS = (
    ActionLine("住民", "what-one", "who-one", "進めている", "became-one"),
    ActionLine("行政", "what-two", "", "予定", ""),
)


def _sheet(**more) -> Sheet:
    made = Sheet("title", FACTS, BAND, TEXTS, ACTIONS, TODAY, "架空市社会福祉協議会", demo=False)
    return replace(made, **more)


def _paper(*sheets, use=Use.INSIDE, narrowed="", demo=False) -> FormC:
    return FormC(sheets, use, narrowed, TODAY, "架空市社会福祉協議会", demo)


def test_a_line_says_what_the_sheet_says():
    (line,) = _paper(_sheet()).lines
    assert dict(zip([heading for heading, _ in COLUMNS], line, strict=True)) == {
        "圏域と範囲": "西\ntext-reach",
        "課題": "title",
        "状態": "検討\n（令和8年10月1日から）",
        "根拠となった世帯と期間": "10世帯未満\n（令和7年4月1日から令和8年11月26日まで）",
        "出す場": "第2層協議体",
        "打ち手と、いまどうなっているか": (
            "住民：what-one（who-one）\n→ 進めている：became-one\n行政：what-two\n→ 予定"
        ),
        "次の見直し": "未定",
        "結果": "text-result",
    }


def test_what_nobody_wrote_leaves_no_trace():
    blank = _sheet(texts=tuple((heading, "") for heading, _ in TEXTS), actions=())
    (line,) = _paper(blank).lines
    assert line == ("西", "title", *line[2:4], "第2層協議体", "", "未定", "")


def test_nothing_typed_is_printed_that_the_release_of_a_sheet_does_not_hold():
    sheet = _sheet()
    printed = "\n".join(cell for line in _paper(sheet).lines for cell in line)
    for words in sheet.typed:
        printed = printed.replace(words, "")
    assert not [letter for letter in printed if letter.isascii() and letter.isalpha()]


def test_outside_stand_only_sheets_that_were_let_out():
    kept, free = _sheet(title="kept"), _sheet(title="free", released=True)
    assert [line[1] for line in _paper(kept, free).lines] == ["kept", "free"]
    assert [line[1] for line in _paper(kept, free, use=Use.OUTSIDE).lines] == ["free"]
    assert _paper(kept, use=Use.OUTSIDE).lines == []


def test_it_says_what_it_may_be_used_for_and_who_made_it_when():
    inside, outside = _paper(_sheet()), _paper(_sheet(), use=Use.OUTSIDE)
    assert (inside.mark, outside.mark) == (INTERNAL, RELEASED)
    assert inside.file_name == "様式C地域課題一覧_20261126_内部_取扱注意"
    assert outside.file_name == "様式C地域課題一覧_20261126_外部用"
    assert outside.content()["made"] == "出力日 令和8年11月26日　架空市社会福祉協議会"
    assert "架空のデータ" in _paper(demo=True).content()["mark"]
    assert "架空のデータ" not in inside.content()["mark"]


def test_outside_it_does_not_say_how_many_there_are():
    sheets = [_sheet(released=number == 0) for number in range(7)]
    paper = _paper(*sheets, use=Use.OUTSIDE, narrowed="圏域 西")
    assert paper.head == [
        "様式C 地域課題一覧（様式は仮）　1件",
        RELEASED,
        "出力日 令和8年11月26日　架空市社会福祉協議会　対象：圏域 西",
        NOTE,
    ]
    alone = _paper(sheets[0], use=Use.OUTSIDE, narrowed="圏域 西")
    assert paper.content() == alone.content()
