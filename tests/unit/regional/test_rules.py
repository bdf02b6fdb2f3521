"""The way of a 地域課題, bands instead of counts, and what is printed."""

import re
from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise

import pytest
from pypdf import PdfReader

from cswtool.regional.rules.bands import THRESHOLD, band
from cswtool.regional.rules.course import (
    NEEDS_WORDS,
    NEXT,
    RESTING,
    REVIEW_DAYS,
    State,
    WrongStepError,
    is_overdue,
    next_review,
    require_step,
)
from cswtool.regional.rules.sheet import INTERNAL, ActionLine, Sheet, shortened
from cswtool.typesetting.pages import to_pdf

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("households", "shown"),
    [
        (0, "10世帯未満"),
        (9, "10世帯未満"),
        (10, "10〜19世帯"),
        (19, "10〜19世帯"),
        (20, "20〜29世帯"),
        (30, "30〜49世帯"),
        (99, "50〜99世帯"),
        (100, "100世帯以上"),
        (5000, "100世帯以上"),
    ],
)
def test_a_band_says_no_number(households, shown):
    assert band(households) == shown


def test_no_band_is_narrower_than_the_threshold():
    shown = [band(number) for number in range(400)]
    starts = [n for n, (one, other) in enumerate(pairwise(shown), 1) if one != other]
    assert min(b - a for a, b in pairwise([0, *starts])) >= THRESHOLD


def test_every_state_leads_on_and_every_state_is_reached():
    assert set(NEXT) == set(State)
    assert {state for following in NEXT.values() for state in following} == set(State)
    assert all(state not in following for state, following in NEXT.items())


def test_a_step_leads_where_it_may_and_to_stay_is_a_review():
    require_step(State.NOTICED, State.SHARED)
    require_step(State.TRIED, State.TRIED)
    for then in (State.SETTLED, State.TRIED):
        with pytest.raises(WrongStepError):
            require_step(State.NOTICED, then)


def test_what_ends_an_issue_asks_for_words():
    assert set(NEEDS_WORDS) >= RESTING


def test_a_review_is_overdue_from_the_day_after_unless_the_issue_rests():
    yesterday = TODAY - timedelta(days=1)
    assert is_overdue(State.SHARED, yesterday, TODAY)
    assert not is_overdue(State.SHARED, TODAY, TODAY)
    assert not is_overdue(State.SHARED, None, TODAY)
    assert not any(is_overdue(state, yesterday, TODAY) for state in RESTING)


def test_the_review_day_that_has_passed_is_not_offered_again():
    later = TODAY + timedelta(days=5)
    assert next_review(later, TODAY) == later
    for passed in (None, TODAY, TODAY - timedelta(days=5)):
        assert next_review(passed, TODAY) == TODAY + timedelta(days=REVIEW_DAYS)


def _sheet(**more) -> Sheet:
    facts = {
        "title": "昼間に行ける場所がない",
        "facts": (("圏域", "西"),),
        "households": "10世帯未満",
        "texts": (("きっかけ", "同じ話が続いた"), ("結果", "")),
        "actions": [ActionLine("住民", "集まりをひらく", "自治会", "予定", "")],
        "made_on": TODAY,
        "office": "架空市社会福祉協議会",
        "demo": False,
    }
    return Sheet(**{**facts, **more})


def _words(content) -> set[str]:
    if isinstance(content, str):
        return {content}
    parts = content.values() if isinstance(content, dict) else content
    return set().union(*(_words(part) for part in parts if not isinstance(part, int)))


def test_nothing_typed_is_printed_that_a_text_gate_would_not_read():
    sheet = _sheet()
    ours = {
        sheet.mark, sheet.households, "令和8年11月26日　架空市社会福祉協議会", "圏域", "西",
        "根拠となった世帯", "きっかけ", "住民", "予定", "",
    }  # fmt: skip
    assert _words(sheet.content()) - ours == set(sheet.typed)


def test_a_sheet_of_a_demo_says_so_and_its_name_says_nothing_of_the_issue():
    assert "架空のデータ" in _sheet(demo=True).content()["mark"]
    assert "架空のデータ" not in _sheet().content()["mark"]
    assert "行ける場所" not in _sheet().file_name
    assert "内部" in _sheet().file_name


def test_it_is_internal_until_two_people_let_its_words_out():
    assert _sheet().mark == INTERNAL
    assert _sheet(released=True).mark != INTERNAL
    assert "内部" not in _sheet(released=True).file_name


def test_what_is_not_decided_yet_is_told_inside_alone():
    facts = (("圏域", "西"), ("出す場", "未定"))
    assert ("出す場", "未定") in _sheet(facts=facts).content()["facts"]
    outside = _sheet(facts=facts, released=True).content()["facts"]
    assert [term for term, _ in outside] == ["圏域", "根拠となった世帯"]


def test_the_voices_of_those_concerned_stand_in_the_slide():
    assert _sheet().slide()["voices"] == ""
    texts = (("当事者の声（加工したもの）", "行く場所がない。\n" * 20),)
    voices = _sheet(texts=texts).slide()["voices"]
    assert voices.startswith("行く場所がない。 行く場所がない。")
    assert len(voices) == 60


def test_a_slide_has_short_lines_and_all_actions():
    line = ActionLine("機関", "あ" * 500, "い\nろ", "予定", "")
    slide = _sheet(title="長" * 100, actions=[line] * 20).slide()
    assert len(slide["title"]) == 60
    assert [(len(one[1]), one[2]) for one in slide["actions"]] == [(60, "い ろ")] * 20
    assert shortened("短い") == "短い"


def test_a_slide_says_how_many_actions_it_has_no_room_for():
    """As a PDF, whose words can be read: short lines all fit, long ones do not."""
    short, long = (
        ActionLine("機関", words, "自治会", "予定", words) for words in ("場", "場" * 60)
    )
    assert "ほかに" not in _words_of_slide(_sheet(actions=[short] * 8))
    said = _words_of_slide(_sheet(actions=[long] * 8))
    left = int(re.search(r"ほかに *(\d+) *件の打ち手がシートにあります", said).group(1))
    assert left == 8 - said.count("自治会") > 0


def _words_of_slide(sheet: Sheet) -> str:
    paper = to_pdf("regional/slide.typ", sheet.slide(), sheet.made_on)
    return "".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
