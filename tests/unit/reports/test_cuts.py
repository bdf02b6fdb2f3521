"""How finely a paper is cut, and what the coarser cuts are said to show."""

from datetime import date

import pytest

from cswtool.access.fiscal import Period
from cswtool.disclosure.tables import Axis, Figure, crosstab, problem_of
from cswtool.people.rules import AgeBand
from cswtool.publications.document import Heading
from cswtool.reports.periods import period_name
from cswtool.reports.rules import (
    ALL,
    Cut,
    Grain,
    Paper,
    Place,
    Tally,
    Wanted,
    Width,
    options,
    percent_shown,
)
from cswtool.reports.rules.cuts import ages_of, months_of, zones_of
from cswtool.reports.rules.figures import of_contacts, with_totals

PLACES = [
    Place("W", "西", "西側"),
    Place("CW", "中央西", "西側"),
    Place("C", "中央", ""),
    Place("E", "東", ""),
]
YEAR = Period(date(2025, 4, 1), date(2026, 3, 31))
TODAY = date(2026, 11, 26)


def test_zones_of_one_pool_stand_together_and_others_alone():
    each, _ = zones_of(PLACES, Cut(zones=Width.EACH))
    assert [zone.key for zone in each] == ["W", "CW", "C", "E", "unknown"]
    pooled, fold = zones_of(PLACES, Cut(zones=Width.POOLED))
    assert [(zone.key, zone.label) for zone in pooled] == [
        ("W+CW", "西・中央西"),
        ("C", "中央"),
        ("E", "東"),
        ("unknown", "全域・不明"),
    ]
    assert fold == {"W": "W+CW", "CW": "W+CW", "C": "C", "E": "E"}


def test_months_stand_in_the_quarter_of_their_fiscal_year_as_far_as_the_period_goes():
    quarters, fold = months_of(Period(date(2025, 5, 1), date(2026, 1, 31)), Width.POOLED)
    assert [(quarter.key, quarter.label) for quarter in quarters] == [
        ("202505-202506", "令和7年5〜6月"),
        ("202507-202509", "令和7年7〜9月"),
        ("202510-202512", "令和7年10〜12月"),
        ("202601", "令和8年1月"),
    ]
    assert fold["202506"] == "202505-202506"
    assert len(fold) == 9
    months, alone = months_of(YEAR, Width.EACH)
    assert len(months) == 12
    assert all(key == own for key, own in alone.items())


@pytest.mark.parametrize("width", Width)
def test_every_band_of_age_counts_somewhere(width):
    headings, fold = ages_of(width)
    assert set(fold) == {band.value for band in AgeBand}
    assert set(fold.values()) == {heading.key for heading in headings}
    assert len(headings) == (4 if width is Width.POOLED else 6)


def test_contacts_are_gathered_with_their_households_and_the_one_that_dominates():
    zones, parts = [Heading("W", "西")], [Heading("visit", "訪問"), Heading("phone", "電話")]
    told = [(household, "W", "visit", 1) for household in range(12)]
    figures = of_contacts(parts, zones, [*told, (1, "W", "phone", 9), (2, "W", "phone", 3)])
    assert figures["W", "visit"] == Figure(12, 12, largest=1)
    assert figures["W", "phone"] == Figure(12, 2, largest=9)  # more than half: protected
    assert figures["W", ALL] == figures[ALL, ALL] == Figure(24, 12, largest=10)


def _problem(*figures: Figure):
    rows, columns = Axis(("W", "E"), ALL), Axis(("a", "b"), ALL)
    cells = dict(zip([(r, c) for r in rows.parts for c in columns.parts], figures, strict=True))
    sums = {
        (r, c): Figure(
            sum(f.value for (a, b), f in cells.items() if r in {a, ALL} and c in {b, ALL})
        )
        for r in rows.all
        for c in columns.all
    }
    return problem_of(10, [crosstab("t", sums | cells, rows, columns)])


def test_what_is_shown_weighs_by_households_and_totals_do_not_count():
    shown, few, many = Figure(20), Figure(5), Figure(200, 4)
    assert percent_shown(_problem(shown, few, shown, Figure(15))) == 100 * 55 // 60
    assert percent_shown(_problem(shown, many, shown, Figure(16))) == 100 * 56 // 60
    assert percent_shown(_problem(*(Figure(0),) * 4)) == 100


class _Made:
    """Stands for the tables of a paper: what they show follows from the cut alone."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted

    def problem(self, threshold: int):
        cut, months = self.wanted.cut, len(self.wanted.period.months())
        better = 3 * (cut.grain is Grain.GROUPS) + 2 * (cut.zones is Width.POOLED) + months // 12
        few = [Figure(20) if at < better else Figure(5) for at in range(4)]
        return _problem(*few)


def test_steps_are_offered_in_the_order_of_what_they_show():
    quarter = Wanted(Paper.SUMMARY, Period(date(2025, 4, 1), date(2025, 6, 30)), Cut())
    found = options(quarter, _Made, 10, TODAY)
    assert [option.words for option in found] == [
        "課題と経路などを分類ごとにまとめる",
        "期間を令和5年度〜令和7年度にする",
        "隣り合う圏域をまとめる",
        "期間を令和6年度〜令和7年度にする",
        "期間を令和7年度にする",
        "月を四半期にまとめる",
    ]
    assert found[0].sentence(31) == (
        "課題と経路などを分類ごとにまとめると、92％の数値が見えるようになります（いまは31％）。"
    )
    assert "ようになります" not in found[-1].sentence(found[-1].percent)


def test_nothing_is_offered_that_is_done_already_or_has_not_ended():
    coarsest = Cut(Grain.GROUPS, Width.POOLED, Width.POOLED, Width.POOLED)
    years = Period(date(2023, 4, 1), date(2026, 3, 31))
    assert options(Wanted(Paper.FORM_A, years, coarsest), _Made, 10, TODAY) == []
    half = Period(date(2026, 4, 1), date(2026, 9, 30))
    assert options(Wanted(Paper.FORM_A, half, coarsest), _Made, 10, TODAY) == []


def test_a_quarter_in_which_the_era_changed_says_both():
    spring, _ = months_of(Period(date(2019, 4, 1), date(2019, 6, 30)), Width.POOLED)
    assert [quarter.label for quarter in spring] == ["平成31年4月〜令和元年6月"]
    assert [quarter.key for quarter in spring] == ["201904-201906"]


def test_several_years_have_a_name():
    assert period_name(Period(date(2023, 4, 1), date(2026, 3, 31))) == "令和5年度〜令和7年度"
    assert period_name(Period(date(2024, 4, 1), date(2026, 2, 28))) == "令和6年4月〜令和8年2月"


def test_a_table_without_a_total_has_no_line_for_it():
    parts = (Heading("closed", "終結"), Heading("open", "期末"))
    figures = with_totals(parts, [Heading("W", "西")], {("W", "closed"): 3, ("W", "open"): 12})
    tally = Tally("stock", "1", "実ケース数", "", parts, figures, total=False)
    assert tally.lines == parts
