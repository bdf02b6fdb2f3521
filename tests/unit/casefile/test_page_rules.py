"""The timeline of a case, and what its page warns of."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cswtool.casefile.rules import SILENT_DAYS, Condition, warnings, woven

TODAY = date(2026, 11, 24)
QUIET = Condition(
    restricted=False,
    closed=False,
    has_zone=True,
    protected=False,
    opened_on=TODAY,
    last_contact=TODAY,
)


@dataclass(frozen=True)
class Entry:
    at: datetime
    what: str


def _entries(what: str):
    moments = st.integers(0, 200).map(
        lambda h: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=h)
    )
    return st.lists(moments, max_size=12, unique=True).map(
        lambda found: [Entry(at, what) for at in sorted(found, reverse=True)]
    )


@given(_entries("contact"), _entries("step"), st.integers(1, 5))
def test_over_all_pages_every_entry_stands_once_and_in_order(contacts, steps, size):
    pages = [contacts[i : i + size] for i in range(0, len(contacts), size)] or [[]]
    shown: list[Entry] = []
    for number, page in enumerate(pages):
        newer = pages[number - 1][-1].at if number else None
        shown += woven(page, steps, newer, last=number == len(pages) - 1)
    assert sorted(shown, key=lambda e: e.what) == sorted([*contacts, *steps], key=lambda e: e.what)
    assert [e.at for e in shown] == sorted((e.at for e in shown), reverse=True)


def test_a_case_in_good_order_warns_of_nothing():
    assert warnings(QUIET, TODAY) == []


def test_a_long_silence_is_counted_from_the_last_contact_or_the_opening():
    longest = TODAY - timedelta(days=SILENT_DAYS)
    assert warnings(replace(QUIET, last_contact=longest), TODAY) == []
    late = replace(QUIET, last_contact=longest - timedelta(days=1))
    assert warnings(late, TODAY) == ["31日間、連絡の記録がありません。"]
    never = replace(QUIET, last_contact=None, opened_on=TODAY - timedelta(days=40))
    assert warnings(never, TODAY) == ["40日間、連絡の記録がありません。"]


def test_a_closed_case_warns_only_of_what_must_not_get_out():
    old = replace(QUIET, closed=True, has_zone=False, last_contact=date(2020, 1, 1))
    assert warnings(old, TODAY) == []
    assert len(warnings(replace(old, protected=True, restricted=True), TODAY)) == 2


def test_a_case_without_a_zone_says_where_to_choose_one():
    (warning,) = warnings(replace(QUIET, has_zone=False), TODAY)
    assert "内容を直す" in warning
