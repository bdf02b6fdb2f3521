"""The office's own towns, with the 丁目 and what follows it: stronger than any guess in them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from cswtool.textgate.findings import Finding, Kind
from cswtool.textgate.names import is_called

_HOUSE: Final = "の家"
"""After a town or a 丁目 a house; after other names a body (くるみの家)."""

Rank = tuple[bool, int, bool]
"""Certain, length, a place on file: the greatest of those that overlap is what is found."""


def ranks(
    text: str, places: Sequence[Finding], on_file: Sequence[Finding], guesses: Sequence[Finding]
) -> dict[Finding, Rank]:
    """How strong each finding is against those that it overlaps.

    A place is as strong as what it holds: 小川東町 is no 小川東 with a 町 behind. The name wins
    where it goes on beyond the town (鈴木町子), where the town itself is called さん or has a
    role, and where somebody on file has the very name of the town. A longer place that holds
    the whole name of somebody on file must be changed, as the name must.
    """
    places = [
        replace(place, certain=place.certain or any(_held(one, place) for one in met))
        for place, met in _meetings(places, on_file)
    ]
    guesses = [_from_its_start(text, one, met) for one, met in _meetings(guesses, places)]
    found = [*on_file, *guesses]
    known = dict(_meetings(places, on_file))
    guessed = dict(_meetings(places, guesses))
    strong = {one for one in places if _is_strong(text, one, known[one], guessed[one])}
    ranked: dict[Finding, Rank] = {}
    for one, met in _meetings(found, places):
        named_so = one.kind is Kind.ORGANISATION and any(
            _in(place, one) and place in strong for place in met
        )
        ranked[one] = (one.certain or named_so, one.length, False)
    for place in places:
        houses = [one.length for one in guessed[place] if _is_its_house(text, one, place)]
        first = not is_called(text, place.end)  # 仲町家, 仲町さん: as likely somebody
        ranked[place] = (place.certain or place in strong, max([place.length, *houses]), first)
    return ranked


def _is_strong(
    text: str, place: Finding, known: Sequence[Finding], guessed: Sequence[Finding]
) -> bool:
    """Whether something certain lies in the place, and nothing certain claims it for a name."""
    known = [one for one in known if one.certain]
    guessed = [one for one in guessed if one.certain]
    called = is_called(text, place.end)
    claimed = (
        any(not _in(one, place) for one in [*known, *guessed])
        or any(one.end == place.end for one in known)
        or any(one.end == place.end and called for one in guessed)
    )
    return bool(known or guessed) and not claimed


def _is_its_house(text: str, one: Finding, place: Finding) -> bool:
    body = one.kind is Kind.ORGANISATION and place.start <= one.start < place.end
    return body and text[place.end : one.end] == _HOUSE


def _from_its_start(text: str, one: Finding, places: Sequence[Finding]) -> Finding:
    """A body or place that the analyser begins inside a town: 台都営住宅 in たかの台都営住宅."""
    begun = [p.start for p in places if p.start < one.start < p.end < one.end]
    if one.kind not in {Kind.ORGANISATION, Kind.PLACE} or not begun:
        return one
    return replace(one, start=min(begun), words=text[min(begun) : one.end])


def _meetings(
    some: Sequence[Finding], others: Sequence[Finding]
) -> Iterator[tuple[Finding, list[Finding]]]:
    """Each of some with those of the others that have a character in common with it."""
    there: defaultdict[int, list[Finding]] = defaultdict(list)
    for other in others:
        for at in range(other.start, other.end):
            there[at].append(other)
    for one in some:
        met = (other for at in range(one.start, one.end) for other in there.get(at, ()))
        yield one, list(dict.fromkeys(met))


def _held(one: Finding, place: Finding) -> bool:
    return one.certain and one.length < place.length and _in(one, place)


def _in(inner: Finding, outer: Finding) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
