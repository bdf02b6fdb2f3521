"""How late a rise is noticed, how often nothing is taken for one.

python -m tests.measure.signals [--runs N] [--rate RATE]

An office is made up: five 圏域, 24 課題 of the frequencies in domain notes (the commonest 45 % of
new households, the rarest 1 %), 60 new households a year and 圏域, 30 met in a month. It is looked
at on the first of each month for two years. In half of the runs one 課題 of one 圏域 rises.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator

from cswtool.signals.rules import MONTHS, RATE, Series, signals

ZONES = ("W", "CW", "C", "CE", "E")
SHARES = tuple(0.45 * 0.85**place for place in range(24))
NEW_A_MONTH, MET = 5.0, 30.0
LOOKS = 24
RISEN_ISSUE = 6  # 17 % of new households: about ten a year in a 圏域


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
    made = []
    for zone in ZONES:
        met = [poisson(draw, MET) for _ in range(length)]
        for issue, share in enumerate(SHARES):
            risen = zone == "W" and issue == RISEN_ISSUE
            first = [
                poisson(draw, NEW_A_MONTH * share * (rise if risen and at >= MONTHS else 1.0))
                for at in range(length)
            ]
            made.append(Series(zone, "issue", str(issue), first, met))
    return made


def looks(made: list[Series], rate: float) -> Iterator[tuple[int, set[tuple[str, str]]]]:
    """Month by month, from one after the rise on: what would be shown."""
    for month in range(1, LOOKS + 1):
        upto = [
            Series(s.zone, s.kind, s.key, s.first[: MONTHS + month], s.met[: MONTHS + month])
            for s in made
        ]
        yield month, {(one.zone, one.key) for one in signals(upto, rate=rate)}


def measure(runs: int, rise: float, seed: int, rate: float) -> dict[str, float]:
    draw, delays, false_looks, false_ones = random.Random(seed), [], 0, 0
    for _ in range(runs):
        delay, last = None, set()
        for month, found in looks(office(draw, rise), rate):
            real = {("W", str(RISEN_ISSUE))} & found if rise > 1 else set()
            false_looks += bool(found - real)
            false_ones += len(found - real - last)
            last = found
            if real and delay is None:
                delay = month
        delays.append(delay)
    caught = sorted(delay for delay in delays if delay is not None)
    return {
        "rise": rise,
        "runs": runs,
        "months that show a false one": round(false_looks / (runs * LOOKS), 3),
        "false ones that come up in a year": round(false_ones / (runs * LOOKS / 12), 2),
        "noticed within 6 months": round(sum(d <= 6 for d in caught) / runs, 3),
        "noticed within 12 months": round(sum(d <= 12 for d in caught) / runs, 3),
        "noticed within 24 months": round(len(caught) / runs, 3),
        "months until half are noticed": caught[runs // 2] if len(caught) > runs // 2 else 0,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=RATE)
    asked = parser.parse_args()
    for rise in (1.0, 2.0, 3.0, 4.0):
        sys.stdout.write(json.dumps(measure(asked.runs, rise, asked.seed, asked.rate)) + "\n")


if __name__ == "__main__":
    main()
