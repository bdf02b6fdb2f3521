"""Periods of days: how they share days, and of which others they are made."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, TypeVar

_DAY: Final = timedelta(days=1)
_DECEMBER: Final = 12
Held = TypeVar("Held")


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """Whole days from first to last."""

    first: date
    last: date

    def __contains__(self, other: "Span") -> bool:
        return self.first <= other.first and other.last <= self.last

    def meets(self, other: "Span") -> bool:
        """Whether they share a day."""
        return self.first <= other.last and other.first <= self.last

    @classmethod
    def of_months(cls, key: str) -> "Span":
        """Of a month as 202504, or from one to another as 202504-202506."""
        first, last = key.split("-", maxsplit=1)[0], key.rsplit("-", maxsplit=1)[-1]
        year, month = int(last[:4]), int(last[4:])
        following = date(year + month // _DECEMBER, month % _DECEMBER + 1, 1)
        return cls(date(int(first[:4]), int(first[4:]), 1), following - _DAY)


def together(spans: Iterable[Span], start: Span) -> list[Span]:
    """Those that hang together with `start`: they share a day with it, or with one that does."""
    left, found, edge = list(spans), [], [start]
    while edge:
        met = [span for span in left if any(span.meets(one) for one in edge)]
        left = [span for span in left if span not in met]
        found += met
        edge = met
    return found


def between(spans: Iterable[Span]) -> list[Span]:
    """The pieces of time from one beginning or end of a span to the next, in order."""
    edges = sorted({edge for span in spans for edge in (span.first, span.last + _DAY)})
    return [Span(first, following - _DAY) for first, following in pairwise(edges)]


def unprinted(spans: Iterable[Span]) -> list[Span]:
    """The pieces of time within some spans that are none of them."""
    known = set(spans)
    return [p for p in between(known) if p not in known and any(p in one for one in known)]


def chains(held: Mapping[Span, Held]) -> Iterator[tuple[Held, Sequence[Held]]]:
    """For each span the rows of others that make it up without a gap: the finest, the coarsest."""
    for whole, what in held.items():
        inside = [span for span in held if span in whole and span != whole]
        for longest in (False, True):
            chain = _chain(whole, sorted(inside, reverse=longest))
            if chain:
                yield what, [held[span] for span in chain]


def _chain(whole: Span, inside: Sequence[Span]) -> list[Span]:
    """From the first day to the last, always by the first of `inside` that begins there."""
    chain: list[Span] = []
    day = whole.first
    while day <= whole.last:
        here = next((span for span in inside if span.first == day), None)
        if here is None:
            return []
        chain.append(here)
        day = here.last + _DAY
    return chain
