"""Years before the office recorded anything are no zeros."""

from cswtool.reports.rules import TrendLine, TrendPart, years_recorded

YEARS = range(2022, 2027)


def test_the_trend_begins_with_the_first_record_of_any_issue():
    late, early = TrendLine("住まい", {2026: 3}, ()), TrendLine("介護", {2024: 1, 2026: 2}, ())
    assert years_recorded([late, early], YEARS) == [2024, 2025, 2026]


def test_an_empty_year_in_between_is_a_zero():
    assert years_recorded([TrendLine("介護", {2022: 1}, ())], YEARS) == list(YEARS)


def test_an_office_without_records_shows_the_present_year():
    assert years_recorded([TrendLine("介護", {}, [TrendPart("介護", {})])], YEARS) == [2026]
    assert years_recorded([], YEARS) == [2026]
