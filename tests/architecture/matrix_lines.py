"""The lines of matrix/<blueprint>.txt, read."""

from dataclasses import dataclass
from pathlib import Path

from tests.world import EVERYBODY


@dataclass(frozen=True)
class Line:
    endpoint: str
    records: tuple[tuple[str, str], ...]
    expected: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        return " ".join([self.endpoint, *(f"{k}={v}" for k, v in self.records)])


def _lines() -> list[Line]:
    found = []
    for path in sorted((Path(__file__).parent / "matrix").glob("*.txt")):
        rows = [line for line in path.read_text().splitlines() if line and line[0] != "#"]
        who = rows[0].split("|")[1].split()
        assert who == EVERYBODY, path
        for row in rows[1:]:
            left, right = row.split("|")
            endpoint, *records = left.split()
            statuses = [int(status) for status in right.split()]
            pairs = tuple(tuple(record.split("=")) for record in records)
            found.append(Line(endpoint, pairs, tuple(zip(who, statuses, strict=True))))
    return found


LINES = _lines()
