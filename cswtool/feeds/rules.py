"""A calendar as RFC 5545 writes it, and how often it may be read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

KINDS: Final = ("訪問", "同行", "面談", "会議", "電話")
"""What a step may be called outside. Its own words stay inside: they may name somebody."""
OTHER_KIND: Final = "対応"

WINDOW: Final = timedelta(minutes=10)
MOST_READS: Final = 30
"""In WINDOW. A programme that asks every five minutes, on several devices, stays far below."""

_LINE: Final = 75
"""Octets that a line may have before it is folded."""
_ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Entry:
    """A day on which something is to be done, in a case or in none."""

    id: UUID
    day: date
    kind: str
    number: str | None


def kind_of(title: str) -> str:
    """The one of the closed list of kinds that a step is."""
    return next((kind for kind in KINDS if kind in title), OTHER_KIND)


def written(entries: Iterable[Entry], now: datetime) -> str:
    """The calendar file."""
    return "".join(f"{folded}\r\n" for line in _lines(entries, now) for folded in _folded(line))


def _lines(entries: Iterable[Entry], now: datetime) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//cswtool//calendar//JA")
    yield from ("CALSCALE:GREGORIAN", "X-WR-CALNAME:次の対応", "X-PUBLISHED-TTL:PT1H")
    for entry in entries:
        yield "BEGIN:VEVENT"
        yield f"UID:{entry.id}@cswtool"
        yield f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}"
        yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
        yield f"SUMMARY:{escaped(_summary(entry))}"
        yield from ("TRANSP:TRANSPARENT", "END:VEVENT")
    yield "END:VCALENDAR"


def _summary(entry: Entry) -> str:
    return f"{entry.number} {entry.kind}" if entry.number else entry.kind


def escaped(text: str) -> str:
    """A text value (RFC 5545 §3.3.11)."""
    return text.translate(_ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """A line of at most 75 octets, and its continuations; no character is cut in two."""
    part, octets = "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > _LINE:
            yield part
            part, octets = " ", 1
        part, octets = part + character, octets + size
    yield part


class TooOftenError(Exception):
    """The calendar was read too often within a short time."""
