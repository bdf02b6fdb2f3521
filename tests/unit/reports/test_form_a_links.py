"""What is said to hold between the figures of 様式A holds in every office, in every cut."""

import itertools
import random
from datetime import date

import pytest

from cswtool.access.fiscal import Period
from cswtool.activities.rules import Done, Meeting
from cswtool.disclosure.attack import attack
from cswtool.disclosure.repair import protect
from cswtool.people.rules import AgeBand, Sex
from cswtool.publications.document import Heading
from cswtool.reports.rules import (
    UNKNOWN,
    Contact,
    Counted,
    Cut,
    Facts,
    FormCounted,
    Grain,
    Place,
    Width,
    Word,
    form_a_of,
    summary_of,
)

PERIOD = Period(date(2025, 4, 1), date(2025, 9, 30))
PLACES = (Place("W", "西", "西側"), Place("CW", "中央西", "西側"), Place("C", "中央", ""))
ZONES = ["W", "CW", "C", UNKNOWN]
MONTHS = [f"2025{month:02}" for month in range(4, 10)]


def _words(*codes: str):
    """Every two of them in one group."""
    return {
        code: Word(Heading(code, code), Heading(f"g{at // 2}", f"g{at // 2}"))
        for at, code in enumerate([*codes, UNKNOWN])
    }


ISSUES, ROUTES = _words("i1", "i2", "i3", "i4"), _words("r1", "r2", "r3")
KINDS, ASKERS, TYPES, REASONS = (_words(f"{k}1", f"{k}2", f"{k}3") for k in "katc")


def office(seed: int, homes: int) -> FormCounted:
    """A half year of an invented office, as the records would be found."""
    dice = random.Random(seed)
    contacts, placed, tags, mains = [], {}, set(), {}
    for home in range(homes):
        issues = dice.sample([*ISSUES], dice.randrange(3))
        for month in sorted(dice.choices(MONTHS, k=dice.randrange(1, 6))):
            zone = dice.choice(ZONES)
            contacts.append(Contact(home, zone, dice.choice(["visit", "phone"]), month, 1))
            placed[home] = zone
        tags |= {(home, issue) for issue in issues}
        if issues and dice.random() < 0.8:
            mains[home] = issues[0]
    contacts += [Contact(homes + n, dice.choice(ZONES), "phone", "202504", 1) for n in range(5)]
    pick = {name: [*words] for name, words in (("r", ROUTES), ("a", ASKERS), ("k", KINDS))}
    closed = [home for home in placed if dice.random() < 0.4]
    counted = Counted(
        PERIOD,
        PLACES,
        contacts,
        placed,
        sorted(tags),
        {home: dice.choice(pick["r"]) for home in placed},
        ISSUES,
        ROUTES,
    )
    return FormCounted(
        counted,
        {
            home: Facts(
                dice.random() < 0.5,
                dice.choice([*TYPES]),
                dice.choice([*AgeBand]).value,
                dice.choice([*Sex]).value,
            )
            for home in placed
        },
        mains,
        [(c.household, c.zone, dice.choice(pick["a"]), c.times) for c in contacts],
        [(home, placed[home], dice.choice([*REASONS])) for home in closed],
        [(home, placed[home]) for home in placed if home not in closed],
        [
            (home, placed[home], counted.routes[home], dice.choice(pick["k"]), dice.randrange(1, 4))
            for home in placed
            if dice.random() < 0.7
        ],
        ASKERS,
        TYPES,
        REASONS,
        KINDS,
        [
            Done("meeting", dice.choice([*ZONES[:3], None]), 60, 8, meeting, dice.randrange(9), 1)
            for meeting in dice.choices([*Meeting, None], k=30)
        ],
    )


CUTS = [Cut(*widths) for widths in itertools.product(Grain, Width, Width, Width)]


@pytest.mark.parametrize("seed", range(6))
def test_what_is_said_to_hold_is_true_in_every_cut(seed):
    found = office(seed, homes=40)
    for cut in CUTS:  # a relation that the true figures break is refused
        form_a_of(found, cut).problem(10)
        summary_of(found.counted, cut).problem(10)


def test_the_tables_are_bound_to_each_other():
    """One hidden figure that only another table tells is not left standing there alone."""
    problem = form_a_of(office(1, homes=90), CUTS[-1]).problem(10)
    linked = {
        frozenset(name for name, _ in r.terms) for r in problem.relations if len(r.terms) == 2
    }
    for zone in ("W+CW", "C", UNKNOWN, "all"):
        assert {f"stock|{zone}|closed", f"closing|{zone}|all"} in linked
        assert {f"method|{zone}|all", f"asker|{zone}|all"} in linked
        assert {f"main|{zone}|none", f"issue|{zone}|none"} in linked
    assert {"flow|all|k1", "referral|all|k1"} in linked


def test_a_form_that_was_protected_withstands_the_attack():
    problem = form_a_of(office(2, homes=90), CUTS[-1]).problem(10)
    hidden = {name for name, shown in protect(problem).shown.items() if shown is None}
    assert hidden
    assert [found for found in attack(problem, hidden) if found.exposed] == []
