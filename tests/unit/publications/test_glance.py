"""What a summary says at a glance: what its figures say, and less where they are hidden."""

import random
import re

import pytest

from cswtool.publications.glance import NOTHING_SHOWN, Glance, glance_of
from cswtool.publications.sheets import Heading, Line, Sheet

ZONES = (
    Heading("W", "西"),
    Heading("E", "東"),
    Heading("unknown", "全域・不明"),
    Heading("all", "計"),
)


def _sheet(key: str, rows: dict[str, tuple[int | None, ...]]) -> Sheet:
    lines = tuple(Line(Heading(k, f"《{k}》"), figures) for k, figures in rows.items())
    return Sheet(key, key, "", "", ZONES, lines)


ISSUES = _sheet(
    "issue",
    {
        "dirt": (30, 11, 0, 41),
        "debt": (12, 25, 0, 37),
        "8050": (0, 20, 0, 20),
        "none": (80, 80, 0, 160),
        "all": (120, 130, 0, 250),
    },
)
ROUTES = _sheet(
    "route",
    {
        "self": (60, 70, 0, 130),
        "unknown": (60, 60, 0, 120),
        "kin": (0, 0, 0, 0),
        "all": (120, 130, 0, 250),
    },
)
METHODS = _sheet("method", {"visit": (500, 734, 0, 1234), "all": (500, 734, 0, 1234)})


def _words(glance: Glance) -> str:
    zones = [f"{line.zone.label}：{line.words}" for line in glance.zones]
    return "\n".join([*glance.city, *zones])


def test_households_issues_routes_and_a_line_for_each_zone():
    assert _words(glance_of([ISSUES, ROUTES, METHODS])).split("\n") == [
        "期間中に相談の記録がある世帯は、市全体で250世帯、相談は延べ1,234件です。",
        "多い課題は、《dirt》（41世帯）、《debt》（37世帯）、《8050》（20世帯）です。",
        "多い相談経路は、《self》（130世帯）です。",
        "西：120世帯。多い課題は、《dirt》（30）、《debt》（12）。",
        "東：130世帯。多い課題は、《debt》（25）、《8050》（20）、《dirt》（11）。",
    ]


def test_where_figures_are_hidden_it_compares_those_that_are_shown_and_says_so():
    hidden = _sheet(
        "issue",
        {
            "dirt": (None, 11, 0, None),
            "debt": (12, None, 0, 37),
            "all": (None, 130, 0, 250),
        },
    )
    assert _words(glance_of([hidden])).split("\n") == [
        "期間中に相談の記録がある世帯は、市全体で250世帯です。",
        "載せた中で多い課題は、《debt》（37世帯）です。",
        "「載せた中で」とあるところは、伏せた数値のほうが多いこともあります。",
        "西：載せた中で多い課題は、《debt》（12）。",
        "東：130世帯。載せた中で多い課題は、《dirt》（11）。",
    ]


def test_where_all_is_hidden_it_says_nothing_of_it():
    nothing = dict.fromkeys(("dirt", "all"), (None,) * 4)
    glance = glance_of([_sheet("issue", nothing), _sheet("route", nothing)])
    assert glance.city == ()
    assert {line.words for line in glance.zones} == {NOTHING_SHOWN}
    assert not re.search(r"\d|少な", _words(glance))


def test_lines_left_out_with_the_same_figure_are_not_passed_over():
    same = dict.fromkeys("abcd", (5, 5, 0, 10)) | {"all": (20, 20, 0, 40)}
    assert "《c》（10世帯）などです" in _words(glance_of([_sheet("issue", same)]))


def test_an_empty_period_says_so():
    empty = dict.fromkeys(("dirt", "all"), (0, 0, 0, 0))
    assert _words(glance_of([_sheet("issue", empty)])).split("\n") == [
        "期間中に相談の記録がある世帯はありません。",
        "西：0世帯。",
        "東：0世帯。",
    ]
    work = [_sheet(key, empty) for key in ("done", "spent", "came")]
    assert glance_of(work).city == ("期間中の地域支援の活動の記録はありません。",)


def test_activities_are_told_in_hours_and_minutes():
    done = _sheet("done", {"salon": (3, 9, 0, 12), "talk": (1, 2, 4, 7), "all": (4, 11, 4, 19)})
    spent = _sheet("spent", {"all": (110, 6000, 60, 6170)})
    came = _sheet("came", {"all": (None, 1000, 0, None)})
    assert _words(glance_of([done, spent, came])).split("\n") == [
        "期間中の地域支援の活動は、市全体で19件・102時間50分です。",
        "多い種類は、《salon》（12件）、《talk》（7件）です。",
        "西：4件・1時間50分。多い種類は、《salon》（3件）、《talk》（1件）。",
        "東：11件・100時間・参加は延べ1,000人。多い種類は、《salon》（9件）、《talk》（2件）。",
        "全域・不明：4件・1時間。多い種類は、《talk》（4件）。",
    ]


def test_of_other_papers_it_says_nothing():
    assert glance_of([METHODS]) == Glance()


@pytest.mark.parametrize("seed", range(40))
def test_every_number_is_one_that_is_shown(seed):
    """Figures of five digits, so that none is another's part."""
    dice = random.Random(seed)
    figures = dice.sample(range(10_000, 99_999), 60)
    kept = {figure for figure in figures if dice.random() < 0.6}
    rows = [tuple(f if f in kept else None for f in figures[at : at + 4]) for at in range(0, 60, 4)]
    sheets = [
        _sheet("issue", dict(zip(["dirt", "debt", "none", "8", "all"], rows[:5], strict=True))),
        _sheet("route", dict(zip(["self", "kin", "unknown", "x", "all"], rows[5:10], strict=True))),
        _sheet("method", dict(zip(["a", "b", "c", "d", "all"], rows[10:], strict=True))),
    ]
    told = {int(n.replace(",", "")) for n in re.findall(r"\d\d,\d{3}", _words(glance_of(sheets)))}
    assert told <= kept
    assert told
