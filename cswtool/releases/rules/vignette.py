"""A story made of cases: told so widely that enough households share what it says of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Final

from cswtool.people.rules import born_by

LEAST_HOUSEHOLDS: Final = 10
"""So many must share what a story tells, as with published figures (domain.md §5 and §6)."""
LEAST_CASES: Final = 3
"""A story of fewer cases is still the story of one household (domain.md §5)."""

Values = frozenset[str]


class TooFewError(Exception):
    """Even told as widely as possible too few households share it; see `households`."""

    def __init__(self, households: int) -> None:
        self.households = households
        super().__init__(f"{households} households")


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something of a household, and how it may be told, the most exact way first.

    Each level says for every value how it is told; in the last one it is told of none ("").
    A value that a level does not know cannot be told so. `weight`: what telling it wider costs.
    """

    label: str
    levels: tuple[Mapping[str, str], ...]
    weight: int = 1

    def told(self, level: int, value: str) -> str | None:
        return self.levels[level].get(value) if level < len(self.levels) - 1 else ""

    def covered(self, level: int, told: str) -> Values | None:
        """The values that are told so; None for any."""
        if level == len(self.levels) - 1:
            return None
        return frozenset(v for v, label in self.levels[level].items() if label == told)

    def cost(self, level: int) -> float:
        steps = len(self.levels) - 1
        return self.weight * level / steps if steps else 0.0


@dataclass(frozen=True, slots=True)
class Story:
    """How each attribute is told ("" for not at all), and how many households share all that."""

    told: Mapping[str, str]
    households: int
    cases: int

    @property
    def is_of_several(self) -> bool:
        return self.cases >= LEAST_CASES


Count = Callable[[Mapping[str, Values | None]], int]
"""How many households have, of each attribute, one of these values (None: any)."""


def generalise(
    attributes: Mapping[str, Attribute],
    sources: Sequence[Mapping[str, str]],
    count: Count,
    least: int = LEAST_HOUSEHOLDS,
) -> Story:
    """The most exact way to tell what all sources have in common that `least` households share.

    `sources`: of each case, the value of every attribute. Raises TooFewError.
    """
    households = 0
    for levels in _levels(attributes, sources):
        told = {
            name: one.told(levels[name], sources[0][name]) or "" for name, one in attributes.items()
        }
        households = count(
            {name: one.covered(levels[name], told[name]) for name, one in attributes.items()}
        )
        if households >= least:
            return Story(told, households, len(sources))
    raise TooFewError(households)


def _levels(
    attributes: Mapping[str, Attribute], sources: Sequence[Mapping[str, str]]
) -> Iterator[dict[str, int]]:
    """Every way to tell what the sources have in common, the one that loses least first."""
    usable = [
        [level for level in range(len(one.levels)) if _shared(one, level, name, sources)]
        for name, one in attributes.items()
    ]
    ways = (dict(zip(attributes, levels, strict=True)) for levels in product(*usable))
    yield from sorted(
        ways,
        key=lambda way: (sum(one.cost(way[n]) for n, one in attributes.items()), [*way.values()]),
    )


def _shared(one: Attribute, level: int, name: str, sources: Sequence[Mapping[str, str]]) -> bool:
    """Whether all sources are told alike."""
    told = {one.told(level, source[name]) for source in sources}
    return len(told) == 1 and None not in told


# --- Ages -------------------------------------------------------------------------------

_OLDEST: Final = 9
_WIDE: Final = ("10代まで", "20〜30代", "40〜50代", "60〜70代", "80代以上")


def decades(today: date) -> list[tuple[date, str]]:
    """For 10, 20 … 90 years: born on this day or earlier is as old on `today`; the oldest first.

    With the key of the decade: 0 to 9, the last one for 90 and more.
    """
    return [(born_by(today, 10 * number), str(number)) for number in range(_OLDEST, 0, -1)]


def decade_of(born: date | None, today: date) -> str:
    """The key of somebody's decade; "" where the birth date is not known."""
    if born is None:
        return ""
    return next((key for day, key in decades(today) if born <= day), "0")


def age_levels() -> tuple[Mapping[str, str], ...]:
    """年代, two of them together, not at all."""
    exact = {"0": "10歳未満", **{str(n): f"{n}0代" for n in range(1, _OLDEST)}, "9": "90歳以上"}
    wide = {str(number): _WIDE[number // 2] for number in range(_OLDEST + 1)}
    return (exact, wide, {})


def opening(story: Story) -> str:
    """How a text about it may begin."""
    told = story.told
    place = f"{told['zone']}圏域" if told["zone"] else "市内"
    who = told["household"] or "ある世帯"
    age = f"（本人は{told['age']}）" if told["age"] else ""
    issue = f"{told['issue']}についての相談があった。" if told["issue"] else "相談があった。"
    return f"{place}の{who}{age}から、{issue}\n"
