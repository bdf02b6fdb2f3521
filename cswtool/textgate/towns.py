"""The office's own towns, with the 丁目 and what follows it: stronger than any guess in them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from cswtool.textgate.analysis import Token, first_from
from cswtool.textgate.figures import FIGURE
from cswtool.textgate.findings import Finding, Kind
from cswtool.textgate.names import is_called
from cswtool.textgate.words import ADDRESS_LABELS, GENERAL_LEADS, NOBODY

_HOUSE: Final = "の家"
"""After a town or a 丁目 a house; after other names a body (くるみの家)."""

Rank = tuple[bool, int, bool]
"""Certain, length, a place on file: the greatest of those that overlap is what is found."""


def led(found: Iterable[Finding], words: Sequence[Token]) -> Iterator[Finding]:
    """Addresses with the town in front of them that is on no file: 若草台 of 若草台3丁目."""
    for one in found:
        run = _town_before(one, words) if _HOUSE_NUMBER.match(one.words) else []
        lead = "".join(token.words for token in run)
        certain = one.certain or (lead != "" and "-" in one.words)
        yield replace(one, start=one.start - len(lead), words=lead + one.words, certain=certain)


_HOUSE_NUMBER: Final = re.compile(rf"(?!\d{{3}}-\d{{4}}$){FIGURE}(?:丁目|番|の|-)")
_OF_A_TOWN: Final = re.compile("[一-龥々ヶケノ]+")
_MOST_TOKENS: Final = 8


def _town_before(one: Finding, words: Sequence[Token]) -> list[Token]:
    run: list[Token] = []
    last = first_from(words, one.start)
    for token in reversed(words[max(last - _MOST_TOKENS, 0) : last]):
        if not _may_be_of_a_town(token):
            break
        run.insert(0, token)
    while run and run[0].words in GENERAL_LEADS:
        run.pop(0)
    return run if run and run[-1].end == one.start else []


def _may_be_of_a_town(token: Token) -> bool:
    if token.words in NOBODY or token.words in ADDRESS_LABELS or token.is_numeral:
        return False
    joins = token.part[0] in {"接頭辞", "接尾辞"} or token.words in {"ヶ", "ケ", "ノ"}
    noun = token.is_noun and token.part[2] != "副詞可能"
    return (noun or joins) and bool(_OF_A_TOWN.fullmatch(token.words))


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
