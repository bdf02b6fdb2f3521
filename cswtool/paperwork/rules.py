"""How what is on file is ticked on the forms."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from uuid import UUID


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
