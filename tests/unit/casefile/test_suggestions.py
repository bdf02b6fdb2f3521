"""What the file of a case suggests of its urgency and its complexity."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cswtool.casefile.rules import (
    SILENT_DAYS,
    Signs,
    Suggestion,
    suggested_complexity,
    suggested_urgency,
)
from cswtool.cases.rules import Complexity, Urgency

NOTHING = Signs(abuse=False, issues=0, refusals=0, agencies=0, silent=0)
some = st.integers(0, 9)
signs = st.builds(
    Signs, abuse=st.booleans(), issues=some, refusals=some, agencies=some, silent=some
)


@pytest.mark.parametrize(
    ("found", "value"),
    [
        ({}, None),
        ({"abuse": True}, Urgency.TODAY),
        ({"refusals": 1}, Urgency.DAYS),
        ({"silent": SILENT_DAYS - 1}, None),
        ({"silent": SILENT_DAYS}, Urgency.DAYS),
        ({"issues": 9, "agencies": 9}, None),
    ],
    ids=str,
)
def test_urgency_is_about_haste_alone(found, value):
    assert suggested_urgency(replace(NOTHING, **found)).value == value


@pytest.mark.parametrize(
    ("found", "value"),
    [
        ({}, None),
        ({"issues": 1}, None),
        ({"issues": 2}, Complexity.MIDDLE),
        ({"issues": 4}, Complexity.MIDDLE),
        ({"agencies": 3}, Complexity.MIDDLE),
        ({"refusals": 2}, Complexity.MIDDLE),
        ({"issues": 4, "agencies": 3}, Complexity.HIGH),
        ({"issues": 4, "refusals": 2}, Complexity.HIGH),
        ({"abuse": True, "silent": 400}, None),
    ],
    ids=str,
)
def test_complexity_is_about_load_alone(found, value):
    assert suggested_complexity(replace(NOTHING, **found)).value == value


@given(signs)
def test_a_suggestion_always_says_why(found):
    for suggestion in (suggested_urgency(found), suggested_complexity(found)):
        assert bool(suggestion.value) == bool(suggestion.reasons)
        assert all(reason in suggestion.told for reason in suggestion.reasons)


def test_where_nothing_is_suggested_nothing_is_named():
    assert "目安はありません" in Suggestion(None, ()).told
