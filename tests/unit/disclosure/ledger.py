"""Three years of an invented office: an edition for every month, and one for every year."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from cswtool.disclosure.cells import Cell, Problem, Published, Relation
from cswtool.disclosure.tables import Axis, Table, at_most, crosstab
from tests.unit.disclosure.office import Contact, Size, contacts_of, households_behind

THREE_YEARS = Size(months=36, households=400, contacts=12_000)


@dataclass(frozen=True)
class Ledger:
    """The editions in the order they came out; each holds the relations to those before it."""

    editions: dict[str, Table]
    threshold: int

    def upto(self, name: str, published: Iterable[Published] = ()) -> Problem:
        """All cells up to one edition, and what was published of them already."""
        names = list(self.editions)
        tables = [self.editions[each] for each in names[: names.index(name) + 1]]
        return Problem(
            self.threshold,
            tuple(cell for table in tables for cell in table.cells),
            tuple(relation for table in tables for relation in table.relations),
            tuple(published),
            wholes=tuple(whole for table in tables for whole in table.wholes),
        )


def ledger(
    seed: int,
    size: Size = THREE_YEARS,
    year: int = 12,
    threshold: int = 10,
) -> Ledger:
    """圏域×方法 (延べ) with the households (実) beside it, monthly, and for every ``year`` months.

    With the usual size 54 cells each, in 36 months and three years 2,106.
    """
    contacts = contacts_of(random.Random(seed), size)
    zones = Axis(tuple(f"z{number}" for number in range(size.zones)), "city")
    methods = Axis(tuple(f"m{number}" for number in range(size.methods)), "all")
    editions = {}
    for month in range(size.months):
        mine = [contact for contact in contacts if contact.month == f"t{month}"]
        editions[f"t{month}"] = _edition(f"t{month}", mine, zones, methods)
        if month % year == year - 1:
            of_year = [f"t{number}" for number in range(month - year + 1, month + 1)]
            mine = [contact for contact in contacts if contact.month in of_year]
            table = _edition(f"y{month // year}", mine, zones, methods)
            links = tuple(_links(table, of_year))
            editions[f"y{month // year}"] = replace(table, relations=(*table.relations, *links))
    return Ledger(editions, threshold)


def _edition(name: str, contacts: list[Contact], zones: Axis, methods: Axis) -> Table:
    counted = households_behind(contacts, zones, methods)
    table = crosstab(name, counted, zones, methods)
    real = {zone: counted[zone, methods.total].households or 0 for zone in zones.all}
    cells = (Cell(f"{name}|{zone}|seen", real[zone], weight=1.0 + real[zone]) for zone in zones.all)
    parts = ((f"{name}|{zone}|seen", -1) for zone in zones.parts)
    relations = (
        Relation(((f"{name}|{zones.total}|seen", 1), *parts), 0, 0),
        *(at_most(f"{name}|{zone}|seen", f"{name}|{zone}|all") for zone in zones.all),
    )
    return replace(table, cells=(*table.cells, *cells), relations=(*table.relations, *relations))


def _links(year: Table, months: list[str]) -> Iterator[Relation]:
    """延べ add up to the year; 実 of a month <= 実 of the year <= their sum."""
    for cell in year.cells:
        place = cell.id.partition("|")[2]
        terms = ((cell.id, 1), *((f"{month}|{place}", -1) for month in months))
        if not place.endswith("|seen"):
            yield Relation(terms, 0, 0)
            continue
        yield Relation(terms, None, 0)
        yield from (at_most(f"{month}|{place}", cell.id) for month in months)
