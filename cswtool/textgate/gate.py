"""The check itself: all rules over one text, and what to write instead."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import repeat
from string import ascii_uppercase
from typing import Final

from cswtool.access.folding import everyday
from cswtool.textgate import bodies, called, cues, names, patterns, times, towns
from cswtool.textgate.analysis import Token, first_from, tokens
from cswtool.textgate.findings import LETTERED, Finding, Kind, NotCheckedError
from cswtool.textgate.register import Register, Role
from cswtool.textgate.spots import name_folded

_SHORT: Final = 2
"""A name of so few characters counts only where it does not begin or end inside a word."""


def check(
    text: str, register: Register, given: AbstractSet[str] = frozenset()
) -> tuple[Finding, ...]:
    """What in the text could tell who is meant, in the order of the text, none over another.

    `given`: the letters that an earlier check of the text proposed for somebody in it; they
    are nobody's initials. Raises NotCheckedError where anything whatever goes wrong: the text
    must not leave then.
    """
    try:
        return _suggested(text, _apart(_all(text, register, given)))
    except Exception as fault:  # whatever it was, the text was not checked
        raise NotCheckedError(type(fault).__name__) from fault


def _all(text: str, register: Register, given: AbstractSet[str]) -> dict[Finding, towns.Rank]:
    """All that the rules find, and how strong each is against what it overlaps."""
    plain = everyday(text)
    words = tokens(text)
    on_file = [*_on_file(plain, words, register)]
    places = [
        *towns.led(patterns.addresses(plain, register.towns), words),
        *patterns.towns(plain, register.towns),
    ]
    found = [*patterns.initials(plain, given)]
    for form in (
        patterns.phones,
        patterns.emails,
        patterns.numbers,
        patterns.roads,
        times.dates,
        times.ages,
    ):
        found += form(plain)
    for rule in (
        called.before_honorifics,
        called.over_lines,
        names.analysed,
        names.homographs,
        called.before_roles,
        names.foreign,
        cues.labelled,
        cues.called_so,
        cues.relatives,
        cues.with_school_year,
        cues.houses,
        bodies.by_ending,
        bodies.by_heading,
        bodies.shops,
        bodies.named_after,
        bodies.placed,
    ):
        found += rule(plain, words)
    persons = {one.end for one in [*on_file, *found] if one.kind is Kind.PERSON}
    found += times.ages_beside(plain, persons)
    return towns.ranks(plain, places, on_file, found)


def _on_file(text: str, words: Sequence[Token], register: Register) -> Iterator[Finding]:
    starts = {token.start for token in words}
    ends = {token.end for token in words}
    for start, end, role in register.matches(text):
        aligned = start in starts and end in ends
        met = words[first_from(words, start) : first_from(words, end)]
        inside = [token for token in met if token.end <= end]
        if role is Role.PART and not (aligned and _may_be_a_part(inside)):
            continue
        whole = role in {Role.WHOLE, Role.UNDIVIDED}
        if whole and not aligned and end - start <= _SHORT:
            continue
        yield Finding(start, end, role.kind, text[start:end], certain=role is Role.WHOLE)


def _may_be_a_part(inside: Sequence[Token]) -> bool:
    """A family or given name that is an everyday word too counts only where it reads as a name."""
    if len(inside) > 1:
        return not any(token.is_particle for token in inside)
    return inside[0].is_proper or (inside[0].unknown and not inside[0].is_numeral)


def _apart(found: Mapping[Finding, towns.Rank]) -> list[Finding]:
    """The strongest first; what overlaps one of them is left out."""
    kept: list[Finding] = []
    taken: set[int] = set()
    first = sorted(found, key=lambda f: (f.start, f.kind))
    for one in sorted(first, key=found.__getitem__, reverse=True):
        places = range(one.start, one.end)
        if one.length and taken.isdisjoint(places):
            kept.append(one)
            taken.update(places)
    return sorted(kept, key=lambda f: f.start)


def _suggested(text: str, found: Sequence[Finding]) -> tuple[Finding, ...]:
    letters: dict[str, str] = {}
    free = _free_letters(text)
    done = []
    for one in found:
        words = text[one.start : one.end]
        instead = one.suggestion
        if one.kind in LETTERED:
            name = name_folded(words)
            instead = letters.get(name) or next(free)
            letters[name] = instead
        done.append(replace(one, words=words, suggestion=instead or _GENERAL[one.kind]))
    return tuple(done)


_GENERAL: Final = {Kind.PLACE: "市内", Kind.ORGANISATION: "関係機関"}


def _free_letters(text: str) -> Iterator[str]:
    """A, B, C … that nobody in the text is called yet; then ○○, as often as it takes."""
    taken = patterns.taken_letters(everyday(text))
    yield from (letter for letter in ascii_uppercase if letter not in taken)
    yield from repeat("○○")
