"""How activities are summed up: kinds by 圏域, counts beside hours and people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

Cell = tuple[UUID, UUID | None]
"""A kind of activity and a 圏域; None is the whole city."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Of the activities that say so: minutes spent, people who took part."""

    minutes: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A kind: how many activities in each 圏域, then for the whole city, then all together."""

    label: str
    counts: tuple[int, ...]
    sums: Sum

    @property
    def hours(self) -> str:
        return hours(self.sums.minutes)


def hours(minutes: int) -> str:
    """Minutes as people say them: 1時間30分, 45分, 0分."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest}分"
    return f"{whole}時間{rest}分" if rest else f"{whole}時間"


def table(
    kinds: Iterable[tuple[UUID, str]],
    zone_ids: Sequence[UUID | None],
    counts: Mapping[Cell, int],
    sums: Mapping[Cell, Sum],
) -> list[Row]:
    """A row for each kind that occurred, in the order given, and 計 at the end.

    `zone_ids` are the columns; nothing at all gives no rows.
    """
    rows = []
    for kind_id, label in kinds:
        cells = [counts.get((kind_id, zone_id), 0) for zone_id in zone_ids]
        if any(cells):
            found = [sums.get((kind_id, zone_id), Sum()) for zone_id in zone_ids]
            rows.append(Row(label, (*cells, sum(cells)), _added(found)))
    if not rows:
        return []
    columns = zip(*(row.counts for row in rows), strict=True)
    return [*rows, Row("計", tuple(map(sum, columns)), _added(row.sums for row in rows))]


def _added(sums: Iterable[Sum]) -> Sum:
    found = list(sums)
    return Sum(sum(one.minutes for one in found), sum(one.people for one in found))
