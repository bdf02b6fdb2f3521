"""From the tables of a report to cells and relations.

A report page with two linked tables, 圏域×課題 (a household may have several issues) and 圏域×経路
(it came one way), which share the number of households per zone::

    zones = Axis(("W", "CW", "C", "CE", "E"), total="T")
    issues = Axis(("hikikomori", "8050"), total="all", overlapping=True)
    routes = Axis(("self", "minsei", "other"), total="all")
    issue = crosstab("issue", {("W", "8050"): Figure(12), …}, zones, issues)
    route = crosstab("route", {("W", "self"): Figure(7), …}, zones, routes)
    same_households = [same(f"issue|{zone}|all", f"route|{zone}|all") for zone in zones.all]
    problem = problem_of(10, [issue, route], links=same_households)
    protect(problem).shown["issue|W|8050"]  # 12, or None: print x

The cell in row ``W`` and column ``8050`` of table ``issue`` has the id ``issue|W|8050``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from cswtool.disclosure.cells import Cell, Problem, ProblemError, Published, Relation, Whole

Figures = Mapping[tuple[str, str], "Figure"]
_Line = tuple[list[str], str]  # the ids of the parts, the id of their total


@dataclass(frozen=True)
class Axis:
    """The headings along one side of a table, and the heading of their total.

    A plain axis partitions: the parts add up to the total (zones to the city, 延べ件数 by month to
    the year). ``overlapping`` is for distinct households of which one may stand in several parts
    (issues; 実件数 by month): each part <= total <= sum of the parts. Everybody counted in the
    total must stand in some part, so give 不明 and なし a part of their own. Parts that are not of
    one kind (新規, 終結, 期末) have no total: only the other side of the table binds them.
    """

    parts: tuple[str, ...]
    total: str | None
    overlapping: bool = False

    @property
    def all(self) -> tuple[str, ...]:
        """The parts, then the total where they have one."""
        return self.parts if self.total is None else (*self.parts, self.total)


@dataclass(frozen=True)
class Figure:
    """What stands in a cell: ``value``, and the households behind it where that is not the same.

    延べ件数 need ``households``, or a few households with many contacts would pass as many, and
    ``largest``, the most contacts that one of them had, or one household could hide behind many.
    """

    value: int
    households: int | None = None
    structural_zero: bool = False
    largest: int | None = None


@dataclass(frozen=True)
class Table:
    """Cells and the relations between them, and the parts that are their whole total.

    Of those in ``told_by_zeros`` the zeros beside them say so: wherever zeros are shown, nothing
    that is hidden keeps it. Headings can be merged there.
    """

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]
    wholes: tuple[Whole, ...] = ()
    told_by_zeros: tuple[Whole, ...] = ()


def crosstab(
    name: str, figures: Figures, rows: Axis, columns: Axis, *, wholes: bool = True
) -> Table:
    """A table with both margins; ``figures`` by (row, column), totals included.

    A part that is its whole total is marked sensitive: it says of everybody in the line what the
    heading says. Without ``wholes`` it is not: the headings say nothing of anybody. Hiding a cell
    loses ``1 + value``. Raises ``ProblemError`` where a figure is missing; ``Problem`` finds
    margins that do not add up.
    """
    lines = [(line, axis) for line, axis in _lines(name, rows, columns)]
    cells = {
        f"{name}|{row}|{column}": _cell(f"{name}|{row}|{column}", figures.get((row, column)))
        for row in rows.all
        for column in columns.all
    }
    relations = [relation for line, axis in lines for relation in _relations(line, axis)]
    telling = lines if wholes else []
    found = [whole for line, _ in telling for whole in _wholes(cells, line)]
    for whole in found:
        cells[whole.part] = replace(cells[whole.part], sensitive=True)
    told = {whole for line, _ in telling for whole in _wholes(cells, line) if _alone(cells, line)}
    return Table(
        tuple(cells.values()),
        tuple(relations),
        tuple(whole for whole in found if whole not in told),
        tuple(whole for whole in found if whole in told),
    )


def same(one: str, other: str) -> Relation:
    """Two cells of different tables that show the same figure."""
    return Relation(((one, 1), (other, -1)), 0, 0)


def at_most(smaller: str, larger: str) -> Relation:
    """One figure never exceeds another: 実件数 never the 延べ件数 of the same contacts."""
    return Relation(((smaller, 1), (larger, -1)), None, 0)


def problem_of(
    threshold: int,
    tables: Iterable[Table],
    *,
    links: Iterable[Relation] = (),
    published: Iterable[Published] = (),
    zeros_shown: bool = True,
) -> Problem:
    """All tables of one report, what links them, and what earlier editions told.

    Against a partner who knows a household: ``dataclasses.replace(problem, partner_knows=1)``.
    """
    tables = tuple(tables)
    return Problem(
        threshold=threshold,
        cells=tuple(cell for table in tables for cell in table.cells),
        relations=(*(relation for table in tables for relation in table.relations), *links),
        published=tuple(published),
        zeros_shown=zeros_shown,
        wholes=tuple(
            whole
            for table in tables
            for whole in (*table.wholes, *(() if zeros_shown else table.told_by_zeros))
        ),
    )


def _cell(name: str, figure: Figure | None) -> Cell:
    if figure is None:
        raise ProblemError(f"cell {name}: no figure given")
    return Cell(
        id=name,
        value=figure.value,
        households=figure.households,
        weight=1.0 + figure.value,
        structural_zero=figure.structural_zero,
        largest=figure.largest,
    )


def _lines(name: str, rows: Axis, columns: Axis) -> Iterator[tuple[_Line, Axis]]:
    if columns.total is not None:
        for row in rows.all:
            parts = [f"{name}|{row}|{column}" for column in columns.parts]
            yield (parts, f"{name}|{row}|{columns.total}"), columns
    if rows.total is not None:
        for column in columns.all:
            parts = [f"{name}|{row}|{column}" for row in rows.parts]
            yield (parts, f"{name}|{rows.total}|{column}"), rows


def _wholes(cells: Mapping[str, Cell], line: _Line) -> Iterator[Whole]:
    """The parts that are their whole total; a part with no other beside it is so by definition."""
    parts, total = line
    possible = [part for part in parts if not cells[part].structural_zero]
    if len(possible) > 1 and cells[total].value > 0:
        yield from (Whole(p, total) for p in possible if cells[p].value == cells[total].value)


def _alone(cells: Mapping[str, Cell], line: _Line) -> bool:
    """True where all parts but one are zeros."""
    return sum(cells[part].value > 0 for part in line[0]) == 1


def _relations(line: _Line, axis: Axis) -> Iterator[Relation]:
    parts, total = line
    terms = ((total, 1), *((part, -1) for part in parts))
    if not axis.overlapping:
        yield Relation(terms, 0, 0)
        return
    yield Relation(terms, None, 0)
    for part in parts:
        yield at_most(part, total)
