"""A story is told as exactly as enough households allow, and no more exactly."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cswtool.releases.rules.vignette import (
    Attribute,
    TooFewError,
    age_levels,
    decade_of,
    decades,
    generalise,
)

ATTRIBUTES = {
    "zone": Attribute("圏域", ({"W": "西", "E": "東"}, {}), weight=1),
    "age": Attribute("年代", age_levels(), weight=2),
    "issue": Attribute(
        "課題",
        (
            {"h": "ひきこもり", "i": "孤立", "m": "家計"},
            {"h": "孤立・ひきこもり", "i": "孤立・ひきこもり", "m": "暮らし"},
            {},
        ),
        weight=3,
    ),
}
a_household = st.fixed_dictionaries(
    {
        "zone": st.sampled_from(["W", "E", ""]),
        "age": st.sampled_from(["", *map(str, range(10))]),
        "issue": st.sampled_from(["h", "i", "m", ""]),
    }
)


def counter(households):
    def count(wanted):
        return sum(
            all(values is None or one[name] in values for name, values in wanted.items())
            for one in households
        )

    return count


def tells(story, one) -> bool:
    """Whether a household is as the story says, worked out from the labels alone."""
    return all(
        label == "" or label in {level.get(one[name]) for level in ATTRIBUTES[name].levels}
        for name, label in story.told.items()
    )


HIKIKOMORI = {"zone": "W", "age": "5", "issue": "h"}


def test_what_enough_households_share_is_told_exactly():
    story = generalise(ATTRIBUTES, [HIKIKOMORI], counter([HIKIKOMORI] * 10))
    assert story.told == {"zone": "西", "age": "50代", "issue": "ひきこもり"}
    assert story.households == 10
    assert not story.is_of_several


def test_the_place_goes_first_then_the_age_then_the_issue():
    east = {**HIKIKOMORI, "zone": "E"}
    story = generalise(ATTRIBUTES, [HIKIKOMORI], counter([HIKIKOMORI] * 4 + [east] * 6))
    assert story.told == {"zone": "", "age": "50代", "issue": "ひきこもり"}
    younger = {**east, "age": "4"}
    story = generalise(ATTRIBUTES, [HIKIKOMORI], counter([HIKIKOMORI] * 4 + [younger] * 6))
    assert story.told == {"zone": "", "age": "40〜50代", "issue": "ひきこもり"}


def test_of_several_cases_only_what_they_share_is_told():
    sources = [HIKIKOMORI, {**HIKIKOMORI, "age": "4"}, {**HIKIKOMORI, "zone": ""}]
    story = generalise(ATTRIBUTES, sources, counter(sources * 4))
    assert story.told == {"zone": "", "age": "40〜50代", "issue": "ひきこもり"}
    assert story.is_of_several


def test_too_few_households_in_all_give_no_story():
    with pytest.raises(TooFewError) as refused:
        generalise(ATTRIBUTES, [HIKIKOMORI], counter([HIKIKOMORI] * 9))
    assert refused.value.households == 9


@given(st.lists(a_household, min_size=1, max_size=40), st.data())
def test_enough_households_are_as_the_story_says_and_all_sources_too(households, data):
    sources = data.draw(st.lists(st.sampled_from(households), min_size=1, max_size=3))
    try:
        story = generalise(ATTRIBUTES, sources, counter(households), 5)
    except TooFewError:
        assert len(households) < 5
        return
    assert sum(tells(story, one) for one in households) == story.households >= 5
    assert all(tells(story, one) for one in sources)


def test_decades_change_on_the_birthday():
    today = date(2026, 11, 26)
    assert decade_of(date(1956, 11, 26), today) == "7"
    assert decade_of(date(1956, 11, 27), today) == "6"
    assert decade_of(date(2020, 1, 1), today) == "0"
    assert decade_of(date(1920, 1, 1), today) == "9"
    assert decade_of(None, today) == ""
    assert decades(date(2028, 2, 29))[0] == (date(1938, 2, 28), "9")


def test_who_was_born_on_a_29_february_is_as_old_as_their_birthday_says():
    assert decade_of(date(2008, 2, 29), date(2028, 2, 28)) == "1"
    assert decade_of(date(2008, 2, 29), date(2028, 2, 29)) == "2"
    assert decade_of(date(2018, 2, 28), date(2028, 2, 29)) == "1"
    assert decade_of(date(2018, 3, 1), date(2028, 2, 29)) == "0"
