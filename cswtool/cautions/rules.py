"""The kinds of 訪問時の注意, and how several are named in one line."""

from collections.abc import Iterable
from enum import StrEnum


class CautionKind(StrEnum):
    VIOLENCE = "violence"
    DOG = "dog"
    INFECTION = "infection"
    KEY = "key"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "violence": "暴力",
            "dog": "犬",
            "infection": "感染",
            "key": "鍵",
            "other": "その他",
        }[self]


def named(kinds: Iterable[CautionKind]) -> str:
    """暴力・犬: each kind once, the gravest first; "" for none."""
    there = set(kinds)
    return "・".join(kind.label for kind in CautionKind if kind in there)
