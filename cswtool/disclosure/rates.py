"""Rates and averages: where one may be printed at all.

A percentage or an average gives its figures away as well as they would themselves, so both must be
shown; and over a small denominator it tells of single households (MHLW surveys mark those below 10,
the 介護DB guideline does not publish them).
"""

from collections.abc import Mapping
from fractions import Fraction

from cswtool.disclosure.cells import Problem


def rate(
    problem: Problem, shown: Mapping[str, int | None], part: str, whole: str
) -> Fraction | None:
    """``part / whole``, exactly; ``None`` where it must not be printed, which is printed as x.

    Rule: both figures are shown, and as many households as the problem needs stand behind the
    denominator. Also for averages (延べ件数 a household). ``part`` and ``whole`` are ids of cells.
    """
    households = {cell.id: cell.behind for cell in problem.cells}
    above, below = shown[part], shown[whole]
    if above is None or below is None or below == 0 or households[whole] < problem.needed:
        return None
    return Fraction(above, below)
