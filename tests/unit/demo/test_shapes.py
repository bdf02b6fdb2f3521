"""The synthetic office has the shape of a real one."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from cswtool.demo import shapes, stock
from cswtool.demo.layouts import LAYOUTS
from cswtool.demo.names import Household, household
from cswtool.demo.texts import METHODS, OUTCOMES
from tests.unit.demo.test_office_data import load

ON = date(2025, 6, 1)
CASES = 4_000


def works(day: date) -> bool:
    return day.weekday() < 5


@pytest.fixture(scope="module")
def cases() -> list[tuple[Household, tuple[str, ...]]]:
    rng = Random(8)
    families = [household(rng, shapes.pick(rng, shapes.HOUSEHOLDS), ON) for _ in range(CASES)]
    return [(family, shapes.issues(rng, family, ON)) for family in families]


def share(hits: int) -> float:
    return hits / CASES


def test_codes_are_those_of_the_office_data():
    choices = load("choices")["choice"]

    def codes(kind: str) -> set[str]:
        return {row["code"] for row in choices if row["kind"] == kind}

    assert set(shapes.ROUTES) <= codes("route")
    assert set(shapes.CLOSINGS) == codes("closing")
    assert set(shapes.HOUSEHOLDS) == set(LAYOUTS) == codes("household") - {"unknown"}
    assert {shapes.asker(route) for route in codes("route")} <= codes("asker")
    assert set(shapes.ZONES) == {row["code"] for row in load("zones")["zone"]}
    assert set(shapes.ISSUES) | set(shapes.ISOLATING) | {"foreign"} == set(stock.issues())
    assert set(shapes.METHODS) == set(METHODS)
    assert set(shapes.OUTCOMES) == set(OUTCOMES)


def test_four_in_five_have_several_issues(cases):
    assert share(sum(len(issues) > 1 for _, issues in cases)) == pytest.approx(0.80, abs=0.03)
    assert all(len(set(issues)) == len(issues) for _, issues in cases)


def test_seven_in_ten_are_isolated(cases):
    isolated = sum(bool(set(issues) & set(shapes.ISOLATING)) for _, issues in cases)
    assert share(isolated) == pytest.approx(0.70, abs=0.03)


def test_issues_suit_the_household(cases):
    for family, issues in cases:
        cast = family.cast(ON)
        if set(issues) & {"young_carer", "school_absence", "abuse_child"}:
            assert cast.young
        if "eighty_fifty" in issues:
            assert family.kind == "parent_and_child"
        if "no_kin" in issues:
            assert cast.alone
        if "dv" in issues:
            assert cast.spouse


def test_a_family_from_abroad_has_that_among_its_issues():
    rng = Random(1)
    family = household(rng, "other", ON, abroad=True)
    assert "foreign" in shapes.issues(rng, family, ON)


def test_agencies_bring_in_the_most():
    askers: Counter[str] = Counter()
    for route, weight in shapes.ROUTES.items():
        askers[shapes.asker(route)] += weight
    assert askers.most_common(1)[0][0] == "agency"


def test_one_route_brings_more_to_one_zone_of_late():
    rng = Random(6)

    def brought(zone: str, days_ago: int) -> float:
        return share(sum(shapes.route(rng, zone, days_ago) == "npo" for _ in range(CASES)))

    assert brought(shapes.RISING_ZONE, shapes.RISING_DAYS) > 0.3
    assert brought(shapes.RISING_ZONE, shapes.RISING_DAYS + 1) < 0.06
    assert brought("C", 0) < 0.06


def test_fourteen_contacts_a_case_on_working_days_in_order():
    rng = Random(2)
    courses = [shapes.course(rng, date(2024, 4, 1), works) for _ in range(CASES)]
    mean = sum(len(course.contacts) for course in courses) / CASES
    assert mean * shapes.NEW_CASES_A_YEAR == pytest.approx(shapes.CONTACTS_A_YEAR, rel=0.05)
    for course in courses:
        assert list(course.contacts) == sorted(course.contacts)
        assert course.contacts[0] == date(2024, 4, 1)
        assert course.closed >= course.contacts[-1]
        assert all(works(day) for day in (*course.contacts, course.closed))


def test_a_worker_carries_25_to_45_open_cases():
    """Little's law: cases open at a time = new cases a year × years a case lasts, by five CSWs."""
    rng = Random(2)
    courses = [shapes.course(rng, date(2024, 4, 1), works) for _ in range(CASES)]
    years = sum((c.closed - c.contacts[0]).days for c in courses) / CASES / 365
    assert 25 <= shapes.NEW_CASES_A_YEAR * years / 5 <= 45


def test_openings_are_flat_over_the_year():
    period = (date(2024, 4, 1), date(2025, 3, 31))
    days = shapes.openings(Random(3), period, 12_000, works)
    assert days == sorted(days)
    assert all(works(day) and period[0] <= day <= period[1] for day in days)
    months = Counter(day.month for day in days)
    assert max(months.values()) / min(months.values()) < 1.35


def test_openings_reach_both_ends_of_a_period():
    period = (date(2024, 4, 1), date(2024, 4, 2))
    assert set(shapes.openings(Random(3), period, 50, works)) == set(period)


def test_minutes_and_starts_are_plausible():
    rng = Random(4)
    for method in METHODS:
        assert all(5 <= shapes.minutes(rng, method) <= 210 for _ in range(50))
        assert shapes.minutes(rng, method) % 5 == 0
    assert shapes.minutes(rng, "visit", "absent") <= 25
    assert all(9 <= shapes.start(rng).hour < 17 for _ in range(50))


def test_the_violent_side_of_a_couple_is_never_spoken_with():
    rng = Random(5)
    for _ in range(50):
        cast = household(rng, "elderly_only", ON).cast(ON)
        assert shapes.spoke_with(rng, "phone", cast, ("dv",)) != cast.spouse


def test_a_case_that_starts_on_a_holiday_eve_goes_on_after_it():
    new_year = date(2025, 1, 6)
    course = shapes.course(Random(6), date(2024, 12, 27), lambda day: day >= new_year)
    assert all(day >= new_year for day in course.contacts[1:])
    assert course.closed - new_year >= timedelta(0)
