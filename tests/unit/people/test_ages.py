"""Ages by the calendar, also where a 29 February is in the way."""

from datetime import date, timedelta

import pytest

from cswtool.people.rules import age_on, born_by


@pytest.mark.parametrize("day", [date(2027, 2, 28), date(2028, 2, 28), date(2028, 2, 29)])
@pytest.mark.parametrize("age", [10, 18, 20, 65])
def test_who_was_born_by_a_day_is_of_that_age_and_nobody_else(day, age):
    around = (day - timedelta(days=366 * age) + timedelta(days=n) for n in range(60))
    old = {born: age_on(day, born) >= age for born in around}
    assert len(set(old.values())) == 2
    assert {born: born <= born_by(day, age) for born in old} == old
