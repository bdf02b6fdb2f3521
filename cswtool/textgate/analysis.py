"""The words of a text, by the analyser Sudachi."""

import threading
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final

import sudachipy

from cswtool.access.folding import everyday

_PARTS: Final = sudachipy.SplitMode.C
_MOST: Final = 10_000
"""Characters that are analysed at once; the analyser takes 49,149 bytes."""


_START: Final = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text, from `start` to `end`, with its part of speech (品詞)."""

    start: int
    end: int
    words: str
    part: tuple[str, ...]
    unknown: bool

    @property
    def is_person(self) -> bool:
        return self.part[2] == "人名"

    @property
    def is_family(self) -> bool:
        return self.is_person and self.part[3] == "姓"

    @property
    def is_place(self) -> bool:
        return self.part[2] == "地名" and self.part[3] != "国"

    @property
    def is_proper(self) -> bool:
        return self.part[1] == "固有名詞"

    @property
    def is_noun(self) -> bool:
        return self.part[0] == "名詞"

    @property
    def is_numeral(self) -> bool:
        return self.part[1] == "数詞"

    @property
    def is_particle(self) -> bool:
        return self.part[0] in {"助詞", "助動詞"}


@lru_cache(maxsize=4096)
def may_be_family(words: str) -> bool:
    """Whether the dictionary has this word as a family name too, as it has 山田 and 中島."""
    with _LOCK:
        return any(m.part_of_speech()[3] == "姓" for m in _dictionary().lookup(words))


@lru_cache(maxsize=4096)
def may_be_given(words: str) -> bool:
    """Whether the dictionary has this word as a given name too, as it has 光 and 杏."""
    with _LOCK:
        return any(m.part_of_speech()[3] == "名" for m in _dictionary().lookup(words))


def tokens(text: str) -> list[Token]:
    """The words of a text of any length. Raises what the analyser raises."""
    found: list[Token] = []
    for start, piece in _pieces(everyday(text)):
        with _LOCK:
            found += [_token(m, start) for m in _analyser().tokenize(piece, _PARTS)]
    return found


def first_from(words: Sequence[Token], at: int) -> int:
    """Which of the words of a text, in their order, is the first to begin at `at` or later."""
    return bisect_left(words, at, key=_START)


def opens_a_clause(before: Token | None) -> bool:
    """森 after a comma or に is somebody; 近くの森 is a wood. `before`: the word in front."""
    return (
        before is None
        or before.part[0] in {"補助記号", "空白"}
        or before.words in {"に", "で", "と"}
    )


_LOCK: Final = threading.Lock()
"""The analyser works on one text at a time."""


@lru_cache(maxsize=1)
def _dictionary() -> Any:
    return sudachipy.Dictionary(dict="small")


@lru_cache(maxsize=1)
def _analyser() -> Any:
    return _dictionary().tokenizer()


def _token(morpheme: Any, start: int) -> Token:
    return Token(
        start=start + morpheme.begin(),
        end=start + morpheme.end(),
        words=morpheme.surface(),
        part=tuple(morpheme.part_of_speech()),
        unknown=morpheme.is_oov(),
    )


def _pieces(text: str) -> list[tuple[int, str]]:
    """Lines, and what is too long for the analyser cut; with where each begins."""
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        found += [(at + cut, line[cut : cut + _MOST]) for cut in range(0, len(line), _MOST)]
        at += len(line)
    return found
