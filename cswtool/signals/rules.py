"""Which 課題, 相談経路 and 年代 are met more often of late than before, beyond chance.

The count is of households: one counts once, in the month in which it was first met with the 課題
(or by the route, or in the age band). What is compared is how many such households there were for
each household-month of contact, of late and in the two years before: a 圏域 in which more people
are met altogether raises nothing by that alone.

The test is the conditional one of two Poisson rates (Przyborowski and Wilenski, Biometrika 31
(1940) 313–323): given all households of both periods, those of late are binomial with the share of
contact that lies there; what counts is the exact upper tail. Over all that is asked for the page,
of every kind, place and window, the false discovery rate is held at ``RATE`` (Benjamini and
Hochberg, J. R. Statist. Soc. B 57 (1995) 289–300; windows within windows and 圏域 within the city
rise together, which it allows). What nobody was met with of late is asked about too: what is asked
must not follow from what was found. Only a word that nobody was met with in all these months is
left out; of no household there is nothing to find, late or before.
docs/signals.md has what this finds, how late, and how often it is wrong.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

WINDOWS: Final = (3, 6, 12)
"""Months of late that are looked at, ending with the last finished month."""
BASELINE: Final = 24
"""Months before each window that it is compared with."""
MONTHS: Final = max(WINDOWS) + BASELINE
RATE: Final = 0.2
"""Of what is shown, the share that may be chance, on average over many pages."""
MOST_TIMES: Final = 10_000
FEWEST: Final = 3
"""One or two households are no matter of a region."""


@dataclass(frozen=True, slots=True)
class Series:
    """Months of one 圏域, the oldest first: `met` households, `first` of them new with the key."""

    zone: str
    kind: str
    key: str
    first: Sequence[int]
    met: Sequence[int]


@dataclass(frozen=True, slots=True)
class Signal:
    """Households of late, how many there would have been as before, and the chance of so many."""

    zone: str
    kind: str
    key: str
    months: int
    recent: int
    expected: float
    chance: float
    """Of as many or more, if nothing had changed."""
    adjusted: float = 1.0
    """The false discovery rate at which it would just be shown."""


def signals(series: Iterable[Series], *, rate: float = RATE) -> list[Signal]:
    """What stands out, each (圏域, kind, key) once, by its clearest window; the clearest first."""
    tested = adjusted([signal for one in series for signal in _tested(one)])
    shown = [signal for signal in tested if _is_shown(signal, rate)]
    clearest: dict[tuple[str, str, str], Signal] = {}
    for signal in sorted(shown, key=lambda one: (one.chance, one.months)):
        clearest.setdefault((signal.zone, signal.kind, signal.key), signal)
    return list(clearest.values())


def _is_shown(signal: Signal, rate: float) -> bool:
    return signal.adjusted <= rate and signal.recent >= FEWEST


def _tested(series: Series) -> Iterable[Signal]:
    """One test a window; none where a period has no contact to compare."""
    for months in WINDOWS:
        late, before = slice(-months, None), slice(-months - BASELINE, -months)
        met = sum(series.met[late]), sum(series.met[before])
        recent, earlier = sum(series.first[late]), sum(series.first[before])
        if min(met) == 0:
            continue
        share = met[0] / sum(met)
        yield Signal(
            zone=series.zone,
            kind=series.kind,
            key=series.key,
            months=months,
            recent=recent,
            expected=earlier * met[0] / met[1],
            chance=upper_tail(recent, recent + earlier, share),
        )


def upper_tail(least: int, tries: int, share: float) -> float:
    """P(X >= least) for X binomial(tries, share), 0 < share < 1; summed term by term."""
    if least <= 0:
        return 1.0
    hit, miss = math.log(share), math.log1p(-share)
    whole = math.lgamma(tries + 1)
    terms = (
        math.exp(
            whole
            - math.lgamma(hits + 1)
            - math.lgamma(tries - hits + 1)
            + hits * hit
            + (tries - hits) * miss
        )
        for hits in range(least, tries + 1)
    )
    return min(1.0, math.fsum(terms))


def adjusted(tested: Sequence[Signal]) -> list[Signal]:
    """With each the smallest rate at which the step-up procedure keeps it."""
    ranked = sorted(tested, key=lambda one: one.chance)
    least, found = 1.0, []
    for rank in range(len(ranked), 0, -1):
        least = min(least, ranked[rank - 1].chance * len(ranked) / rank)
        found.append(replace(ranked[rank - 1], adjusted=least))
    return found[::-1]


def household(kind: str, what: str) -> str:
    """Which households are meant: those with a 課題, those that came by a route, of an age."""
    told = {"route": "相談経路が", "age": "年代が"}
    return f"{told.get(kind, '')}「{what}」の世帯"


def sentence(signal: Signal, where: str, what: str) -> str:
    """In plain words, as it stands on the page."""
    who = household(signal.kind, what)
    expected = max(1, round(signal.expected))
    usual = (
        "ふだんならほとんどありません"
        if signal.expected < 1
        else f"ふだんなら{expected}世帯ほどです"
    )
    return (
        f"{where}で{who}が、この{signal.months}か月に新しく{signal.recent}世帯ありました。{usual}。"
    )


def odds(chance: float) -> str:
    """As people say it: およそ500回に1回. Rounded to one figure: more would pretend to be exact."""
    times = max(1, round(1 / chance)) if chance > 0 else MOST_TIMES
    if times >= MOST_TIMES:
        return f"{MOST_TIMES:,}回に1回もない"
    step = 10 ** (len(str(times)) - 1)
    return f"およそ{round(times / step) * step:,}回に1回"
