"""Problems at random, in all the ways a report can be awkward; a seed is a problem."""

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from cswtool.disclosure.cells import (
    CannotBeMadeSafeError,
    Cell,
    Problem,
    Published,
    Relation,
)
from cswtool.disclosure.repair import protect
from tests.unit.disclosure.ledger import ledger
from tests.unit.disclosure.office import Size, report_page
from tests.unit.disclosure.squares import square_problem


@cache
def problem(seed: int) -> Problem:
    """A page of linked tables, a later edition, a square, or relations without rhyme or reason."""
    dice = random.Random(seed)
    kind = dice.choices([_page, _later_edition, _square, loose], [3, 3, 2, 2])[0]
    return _varied(dice, kind(dice))


def _varied(dice: random.Random, stated: Problem) -> Problem:
    """The same, with other weights, figures forced and zeros known, and for other outsiders."""
    earlier = stated.published_values
    zeros_shown = bool(earlier) or dice.random() < 0.75
    cells = tuple(_cell(dice, cell, zeros_shown=zeros_shown) for cell in stated.cells)
    return replace(
        stated,
        cells=stated.cells if earlier else cells,
        zeros_shown=zeros_shown,
        partner_knows=int(dice.random() < 0.2),
    )


def _cell(dice: random.Random, cell: Cell, *, zeros_shown: bool) -> Cell:
    if cell.value == 0:
        return replace(cell, structural_zero=not cell.sensitive and dice.random() < 0.2)
    return replace(
        cell,
        weight=dice.choice([cell.weight, cell.weight, dice.random() * 20, 0.0]),
        sensitive=cell.sensitive or dice.random() < 0.02,
        largest=cell.value // 2 + 1 if dice.random() < 0.02 else cell.largest,
    )


def _page(dice: random.Random) -> Problem:
    size = Size(
        zones=dice.randint(2, 4),
        issues=dice.randint(2, 6),
        routes=dice.randint(2, 4),
        methods=dice.randint(2, 4),
        months=dice.randint(2, 4),
        households=dice.randint(20, 200),
        contacts=dice.randint(40, 800),
    )
    return report_page(dice.randrange(10**6), size, threshold=dice.choice([3, 5, 10]))


def _later_edition(dice: random.Random) -> Problem:
    """The last edition of a short ledger, each one before it protected against those before."""
    months = dice.randint(2, 5)
    size = Size(
        zones=dice.randint(2, 4),
        methods=dice.randint(2, 5),
        months=months,
        households=dice.randint(30, 150),
        contacts=months * dice.randint(30, 200),
    )
    books = ledger(dice.randrange(10**6), size, months, dice.choice([3, 5, 10]))
    published: list[Published] = []
    for name, table in books.editions.items():
        asked = books.upto(name, published)
        if name.startswith("y"):
            return asked
        try:
            shown = protect(asked).shown
        except CannotBeMadeSafeError:
            return asked
        published += [Published(cell.id, shown[cell.id]) for cell in table.cells]
    raise AssertionError("a ledger ends with a year")


def _square(dice: random.Random) -> Problem:
    size = dice.randint(2, 3)
    inner = [[dice.choice([0, 1, 2, 5, 9, 20, 40]) for _ in range(size)] for _ in range(size)]
    return square_problem(inner, dice.choice([3, 5, 10]))


def loose(dice: random.Random, figures: int = 12) -> Problem:
    """Sums, differences and bounds over figures drawn at random, some of them known before."""
    cells = [Cell(f"c{number}", dice.choice([0, 1, 2, 4, 8, 15, 30])) for number in range(figures)]
    relations = tuple(_relations(dice, cells))
    threshold = dice.choice([3, 5])
    told = [
        Published(cell.id, dice.choice([cell.value, cell.value, None]))
        for cell in dice.sample(cells, dice.randint(0, 3))
        if cell.value >= threshold
    ]
    return Problem(threshold, tuple(cells), relations, tuple(told))


def _relations(dice: random.Random, cells: list[Cell]) -> Iterator[Relation]:
    for _ in range(dice.randint(3, 8)):
        terms = [
            (cell, dice.choice([1, 1, 1, -1, 2])) for cell in dice.sample(cells, dice.randint(2, 4))
        ]
        total = sum(cell.value * factor for cell, factor in terms)
        lower, upper = dice.choice(
            [(total, total), (total, total), (None, total + 1), (total - 2, None)]
        )
        yield Relation(tuple((cell.id, factor) for cell, factor in terms), lower, upper)
