"""The words of a search, and the piece of a text in which they were found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cswtool.access.folding import folded

MOST_WORDS: Final = 8
"""More words than this do not narrow a search any further."""
AROUND: Final = 40
"""Characters of the text that are shown on either side of the first word found."""
ELLIPSIS: Final = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; `found` where it is one of the words that were looked for."""

    text: str
    found: bool


def typed_words(typed: str) -> list[str]:
    """The words of a search, between spaces of either width."""
    return [word for word in typed.split() if folded(word)][:MOST_WORDS]


def snippet(text: str, words: Sequence[str]) -> list[Piece]:
    """The text around the first word found, in pieces; its beginning where none is found.

    Words are found as the search finds them, the text is shown as it was written.
    """
    flat = " ".join(text.split())
    spans = sorted(_spans(flat, words))
    first = spans[0][0] if spans else 0
    start, end = max(0, first - AROUND), first + 2 * AROUND
    inside = [(max(a, start), min(b, end)) for a, b in spans if a < end and b > start]
    pieces = list(_cut(flat, start, end, inside))
    before = [Piece(ELLIPSIS, found=False)] if start else []
    return [*before, *pieces, *([Piece(ELLIPSIS, found=False)] if end < len(flat) else [])]


def _spans(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the words stand in the text, folded alike."""
    letters = [(at, letter) for at, char in enumerate(text) for letter in _letters(char)]
    line = "".join(letter for _, letter in letters)
    for word in map(folded, words):
        at = line.find(word)
        while at >= 0:
            yield letters[at][0], letters[at + len(word) - 1][0] + 1
            at = line.find(word, at + len(word))


_letters = lru_cache(maxsize=10_000)(folded)
"""Folding one character at a time; texts have few different ones."""


def _cut(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    """The text from start to end in pieces, words that overlap in one."""
    at = start
    for first, last in spans:
        if first > at:
            yield Piece(text[at:first], found=False)
        if last > at:
            yield Piece(text[max(first, at) : last], found=True)
            at = last
    if text[at:end]:
        yield Piece(text[at:end], found=False)
