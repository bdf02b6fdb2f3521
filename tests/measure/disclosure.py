"""The figures of docs/disclosure.md: how much is hidden, how long it takes, what comes out.

    .venv/bin/python -m tests.measure.disclosure [--reports 200] [--no-ledgers]

Prints tables for the document. Takes about five minutes; nothing else should be running.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import click
from tqdm import tqdm

from cswtool.disclosure.cells import CannotBeMadeSafeError, Problem, Protected, Published
from cswtool.disclosure.repair import protect
from tests.unit.disclosure import one_pass
from tests.unit.disclosure.ledger import Ledger, ledger
from tests.unit.disclosure.office import Size, report_page
from tests.unit.disclosure.outsider import intervals, sensitive, undefended
from tests.unit.disclosure.together import Edition, Reader, attack_together

THRESHOLD = 10
TABLES = 200


@dataclass(frozen=True)
class Measured:
    """One report, protected with all the time it wants and with none."""

    cells: int
    sensitive: int
    given_away: int
    """Small figures that come out where these alone are hidden."""
    exposed: int
    found: Protected
    seconds: float
    hurried: Protected
    hurried_seconds: float
    hurried_exposed: int
    weight: float
    small_weight: float


def report(seed: int) -> Problem:
    """246 cells in five linked tables: an office of some size, or a small one, or a short time."""
    dice = random.Random(seed)
    households = dice.randint(60, 500)
    size = Size(
        issues=12, methods=6, months=6,
        households=households, contacts=households * dice.randint(3, 15),
    )  # fmt: skip
    return report_page(seed, size, THRESHOLD)


def measure(stated: Problem) -> Measured:
    few = set(sensitive(stated))
    naive = {cell.id: None if cell.id in few else cell.value for cell in stated.cells}
    found, seconds = _timed(lambda: protect(stated))
    hurried, hurried_seconds = _timed(lambda: protect(stated, time_limit=0.0))
    return Measured(
        cells=len(stated.cells),
        sensitive=len(few),
        given_away=len(undefended(stated, naive)),
        exposed=len(undefended(stated, found.shown)),
        found=found,
        seconds=seconds,
        hurried=hurried,
        hurried_seconds=hurried_seconds,
        hurried_exposed=len(undefended(stated, hurried.shown)),
        weight=sum(cell.weight for cell in stated.cells),
        small_weight=sum(cell.weight for cell in stated.cells if cell.id in few),
    )


@click.command()
@click.option("--reports", default=200, show_default=True)
@click.option("--ledgers/--no-ledgers", default=True)
def main(*, reports: int, ledgers: bool) -> None:
    _say_one_pass()
    _say_reports(reports)
    if ledgers:
        _say_ledger(ledger(1))


def _say_one_pass() -> None:
    found = [one_pass.in_one_pass(one_pass.table(seed)) for seed in range(TABLES)]
    shown = [(problem, protect(problem).shown) for problem, _ in found]
    _table(
        f"{TABLES} tables of 5×5 with margins: a small figure comes back exactly",
        ("hidden in a single pass", f"{sum(map(_comes_back, found))} of {TABLES}"),
        ("hidden here", f"{sum(map(_comes_back, shown))} of {TABLES}"),
    )


def _comes_back(seen: tuple[Problem, dict[str, int | None]]) -> bool:
    return any(low == high for low, high in intervals(*seen).values())


def _say_reports(number: int) -> None:
    measured, refused = [], 0
    for seed in tqdm(range(number), leave=False):
        try:
            measured.append(measure(report(seed)))
        except CannotBeMadeSafeError:
            refused += 1
    done = [one for one in measured if one.found.finished]
    _table(
        f"{number} reports",
        ("cells", _spread(one.cells for one in measured)),
        ("sensitive", _spread(one.sensitive for one in measured)),
        ("refused", refused),
        ("given away with these alone hidden", sum(one.given_away for one in measured)),
        ("… in how many reports", sum(one.given_away > 0 for one in measured)),
        ("**cells exposed**", sum(one.exposed for one in measured)),
        ("proven optimal", f"{len(done)} of {len(measured)}"),
        ("hidden weight / proven least, mean", _mean(_ratio(one.found) for one in done)),
        ("hidden weight / proven least, worst", f"{max(_ratio(o.found) for o in measured):.4f}"),
        ("weight of the small figures themselves", _mean(o.small_weight / o.weight for o in done)),
        ("weight hidden", _mean(one.found.hidden_weight / one.weight for one in done)),
        ("seconds", _spread((one.seconds for one in measured), 2)),
    )
    _table(
        "the same without any time to search",
        ("**cells exposed**", sum(one.hurried_exposed for one in measured)),
        (
            "hidden weight / proven least",
            _spread((o.hurried.hidden_weight / o.found.least_weight for o in done), 3),
        ),
        ("seconds", _spread((one.hurried_seconds for one in measured), 2)),
    )


def _say_ledger(books: Ledger) -> None:
    last = list(books.editions)[-1]
    whole = books.upto(last)
    together, at_once = _timed(lambda: protect(whole))
    editions, seconds = _one_after_another(books)
    shown = {name: value for edition in editions for name, value in edition.figures.items()}
    found, took = _timed(lambda: attack_together(Reader(THRESHOLD), editions))
    _table(
        f"a ledger of {len(editions)} editions",
        ("cells", len(whole.cells)),
        ("sensitive", len(sensitive(whole))),
        ("all protected at once: seconds", f"{at_once:.1f}"),
        ("… hidden weight / proven least", f"{_ratio(together):.4f}"),
        ("… **cells exposed**", len(undefended(whole, together.shown))),
        ("one after another: seconds for each", _spread(seconds, 1)),
        ("… of the last", f"{seconds[-1]:.1f}"),
        ("… **cells exposed** by all together", len(undefended(whole, shown))),
        ("attacked together: seconds", f"{took:.1f}"),
        ("… exposed", sum(interval.exposed for interval in found)),
    )


def _one_after_another(books: Ledger) -> tuple[list[Edition], list[float]]:
    told: list[Published] = []
    editions, seconds = [], []
    for name, table in tqdm(books.editions.items(), leave=False):
        stated = books.upto(name, told)
        protected, took = _timed(lambda stated=stated: protect(stated))
        mine = {cell.id for cell in table.cells}
        cells = [cell for cell in protected.cells if cell.id in mine]
        told += [Published(cell.id, cell.shown) for cell in cells]
        small = frozenset(cell.id for cell in cells if cell.why == "primary")
        figures = {cell.id: cell.shown for cell in cells}
        editions.append(Edition(figures, small, table.relations, table.wholes))
        seconds.append(took)
    return editions, seconds


def _ratio(protected: Protected) -> float:
    return protected.hidden_weight / protected.least_weight if protected.least_weight else 1.0


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """The answer and the seconds of computing, which do not depend on what else is running."""
    started = time.process_time()
    return work(), time.process_time() - started


def _mean(shares: Iterable[float]) -> str:
    return f"{statistics.mean(shares):.4f}"


def _spread(numbers: Iterable[float], digits: int = 0) -> str:
    ranked = sorted(numbers)
    middle, high = (ranked[int(len(ranked) * part)] for part in (0.5, 0.95))
    return f"p50 {middle:.{digits}f}, p95 {high:.{digits}f}, most {ranked[-1]:.{digits}f}"


def _table(title: str, *lines: tuple[str, object]) -> None:
    click.echo(f"\n| {title} | |\n|---|--:|")
    for name, figure in lines:
        click.echo(f"| {name} | {figure} |")


if __name__ == "__main__":
    main()
