"""What the office has on file that must not be named, found in a text by exact matching."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Final

import ahocorasick_rs

from cswtool.access.folding import everyday
from cswtool.textgate.findings import Kind, NotCheckedError
from cswtool.textgate.spots import name_folded, spotted
from cswtool.textgate.words import GENERAL_PEOPLE, UNNAMED

_SEPARATORS: Final = str.maketrans(dict.fromkeys("・･=゠", " "))
_SHORTEST: Final = 2
_SHORTEST_KANA: Final = 4
_SHORTEST_KANA_PART: Final = 3


class Role(Enum):
    """What a word on file is: the whole name of somebody, or a part of one.

    UNDIVIDED: all that is on file of a name, in one piece. It may be a family name alone, so
    that it must not count for more than one on no file.
    """

    WHOLE = auto()
    UNDIVIDED = auto()
    PART = auto()
    ORGANISATION = auto()
    TOWN = auto()

    @property
    def kind(self) -> Kind:
        kinds = {Role.ORGANISATION: Kind.ORGANISATION, Role.TOWN: Kind.PLACE}
        return kinds.get(self, Kind.PERSON)


@dataclass(frozen=True, slots=True)
class Name:
    """Of a person: as written, and in kana; `parts`: family and given name count alone too."""

    written: str
    kana: str = ""
    parts: bool = True


class Register:
    """All names at once; a text is read through a single time, however many there are."""

    def __init__(
        self, names: Iterable[Name], organisations: Iterable[str], towns: Iterable[str]
    ) -> None:
        """Raises NotCheckedError where there is no name at all: then nothing was read."""
        towns = tuple(towns)
        self.towns = tuple(sorted({everyday(t) for t in towns if t}, key=len, reverse=True))
        words: dict[str, Role] = {}
        for name in names:
            _add_name(words, name)
        if not words:
            raise NotCheckedError("no names on file")
        for word in organisations:
            words.setdefault(name_folded(word), Role.ORGANISATION)
        for town in map(name_folded, towns):
            if words.get(town) is not Role.WHOLE:  # a family name alone is no more than a guess
                words[town] = Role.TOWN
        words.pop("", None)
        self._roles = list(words.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(words))

    def matches(self, text: str) -> Iterator[tuple[int, int, Role]]:
        """Every occurrence, also one inside another: start and end in `text`, and what it is."""
        folded = spotted(text)
        for index, start, end in self._automaton.find_matches_as_indexes(
            folded.text, overlapping=True
        ):
            yield *folded.span(start, end), self._roles[index]


@lru_cache(maxsize=1)
def register_of(
    names: tuple[Name, ...], organisations: tuple[str, ...], towns: tuple[str, ...]
) -> Register:
    """The register, built anew only when a name has changed. Raises NotCheckedError."""
    return Register(names, organisations, towns)


_BRACKETS: Final = re.compile(r"[（(【\[].*?[）)】\]]")
_NOBODY: Final = frozenset(map(name_folded, GENERAL_PEOPLE | UNNAMED))


def whole_forms(name: Name) -> set[str]:
    """How the whole name of somebody may stand in folded text; none for "長男" and the like."""
    written, kana = "".join(_folded_parts(name.written)), "".join(_folded_parts(name.kana))
    if written in _NOBODY:
        return set()
    long_enough = ((written, _SHORTEST), (kana, _SHORTEST_KANA))
    return {form for form, shortest in long_enough if len(form) >= shortest}


def _folded_parts(name: str) -> list[str]:
    """Family and given name, or all the parts of a foreign name; what is in brackets left out."""
    return [_fold(part) for part in _BRACKETS.sub(" ", name).translate(_SEPARATORS).split()]


_fold: Final = lru_cache(maxsize=65_536)(name_folded)
"""The same few thousand family and given names come again and again."""


def _add_name(words: dict[str, Role], name: Name) -> None:
    forms = whole_forms(name)
    for form in forms:
        if _is_divided(name):
            words[form] = Role.WHOLE
        elif words.get(form) is not Role.WHOLE:
            words[form] = Role.UNDIVIDED
    if forms and name.parts:
        _add_parts(words, name)


def _is_divided(name: Name) -> bool:
    """Whether it is known to be a family and a given name."""
    return any(len(_folded_parts(whole)) > 1 for whole in (name.written, name.kana))


def _add_parts(words: dict[str, Role], name: Name) -> None:
    for whole, shortest in ((name.written, 1), (name.kana, _SHORTEST_KANA_PART)):
        parts = _folded_parts(whole)
        for part in parts if len(parts) > 1 else ():
            if len(part) >= shortest and part not in _NOBODY:
                words.setdefault(part, Role.PART)
