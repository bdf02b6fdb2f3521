"""Which 圏域 an address lies in, by the office's table 町＋丁目＋番地範囲 → 圏域."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID


class Area(Protocol):
    """One line of a town's table; None in `chome` and the 番地 means all of them."""

    @property
    def chome(self) -> int | None: ...
    @property
    def banchi_from(self) -> int | None: ...
    @property
    def banchi_to(self) -> int | None: ...
    @property
    def zone_id(self) -> UUID | None: ...


@dataclass(frozen=True, slots=True)
class Place:
    """丁目 and 番地 as far as an address says them."""

    chome: int | None
    banchi: int | None


def zone_of(areas: Sequence[Area], chome: int | None, banchi: int | None) -> UUID | None:
    """The 圏域 of a place in a town with these lines; None is 要確認.

    The most exact line wins: 番地 before 丁目 before the whole town. Where the address does
    not say enough to choose between lines that differ, a person decides.
    """
    possible = [area for area in areas if _may_hold(area, chome, banchi)]
    sure = max((_exactness(a) for a in possible if _holds(a, chome, banchi)), default=-1)
    found = {area.zone_id for area in possible if _exactness(area) >= sure}
    return found.pop() if len(found) == 1 else None


def _exactness(area: Area) -> int:
    return 2 * (area.banchi_from is not None) + (area.chome is not None)


def _may_hold(area: Area, chome: int | None, banchi: int | None) -> bool:
    """Whether nothing the address says speaks against the line."""
    other_chome = chome is not None and area.chome is not None and area.chome != chome
    return not other_chome and (banchi is None or _in_range(area, banchi))


def _holds(area: Area, chome: int | None, banchi: int | None) -> bool:
    """Whether the address says everything the line asks for."""
    says_chome = area.chome is None or area.chome == chome
    says_banchi = area.banchi_from is None or (banchi is not None and _in_range(area, banchi))
    return says_chome and says_banchi


def _in_range(area: Area, banchi: int) -> bool:
    if area.banchi_from is None or area.banchi_to is None:
        return True
    return area.banchi_from <= banchi <= area.banchi_to


def overlap(one: Area, other: Area) -> bool:
    """Whether two lines of a town say something about the same place, equally exactly.

    Lines of different exactness may lie over one another: the more exact one wins.
    """
    if one.chome != other.chome or (one.banchi_from is None) != (other.banchi_from is None):
        return False
    if one.banchi_from is None or one.banchi_to is None:
        return True
    assert other.banchi_from is not None
    assert other.banchi_to is not None
    return one.banchi_from <= other.banchi_to and other.banchi_from <= one.banchi_to


def area_label(area: Area) -> str:
    """The line's place in words: 2丁目100〜199番地; 全域 for the whole town."""
    chome = f"{area.chome}丁目" if area.chome is not None else ""
    if area.banchi_from is None:
        return chome or "全域"
    return f"{chome}{area.banchi_from}〜{area.banchi_to}番地"


_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−ー－のノ"), "-")
_KANJI: Final = "〇一二三四五六七八九"
_POSTCODE: Final = re.compile(r"〒?\d{3}-\d{4}")
_CHOME: Final = re.compile(rf"([0-9]+|[{_KANJI}十百]+)丁目")
_BANCHI: Final = re.compile(r"[0-9]+")
_NUMBERS: Final = re.compile(r"([0-9]+)(?:-([0-9]+))?")
_LONGEST: Final = 6
"""No 丁目 or 番地 has more digits; longer numbers are something else."""


def place_in(address: str, *, chomes: int) -> Place:
    """丁目 and 番地 of an address inside a town that has `chomes` 丁目 (0: none).

    Reads 1-900-3, １丁目９００番地, 一丁目900の3; in a town without 丁目, or where the first
    number is too great for one, that number is the 番地.
    """
    text = unicodedata.normalize("NFKC", address).translate(_DASHES)
    text = _POSTCODE.sub(" ", text)
    named = _CHOME.search(text)
    if named:
        banchi = _BANCHI.search(text, named.end())
        return Place(_number(named[1]), _number(banchi[0]) if banchi else None)
    numbers = _NUMBERS.search(text)
    if numbers is None:
        return Place(None, None)
    first, second = _number(numbers[1]), _number(numbers[2])
    if first is not None and first <= chomes:
        return Place(first, second)
    return Place(None, first)


def _number(text: str | None) -> int | None:
    """The value of digits or of 漢数字 up to 百; None where there is none."""
    if not text or len(text) > _LONGEST:
        return None
    if text.isdigit():
        return int(text)
    if "十" not in text and "百" not in text:
        return int("".join(str(_KANJI.index(c)) for c in text))
    total, last = 0, 0
    for c in text:
        if c in "十百":
            total, last = total + (last or 1) * (10 if c == "十" else 100), 0
        else:
            last = _KANJI.index(c)
    return total + last
