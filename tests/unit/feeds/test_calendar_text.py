"""The calendar file: RFC 5545, and nothing but dates, numbers and kinds."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from cswtool.feeds.rules import Entry, escaped, kind_of, written

NOW = datetime(2026, 11, 25, 12, 0, 5, tzinfo=UTC)
KEY = UUID(int=7)


def _unfolded(text: str) -> list[str]:
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_a_calendar_is_written_as_the_standard_says():
    text = written([Entry(KEY, date(2026, 11, 30), "訪問", "R8-0123")], NOW)
    assert _unfolded(text) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//cswtool//calendar//JA",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:次の対応",
        "X-PUBLISHED-TTL:PT1H",
        "BEGIN:VEVENT",
        f"UID:{KEY}@cswtool",
        "DTSTAMP:20261125T120005Z",
        "DTSTART;VALUE=DATE:20261130",
        "DTEND;VALUE=DATE:20261201",
        "SUMMARY:R8-0123 訪問",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_no_line_is_longer_than_75_octets_and_no_character_is_cut():
    text = written([Entry(KEY, date(2026, 1, 1), "訪" * 100, None)], NOW)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "SUMMARY:" + "訪" * 100 in _unfolded(text)


def test_what_the_standard_reserves_is_escaped():
    assert escaped("a\\b;c,d\ne") == "a\\\\b\\;c\\,d\\ne"


@pytest.mark.parametrize(
    ("title", "kind"),
    [("田中さんを訪問する", "訪問"), ("長女に電話", "電話"), ("書類を探す", "対応")],
)
def test_of_a_title_only_the_kind_goes_out(title, kind):
    assert kind_of(title) == kind
