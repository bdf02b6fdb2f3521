"""The states of a text that is to leave the office, and how a decision is tied to its words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final


class Purpose(StrEnum):
    SHEET = "sheet"
    VIGNETTE = "vignette"
    REMARK = "remark"
    LEAFLET = "leaflet"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "sheet": "地域課題シート",
            "vignette": "事例（個人がわからないようにしたもの）",
            "remark": "公表するまとめの説明文",
            "leaflet": "広報・講座の資料",
            "other": "その他",
        }[self]


class ReleaseStatus(StrEnum):
    WRITING = "writing"
    ASKED = "asked"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {
            "writing": "確認中",
            "asked": "二人目の確認待ち",
            "released": "公開できる",
            "withdrawn": "取りやめ",
        }[self]


class Verdict(StrEnum):
    """What is done about a word that was found."""

    REPLACE = "replace"
    FINE = "fine"
    LATER = "later"


LONGEST: Final = 20_000
"""Characters of one text; docs/textgate.md says how long a check of so many takes."""

OPENING: Final = 30
"""Characters of a text that lists show of it."""

TOLD_DAYS: Final = 7
"""So long the author's first page tells them that a text was sent back or released."""


class WrongStateError(Exception):
    """The text is not in the state that this act needs, or something in it is undecided."""


def digest(text: str) -> str:
    """What a text is known by: the same words give the same, whatever the line ends are."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return sha256(plain.encode()).hexdigest()


_STOPS: Final = "。！？!?\n"


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence around characters `start` to `end`. A decision holds for these words only."""
    first = max(text.rfind(stop, 0, start) for stop in _STOPS) + 1
    stops = [at for stop in _STOPS if (at := text.find(stop, end)) >= 0]
    return text[first : min(stops, default=len(text))].strip()


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters `start` to `end` become `words`."""

    start: int
    end: int
    words: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; they must not overlap."""
    for edit in sorted(edits, key=lambda e: e.start, reverse=True):
        text = text[: edit.start] + edit.words + text[edit.end :]
    return text


def pieces(text: str, found: Iterable[Any]) -> Iterator[tuple[str, int]]:
    """The text cut for showing: each piece with the number of the finding it is, or 0.

    `found`: with `begins` and `ends`, in the order of the text.
    """
    at = 0
    for number, one in enumerate(found, start=1):
        yield text[at : one.begins], 0
        yield text[one.begins : one.ends], number
        at = one.ends
    yield text[at:], 0
