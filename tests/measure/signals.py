"""How late a rise is noticed on the page of 気づき, how often nothing is taken for one.

python -m tests.measure.signals [--runs N] [--rates RATE …]

An office is made up, and asked all that the page asks: five 圏域 and the city; 24 課題 of the
frequencies in domain notes (the commonest 45 % of new households, the rarest 1 %), 18 相談経路 (a
household has one; the commonest 13 %, each next 12 % rarer), six 年代 (one each; 5, 12, 25, 20, 30
and 8 %). 60 new households a year and 圏域, 30 met in a month. It is looked at on the first of each
month for two years. One 課題 of one 圏域 rises from the first look on; what is shown of that 課題
for that 圏域 or for the city is right, everything else is chance.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from cswtool.signals.rules import MONTHS, RATE, Series, Signal, signals

ZONES: Final = ("W", "CW", "C", "CE", "E")
CITY: Final = ""
_ROUTES: Final = [0.88**place for place in range(18)]
SHARES: Final[Mapping[str, Sequence[float]]] = {
    "issue": [0.45 * 0.85**place for place in range(24)],
    "route": [route / sum(_ROUTES) for route in _ROUTES],
    "age": [0.05, 0.12, 0.25, 0.20, 0.30, 0.08],
}
NEW_A_MONTH, MET = 5.0, 30.0
LOOKS: Final = 24
RISEN: Final = "6"  # 17 % of new households: about ten a year in a 圏域
REAL: Final = frozenset({("W", "issue", RISEN), (CITY, "issue", RISEN)})

Name = tuple[str, str, str]
Told = dict[str, float]


def poisson(draw: random.Random, mean: float) -> int:
    """Knuth's product of uniforms; means here are small."""
    limit, product, number = 2.718281828459045**-mean, draw.random(), 0
    while product > limit:
        product *= draw.random()
        number += 1
    return number


def office(draw: random.Random, rise: float) -> list[Series]:
    """All months before the first look and of all looks; the rise begins with the first look."""
    length = MONTHS + LOOKS
    met = {zone: [poisson(draw, MET) for _ in range(length)] for zone in ZONES}
    met[CITY] = together(list(met.values()))
    made = []
    for kind, shares in SHARES.items():
        for key, share in enumerate(shares):
            first = {}
            for zone in ZONES:
                risen = (zone, kind, str(key)) in REAL
                first[zone] = [
                    poisson(draw, NEW_A_MONTH * share * (rise if risen and at >= MONTHS else 1.0))
                    for at in range(length)
                ]
            first[CITY] = together(list(first.values()))
            made += [Series(zone, kind, str(key), first[zone], met[zone]) for zone in first]
    return made


def together(rows: Sequence[Sequence[int]]) -> list[int]:
    return [sum(month) for month in zip(*rows, strict=True)]


def looks(made: list[Series], rate: float) -> Iterator[list[Signal]]:
    """Month by month, from one after the rise on: what would be shown."""
    for month in range(1, LOOKS + 1):
        last = slice(month, MONTHS + month)
        upto = [Series(s.zone, s.kind, s.key, s.first[last], s.met[last]) for s in made]
        yield signals(upto, rate=rate)


@dataclass
class Outcome:
    """What the pages of all offices showed at one rate."""

    rate: float
    delays: list[int] = field(default_factory=list)
    false_looks: int = 0
    false_ones: int = 0
    shown: int = 0

    def add(self, pages: Sequence[Sequence[Signal]], *, risen: bool) -> None:
        before: set[Name] = set()
        delay = 0
        for month, page in enumerate(pages, 1):
            names = {(s.zone, s.kind, s.key) for s in page if s.adjusted <= self.rate}
            wrong = names - REAL if risen else names
            delay = delay or (month if names - wrong else 0)
            self.shown += len(names)
            self.false_looks += bool(wrong)
            self.false_ones += len(wrong - before)
            before = wrong
        self.delays += [delay] if delay else []

    def told(self, runs: int) -> Told:
        caught = sorted(self.delays)
        return {
            "rate": self.rate,
            "on a page": round(self.shown / (runs * LOOKS), 2),
            "months that show a false one": round(self.false_looks / (runs * LOOKS), 3),
            "false ones that come up in a year": round(self.false_ones / (runs * LOOKS / 12), 2),
            "noticed within 6 months": round(sum(d <= 6 for d in caught) / runs, 3),
            "noticed within 12 months": round(sum(d <= 12 for d in caught) / runs, 3),
            "noticed within 24 months": round(len(caught) / runs, 3),
            "months until half are noticed": caught[runs // 2] if len(caught) > runs // 2 else 0,
        }


def measure(runs: int, rise: float, seed: int, rates: Sequence[float]) -> Iterator[Told]:
    draw, outcomes = random.Random(seed), [Outcome(rate) for rate in rates]
    for _ in range(runs):
        pages = list(looks(office(draw, rise), max(rates)))
        for outcome in outcomes:
            outcome.add(pages, risen=rise > 1)
    for outcome in outcomes:
        yield {"rise": rise, "runs": runs, **outcome.told(runs)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rates", type=float, nargs="+", default=[RATE])
    asked = parser.parse_args()
    for rise in (1.0, 2.0, 3.0, 4.0):
        for told in measure(asked.runs, rise, asked.seed, asked.rates):
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
