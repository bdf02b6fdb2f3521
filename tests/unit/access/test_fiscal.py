"""Eras, fiscal years and periods, at their edges."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cswtool.access.fiscal import Period, fiscal_label, fiscal_name, fiscal_year, wareki

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 11, 23), "令和8年11月23日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "明治45年7月29日"),
    ],
)
def test_wareki_at_the_change_of_eras(day, written):
    assert wareki(day) == written


@pytest.mark.parametrize(
    ("day", "year", "label", "name"),
    [
        (date(2026, 3, 31), 2025, "R7", "令和7年度"),
        (date(2026, 4, 1), 2026, "R8", "令和8年度"),
        (date(2019, 4, 1), 2019, "R1", "令和元年度"),
        (date(2019, 3, 31), 2018, "H30", "平成30年度"),
    ],
)
def test_fiscal_years_begin_in_april(day, year, label, name):
    assert fiscal_year(day) == year
    assert fiscal_label(year) == label
    assert fiscal_name(year) == name


@given(days)
def test_every_day_lies_in_its_fiscal_year(day):
    period = Period.of_fiscal_year(fiscal_year(day))
    assert period.first <= day <= period.last
    assert len(period.months()) == 12


@given(days, st.integers(1, 40))
def test_a_period_of_months_ends_the_day_before_the_next_begins(day, months):
    period = Period.of_months(day, months)
    assert len(period.months()) == months
    assert (period.last + timedelta(days=1)).day == 1


def test_a_period_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="before"):
        Period(date(2026, 4, 2), date(2026, 4, 1))
