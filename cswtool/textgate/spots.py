"""Folded text that remembers where each of its characters stood."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cswtool.access.folding import folded

_DROPPED: Final = frozenset("・･=゠")
"""Signs between the parts of a foreign name, which some write and some do not."""
_MARKS: Final = frozenset("ﾞﾟ\N{COMBINING KATAKANA-HIRAGANA VOICED SOUND MARK}")


def name_folded(text: str) -> str:
    """A name, or a text that may hold one, as they are compared."""
    return "".join(character for character in folded(text) if character not in _DROPPED)


@dataclass(frozen=True, slots=True)
class Spotted:
    """`text` is folded; character i of it stood at `spots[i]` (start, end) of the original."""

    text: str
    spots: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters `start` to `end` of the folded text stood."""
        return self.spots[start][0], self.spots[end - 1][1]


def spotted(text: str) -> Spotted:
    letters, spots = [], []
    for start, end in _clusters(text):
        for letter in name_folded(text[start:end]):
            letters.append(letter)
            spots.append((start, end))
    return Spotted("".join(letters), tuple(spots))


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """A character with the marks that belong to it: カ and its dots fold to one letter."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _belongs_to_the_last(text[at]):
            yield start, at
            start = at


def _belongs_to_the_last(character: str) -> bool:
    return character in _MARKS or unicodedata.category(character) in {"Mn", "Me"}
