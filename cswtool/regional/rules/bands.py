"""What leaves the office about how many households stand behind an issue: a band, no count.

From ten households on bands are shown, below it only that there are fewer (介護DBガイドライン:
no unit of less than ten in a municipality of 25,000 and more). No band is narrower than ten
numbers, and the lowest has 0 among them: so neither one sheet nor several together tell a small
number more closely than published figures may (docs/disclosure.md).
"""

from itertools import pairwise
from typing import Final

THRESHOLD: Final = 10
_STARTS: Final = (10, 20, 30, 50, 100)


def band(households: int) -> str:
    """10世帯未満, 10〜19世帯, … 100世帯以上."""
    if households < THRESHOLD:
        return f"{THRESHOLD}世帯未満"
    for start, following in pairwise(_STARTS):
        if households < following:
            return f"{start}〜{following - 1}世帯"
    return f"{_STARTS[-1]}世帯以上"
