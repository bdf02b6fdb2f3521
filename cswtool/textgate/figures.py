"""Numbers as they are written: in figures, and in kanji."""

from typing import Final

KANJI: Final = "〇零一二三四五六七八九十百千"
FIGURE: Final = rf"(?:\d{{1,4}}|[{KANJI}]{{1,5}})"
"""A pattern for one of them."""
DIGITS: Final = str.maketrans("〇零一二三四五六七八九ー", "00123456789-")


def figure(written: str) -> int | None:
    """A number in figures or kanji (82, 八十二, 百二); None where it is none."""
    if written.isdecimal():
        return int(written)
    total = 0
    rest = written
    for sign, weight in (("千", 1000), ("百", 100), ("十", 10)):
        if sign in rest:
            head, _, rest = rest.partition(sign)
            total += weight * (_plain(head) if head else 1)
    return total + _plain(rest) if rest else total


def _plain(digits: str) -> int:
    figures = digits.translate(DIGITS)
    return int(figures) if figures.isdecimal() else 0
