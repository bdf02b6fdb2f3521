"""What no paper shows that leaves the office, however it is cut."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from cswtool.reports.rules.figures import ALL, UNKNOWN
from cswtool.reports.rules.links import ISSUE
from cswtool.reports.rules.tables import Summary
from cswtool.reports.rules.wanted import Wanted

LEFT_OUT: Final = (
    "圏域の分からない世帯と相談、住所を保護している人のいる世帯は、数が少ないため、"
    "この版の表と計に入れていません。"
)


def as_it_leaves(wanted: Wanted, make: Callable[[Wanted], Summary], threshold: int) -> Wanted:
    """The same paper without those of no known 圏域, where they are fewer than the threshold.

    A column of a few households has a zero in nearly every line, and the zeros tell of them
    whatever is hidden. Among them are all whose address is protected.
    """
    if not wanted.paper.is_of_households or not threshold:
        return wanted
    (issues,) = (tally for tally in make(wanted).tallies if tally.key == ISSUE)
    few = issues.figures[UNKNOWN, ALL].value < threshold
    return replace(wanted, cut=replace(wanted.cut, known_only=few))
