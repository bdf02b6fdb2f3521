"""Dates as people write them down."""

from datetime import date

import pytest

from cswtool.access.fiscal import wareki, written_date


@pytest.mark.parametrize(
    "text",
    [
        "昭和25年4月1日",
        "昭25年4月1日",
        "S25.4.1",
        "s25/4/1",
        "Ｓ２５．４．１",
        "1950年4月1日",
        "1950/4/1",
        "1950-04-01",
        "19500401",
        " 昭和 25年 4月 1日 ",
    ],
)
def test_one_day_in_many_ways(text):
    assert written_date(text) == date(1950, 4, 1)


def test_the_first_year_of_an_era():
    assert written_date("令和元年5月1日") == date(2019, 5, 1)
    assert written_date("大正1年12月31日") == date(1912, 12, 31)


def test_what_is_shown_can_be_typed_again():
    for day in (date(2019, 5, 1), date(1989, 1, 8), date(1926, 12, 24), date(2026, 11, 24)):
        assert written_date(wareki(day)) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "昭和",
        "25.4.1",
        "1950-13-01",
        "1950-02-30",
        "S25",
        "99999999",
        "昭和25年4月1日ごろ",
        "昭和99年1月1日",
        "令和元年4月30日",
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError):
        written_date(text)
