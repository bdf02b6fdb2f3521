"""Addresses and telephone numbers that look right and belong to nobody.

Towns are real; the house numbers lie above 9000, which no block of 小平市 reaches, and the
telephone numbers have an exchange of 000, which is not given out.
"""

from dataclasses import dataclass
from random import Random

# (town, number of 丁目, 0 = none): the same 22 towns as config/kodaira/towns.toml.
TOWNS = (
    ("大沼町", 7),
    ("花小金井", 8),
    ("花小金井南町", 3),
    ("天神町", 4),
    ("鈴木町", 2),
    ("御幸町", 0),
    ("回田町", 0),
    ("上水南町", 4),
    ("上水本町", 6),
    ("上水新町", 3),
    ("たかの台", 0),
    ("津田町", 3),
    ("小川東町", 5),
    ("小川町", 2),
    ("中島町", 0),
    ("栄町", 3),
    ("小川西町", 5),
    ("美園町", 3),
    ("仲町", 0),
    ("学園東町", 3),
    ("喜平町", 3),
    ("学園西町", 3),
)
BUILDING_KINDS = ("コーポ", "ハイツ", "メゾン", "第一", "第二", "レジデンス", "グリーン", "サン")
BUILDING_NAMES = (
    "あさもや",
    "つきかげ",
    "ほしのわ",
    "ゆうなぎ",
    "こもれび坂",
    "はるかぜ台",
    "みずおと",
)
FLAT_SHARE = 0.55
TWO_STOREYS_SHARE = 0.7


@dataclass(frozen=True)
class Address:
    """`chome` is "" where the town has none; `street` starts after it; `building` may be ""."""

    town: str
    chome: str
    street: str
    building: str

    @property
    def line(self) -> str:
        return f"小平市{self.town}{self.chome}{self.street}{self.building and ' ' + self.building}"


def address(rng: Random, town: str, chome: str) -> Address:
    """An address in the given town and 丁目 ("" or "1丁目"); number and building are invented."""
    street = f"{rng.randint(9001, 9899)}-{rng.randint(1, 28)}"
    return Address(town, chome, street, _building(rng) if rng.random() < FLAT_SHARE else "")


def chome(rng: Random, town: str) -> str:
    """One of the town's 丁目 at random, "" where it has none. KeyError for a town elsewhere."""
    count = dict(TOWNS)[town]
    return f"{rng.randint(1, count)}丁目" if count else ""


def home_phone(rng: Random) -> str:
    return f"042-000-{rng.randint(0, 9999):04d}"


def mobile_phone(rng: Random) -> str:
    return f"090-0000-{rng.randint(0, 9999):04d}"


def _building(rng: Random) -> str:
    storeys = 2 if rng.random() < TWO_STOREYS_SHARE else 8
    room = f"{rng.randint(1, storeys)}{rng.randint(1, 8):02d}"
    return f"{rng.choice(BUILDING_KINDS)}{rng.choice(BUILDING_NAMES)}{room}"
