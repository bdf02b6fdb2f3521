"""How what is on file is ticked on the forms, and what a copy for disclosure leaves out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import UUID

from cswtool.consultations.rules.writing import Mark as TextMark


class Mark(StrEnum):
    """What stands before an item of a form, and how it is read aloud."""

    NONE = "　"
    CHOSEN = "○"
    MAIN = "◎"

    @property
    def spoken(self) -> str:
        return {"　": "", "○": "当てはまる", "◎": "いちばんの困りごと"}[self]


def marks(tags: Iterable[tuple[UUID, bool]]) -> dict[UUID, Mark]:
    """The mark of each tag, from pairs of a tag and whether it is the 主課題."""
    found: dict[UUID, Mark] = {}
    for tag, main in tags:
        if found.get(tag) is not Mark.MAIN:
            found[tag] = Mark.MAIN if main else Mark.CHOSEN
    return found


def national_ticks(
    tags: Mapping[UUID, Mark], numbers: Mapping[UUID, Sequence[int]]
) -> dict[int, Mark]:
    """The national items that a case's tags count as.

    `numbers` are the items of each tag, the closest first: only that one bears the ◎ of
    a 主課題.
    """
    found: dict[int, Mark] = {}
    for tag, mark in tags.items():
        for rank, number in enumerate(numbers.get(tag, ())):
            main = mark is Mark.MAIN and rank == 0
            if found.get(number) is not Mark.MAIN:
                found[number] = Mark.MAIN if main else Mark.CHOSEN
    return found


class Decision(StrEnum):
    """What becomes of a passage in a copy for disclosure; the grounds are to be confirmed (仮)."""

    OPEN = "open"
    RIGHTS = "rights"
    WORK = "work"
    LAW = "law"

    @property
    def label(self) -> str:
        return {
            "open": "開示する",
            "rights": "不開示：本人や第三者の権利利益を害するおそれ",
            "work": "不開示：業務の適正な実施に著しい支障のおそれ",
            "law": "不開示：他の法令に違反する",
        }[self]


_PROPOSED: Final[Mapping[TextMark, Decision]] = {
    TextMark.FACT: Decision.OPEN,
    TextMark.THIRD_PARTY: Decision.RIGHTS,
}


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a record about which somebody decides whether it may be disclosed."""

    key: str
    heading: str
    mark: TextMark | None
    text: str

    @property
    def proposed(self) -> Decision | None:
        """None where nothing says what it is, or where it is a matter of judgement (所見).

        Neither where a mark of third-party words stands in the middle of it.
        """
        mixed = "【第三者" in self.text
        return None if mixed or self.mark is None else _PROPOSED.get(self.mark)


def passage_key(record_id: UUID, place: int, text: str) -> str:
    """The name of a passage in a form. Other words are another passage, not decided yet."""
    return "p" + sha256(f"{record_id}|{place}|{text}".encode()).hexdigest()[:24]
