"""What stands out and what does not, on figures worked out by hand."""

from dataclasses import replace

import pytest

from cswtool.signals.rules import (
    BASELINE,
    MONTHS,
    RATE,
    Series,
    Signal,
    adjusted,
    odds,
    sentence,
    signals,
    upper_tail,
)


def _series(*, before: int, late: int, months: int = 3, met: int = 30, key: str = "8050") -> Series:
    """`late` households in each of the last months, `before` in each earlier one."""
    first = [before] * (MONTHS - months) + [late] * months
    return Series("W", "issue", key, first, [met] * MONTHS)


@pytest.mark.parametrize(
    ("least", "tries", "share", "chance"),
    [
        (8, 10, 0.5, 56 / 1024),
        (0, 10, 0.3, 1.0),
        (3, 3, 1 / 9, 1 / 729),
        (1, 4, 0.25, 1 - 0.75**4),
    ],
)
def test_the_tail_is_the_exact_one(least, tries, share, chance):
    assert upper_tail(least, tries, share) == pytest.approx(chance, rel=1e-12)


def test_the_tail_of_large_counts_is_a_number():
    assert upper_tail(3000, 20_000, 0.1) < 1e-90


def test_a_rise_is_shown_once_by_its_clearest_window():
    (one,) = signals([_series(before=0, late=4)])
    assert (one.zone, one.key, one.months, one.recent) == ("W", "8050", 3, 12)
    assert one.expected == 0
    assert one.chance == pytest.approx((3 / (3 + BASELINE)) ** 12)


def test_what_goes_on_as_before_is_not_shown():
    assert signals([_series(before=2, late=2)]) == []


def test_more_contact_alone_raises_nothing():
    late = [2] * (MONTHS - 3) + [6] * 3
    assert signals([Series("W", "issue", "8050", late, [10] * (MONTHS - 3) + [30] * 3)]) == []
    assert signals([Series("W", "issue", "8050", late, [10] * MONTHS)])


def test_two_households_are_no_matter_of_a_region():
    first = [0] * (MONTHS - 1) + [2]
    assert signals([Series("W", "issue", "8050", first, [30] * MONTHS)]) == []


def test_nothing_is_compared_with_months_without_contact():
    first, met = [0] * (MONTHS - 3) + [5] * 3, [0] * (MONTHS - 3) + [20] * 3
    assert signals([Series("W", "issue", "8050", first, met)]) == []


def test_the_more_is_asked_the_clearer_it_must_be():
    slight = _series(before=1, late=3, key="slight")
    assert signals([slight])
    quiet = [_series(before=1, late=1, key=str(n)) for n in range(200)]
    assert signals([slight, *quiet]) == []


@pytest.mark.parametrize("other", [{"kind": "route"}, {"zone": ""}])
def test_whatever_the_page_asks_is_one_question_more(other):
    slight = _series(before=1, late=3, key="slight")
    quiet = [replace(_series(before=1, late=1, key=str(n)), **other) for n in range(200)]
    assert signals([slight, *quiet]) == []


def test_what_nobody_was_met_with_of_late_was_asked_about_too():
    """Else the questions would be picked by their answers."""
    slight = _series(before=1, late=3, key="slight")
    gone = [_series(before=1, late=0, months=12, key=str(n)) for n in range(200)]
    assert signals([slight, *gone]) == []


def test_rates_are_adjusted_step_up():
    """The worked example of Benjamini and Hochberg (1995), table 1: four of fifteen at 0.05."""
    chances = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
        0.5719, 0.6528, 0.7590, 1.0,
    ]  # fmt: skip
    tested = [Signal("W", "issue", str(n), 3, 5, 1.0, chance) for n, chance in enumerate(chances)]
    assert [one.key for one in adjusted(tested) if one.adjusted <= 0.05] == ["0", "1", "2", "3"]
    assert RATE == 0.2


def test_it_is_said_in_plain_words():
    signal = Signal("W", "issue", "8050", 6, 9, 3.2, 0.0021)
    said = "西圏域で「8050」の世帯が、この6か月に新しく9世帯ありました。ふだんなら3世帯ほどです。"
    assert sentence(signal, "西圏域", "8050") == said
    by_route = Signal("W", "route", "minsei", 6, 9, 3.2, 0.0021)
    assert "西圏域で相談経路が「民生委員」の世帯が、" in sentence(by_route, "西圏域", "民生委員")
    by_age = Signal("", "age", "80s", 6, 9, 3.2, 0.0021)
    assert "市内全域で年代が「80代」の世帯が、" in sentence(by_age, "市内全域", "80代")
    rare = Signal("W", "issue", "8050", 6, 9, 0.4, 0.0021)
    assert "ふだんならほとんどありません" in sentence(rare, "西圏域", "8050")


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.0021, "およそ500回に1回"),
        (1 / 1999, "およそ2,000回に1回"),
        (1 / 9600, "およそ10,000回に1回"),
        (1 / 19, "およそ20回に1回"),
        (0.05, "およそ20回に1回"),
        (0.4, "およそ2回に1回"),
        (1e-9, "10,000回に1回もない"),
        (0.0, "10,000回に1回もない"),
    ],
)
def test_chances_are_said_as_people_say_them(chance, said):
    assert odds(chance) == said
