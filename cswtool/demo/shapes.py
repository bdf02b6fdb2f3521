"""How the synthetic office is distributed: shares as constants, samplers on top of them.

What is known of real offices (a coordinator report of another ward, 96 cases of 令和5年度 上期;
national consultation rates): four cases in five have several issues, seven in ten are isolated,
three in four were linked to a resource, agencies bring in the most, months are flat. The volume is
set for five CSWs in a town of 197,000. Everything else here is invented and says nothing about
小平市. Codes are those of config/kodaira/*.toml.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random
from typing import TypeVar

from cswtool.demo import stock
from cswtool.demo.layouts import SELF
from cswtool.demo.names import Cast, Household

NEW_CASES_A_YEAR = 280
CONTACTS_A_YEAR = 4_000
LINKED_SHARE = 0.77  # cases passed on to at least one organisation
ISOLATED_SHARE = 0.70
ABROAD_SHARE = 0.04
WORKDAY_STARTS = (9, 17)
RETIRED_FROM = 65
FRAIL_FROM = 72

ZONES = {"W": 21, "CW": 17, "C": 22, "CE": 19, "E": 21}
HOUSEHOLDS = {
    "single": 36,
    "parent_and_child": 20,
    "other": 20,
    "single_parent": 14,
    "elderly_only": 10,
}
ROUTES = {
    "hokatsu": 13,
    "welfare_commissioner": 12,
    "self_phone": 11,
    "needy_support": 8,
    "family_phone": 7,
    "shakyo": 7,
    "self_visit": 6,
    "outreach": 6,
    "welfare_office": 4,
    "neighbour": 4,
    "family_visit": 4,
    "school": 3,
    "city_office": 3,
    "medical": 2,
    "disability_support": 2,
    "care_provider": 2,
    "child_family_centre": 2,
    "health_centre": 1,
    "npo": 1,
    "private": 1,
    "unknown": 1,
}
RISING_ZONE, RISING_DAYS = "W", 190
RISING = ROUTES | {"npo": 80}
"""By which routes cases come to that 圏域 in these last days: something for the 気づき to find."""
METHODS = {
    "phone": 36,
    "visit": 30,
    "office": 10,
    "meeting": 8,
    "accompany": 7,
    "mail": 6,
    "other": 3,
}
OUTCOMES = {"met": 62, "absent": 20, "watched": 12, "refused": 6}
CLOSINGS = {
    "solved": 34,
    "handed_over": 24,
    "watch": 16,
    "declined": 8,
    "no_contact": 6,
    "moved_away": 5,
    "institution": 4,
    "died": 2,
    "other": 1,
}
ISSUE_COUNTS = {1: 20, 2: 30, 3: 27, 4: 15, 5: 8}
ISOLATING = {"isolation": 40, "hikikomori": 32, "eighty_fifty": 60, "no_kin": 10, "self_neglect": 5}
ISSUES = {
    "poverty": 21,
    "other": 10,
    "family_relations": 12,
    "work": 12,
    "food": 9,
    "housing": 8,
    "mental": 8,
    "illness": 7,
    "dementia": 7,
    "disability": 7,
    "care": 6,
    "money": 6,
    "school_absence": 6,
    "single_parent": 5,
    "debt": 5,
    "hoarding": 5,
    "neighbours": 4,
    "belonging": 4,
    "child_rearing": 4,
    "communication": 4,
    "young_carer": 4,
    "addiction": 3,
    "disaster_care": 3,
    "abuse_elder": 2,
    "abuse_child": 2,
    "dv": 2,
    "double_care": 2,
    "suicide": 1,
    "abuse_disability": 1,
    "delinquency": 1,
    "reentry": 0.5,
    "disaster_victim": 0.5,
}
# minutes: shortest, most usual, longest
MINUTES = {
    "met": (20, 50, 130),
    "absent": (5, 10, 25),
    "refused": (5, 10, 30),
    "watched": (5, 10, 20),
    "office": (20, 50, 120),
    "phone": (5, 15, 60),
    "accompany": (40, 90, 210),
    "mail": (5, 10, 30),
    "meeting": (45, 60, 120),
    "other": (10, 15, 40),
}
# who is spoken with: 本人, another grown-up of the household, somebody from outside
SPEAKERS = {
    "visit": (78, 18, 4),
    "office": (72, 22, 6),
    "phone": (44, 20, 36),
    "accompany": (86, 14, 0),
    "mail": (36, 14, 50),
}
# contacts of a case: share of cases, fewest, most
LENGTHS = ((38, 1, 5), (38, 6, 18), (18, 19, 40), (6, 41, 70))
# days between contacts: up to which contact, mean
GAPS = ((4, 6.0), (12, 13.0), (10_000, 21.0))
CLOSING_LAG = 18.0  # mean days from the last contact to the closing

_T = TypeVar("_T")
Workday = Callable[[date], bool]


@dataclass(frozen=True)
class Course:
    """The days of a case: its contacts in order (the first on the opening day), its closing."""

    contacts: tuple[date, ...]
    closed: date
    reason: str


def pick(rng: Random, weights: Mapping[_T, float]) -> _T:
    """One key of a table of weights, such as `pick(rng, ZONES)`."""
    return rng.choices(list(weights), list(weights.values()))[0]


def route(rng: Random, zone: str, days_ago: int) -> str:
    """How a case came to the office that opened so many days ago."""
    rises = zone == RISING_ZONE and days_ago <= RISING_DAYS
    return pick(rng, RISING if rises else ROUTES)


def issues(rng: Random, household: Household, on: date) -> tuple[str, ...]:
    """The issues of a case, the main one first: only such as the household can have."""
    cast = household.cast(on)
    fits = _Fitting(household, cast, on)
    wanted = pick(rng, ISSUE_COUNTS)
    found = ["foreign"] if household.abroad else []
    isolating = {code: weight for code, weight in ISOLATING.items() if fits(code)}
    if rng.random() < ISOLATED_SHARE:
        found.append(pick(rng, isolating))
    rest = {code: weight for code, weight in ISSUES.items() if fits(code)}
    while len(found) < wanted:
        found.append(pick(rng, rest))
        del rest[found[-1]]
    rng.shuffle(found)
    return tuple(found)


class _Fitting:
    """Whether an issue is possible in a household."""

    def __init__(self, household: Household, cast: Cast, on: date) -> None:
        ages = {member.called: member.age(on) for member in household.members}
        working_age = ages[cast.adult] < RETIRED_FROM
        kind = household.kind
        young, old = bool(cast.young), bool(cast.old)
        self._possible = {
            "hikikomori": working_age and kind in {"single", "parent_and_child"},
            "eighty_fifty": kind == "parent_and_child",
            "no_kin": kind == "single",
            "abuse_child": young,
            "abuse_elder": old and not cast.alone,
            "abuse_disability": working_age and not cast.alone and not young,
            "dv": bool(cast.spouse),
            "dementia": max(ages.values()) >= FRAIL_FROM,
            "care": max(ages.values()) >= FRAIL_FROM,
            "double_care": young and old,
            "young_carer": young,
            "child_rearing": young,
            "single_parent": kind == "single_parent",
            "school_absence": young,
            "delinquency": young,
            "family_relations": not cast.alone,
            "work": working_age,
            "debt": working_age,
            "disability": working_age,
            "reentry": working_age and kind == "single",
        }

    def __call__(self, code: str) -> bool:
        return self._possible.get(code, True)


def asker(route: str) -> str:
    """The 相談者 that goes with a 相談経路."""
    plain = {"neighbour", "welfare_commissioner", "other", "unknown"}
    if route.startswith(("self", "outreach")):
        return "self"
    if route.startswith("family"):
        return "family"
    return route if route in plain else "agency"


def spoke_with(rng: Random, method: str, cast: Cast, issues: tuple[str, ...]) -> str:
    """A word of the cast, or the role of somebody outside; never the violent side of a couple."""
    family = [word for word in cast.grown_ups if "dv" not in issues or word != cast.spouse]
    outside = ["民生委員", *stock.issues()[rng.choice(issues)]["agency"]]
    drawn = rng.choices((0, 1, 2), SPEAKERS.get(method, (1, 0, 0)))[0]
    people: list[str] = ([SELF], family or [SELF], outside)[drawn]
    return rng.choice(people)


def minutes(rng: Random, method: str, outcome: str = "") -> int:
    """Minutes a contact took, in steps of five."""
    shortest, usual, longest = MINUTES[(outcome or "met") if method == "visit" else method]
    return 5 * round(rng.triangular(shortest, longest, usual) / 5)


def start(rng: Random) -> time:
    """A time within office hours, in steps of ten minutes."""
    first, last = WORKDAY_STARTS
    return time(rng.randrange(first, last), 10 * rng.randrange(6))


def openings(rng: Random, period: tuple[date, date], count: int, works: Workday) -> list[date]:
    """`count` opening days in a period (both ends included), flat over the year, in order."""
    first, last = period
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    return sorted(rng.choices([day for day in days if works(day)], k=count))


def course(rng: Random, opened: date, works: Workday) -> Course:
    """How a case runs if nobody stops the clock; cut it at today, then it is still open.

    Mean: 14 contacts. In a steady office of 280 new cases a year that makes about 4,000 a year.
    """
    _, fewest, most = rng.choices(LENGTHS, [share for share, _, _ in LENGTHS])[0]
    days = [opened]
    for number in range(1, rng.randint(fewest, most)):
        mean = next(mean for up_to, mean in GAPS if number <= up_to)
        days.append(_later(rng, days[-1], mean, works))
    return Course(tuple(days), _later(rng, days[-1], CLOSING_LAG, works), pick(rng, CLOSINGS))


def _later(rng: Random, day: date, mean: float, works: Workday) -> date:
    """A working day about `mean` days later, the same day at the earliest."""
    later = day + timedelta(round(rng.expovariate(1 / mean)))
    while not works(later):
        later += timedelta(1)
    return later
