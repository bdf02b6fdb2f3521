"""How many households had an issue, year by year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Years = Mapping[int, int]
"""実ケース数 by fiscal year."""


@dataclass(frozen=True, slots=True)
class TrendPart:
    """One of the tags that a tag was split into, or the one it was split from."""

    label: str
    years: Years


@dataclass(frozen=True, slots=True)
class TrendLine:
    """All tags that hang together by merges and splits: each household once a year."""

    label: str
    years: Years
    parts: Sequence[TrendPart]
    """Where it is several tags; their figures overlap and do not add up."""


def years_recorded(lines: Sequence[TrendLine], years: Sequence[int]) -> Sequence[int]:
    """The years from the first with a record on; the last alone where there is none.

    Years before the office began to record are no zeros: everything would seem to shoot up.
    """
    begun = min((year for line in lines for year in line.years), default=years[-1])
    return [year for year in years if year >= begun]
