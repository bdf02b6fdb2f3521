"""The office's own towns, with the 丁目 and what follows it: stronger than any guess in them."""

from collections.abc import Sequence
from typing import Final

from cswtool.textgate.findings import Finding, Kind
from cswtool.textgate.names import is_called

_HOUSE: Final = "の家"
"""After a town or a 丁目 a house; after other names a body (くるみの家)."""

Rank = tuple[bool, int, bool]
"""Certain, length, a place on file: the greatest of those that overlap is what is found."""


def named(place: Finding, on_file: Sequence[Finding]) -> bool:
    """Whether the whole name of somebody on file stands in a longer place: it must be changed."""
    return any(one.certain and one.length < place.length and _in(one, place) for one in on_file)


def ranks(
    text: str, places: Sequence[Finding], on_file: Sequence[Finding], guesses: Sequence[Finding]
) -> dict[Finding, Rank]:
    """How strong each finding is against those that it overlaps.

    A place is as strong as what it holds: 小川東町 is no 小川東 with a 町 behind. The name wins
    where it goes on beyond the town (鈴木町子), where the town itself is called さん or has a
    role, and where somebody on file has the very name of the town.
    """
    found = [*on_file, *guesses]
    strong = [one for one in places if _holds(text, one, on_file, guesses)]
    held: dict[Finding, Rank] = {}
    for one in found:
        named_so = one.kind is Kind.ORGANISATION and any(_in(place, one) for place in strong)
        held[one] = (one.certain or named_so, one.length, False)
    for place in places:
        houses = [one.length for one in found if _is_its_house(text, one, place)]
        length = max([place.length, *houses])
        first = not is_called(text, place.end)  # 仲町家, 仲町さん: as likely somebody
        held[place] = (place.certain or place in strong, length, first)
    return held


def _holds(
    text: str, place: Finding, on_file: Sequence[Finding], guesses: Sequence[Finding]
) -> bool:
    """Whether something certain lies in the place, and nothing certain claims it for a name."""
    known = [one for one in on_file if one.certain and _meet(one, place)]
    guessed = [one for one in guesses if one.certain and _meet(one, place)]
    called = is_called(text, place.end)
    claimed = (
        any(not _in(one, place) for one in known + guessed)
        or any(one.end == place.end for one in known)
        or any(one.end == place.end and called for one in guessed)
    )
    return bool(known or guessed) and not claimed


def _is_its_house(text: str, one: Finding, place: Finding) -> bool:
    body = one.kind is Kind.ORGANISATION and place.start <= one.start < place.end
    return body and text[place.end : one.end] == _HOUSE


def _in(inner: Finding, outer: Finding) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _meet(one: Finding, other: Finding) -> bool:
    return one.start < other.end and other.start < one.end
