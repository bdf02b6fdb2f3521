"""Invented report pages: households drawn at random, counted the ways a report counts them."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cswtool.disclosure.cells import Problem
from cswtool.disclosure.tables import Axis, Figure, at_most, crosstab, problem_of, same


@dataclass(frozen=True)
class Size:
    zones: int = 5
    issues: int = 17
    routes: int = 6
    methods: int = 7
    months: int = 12
    households: int = 280
    contacts: int = 4000


@dataclass(frozen=True)
class Household:
    number: int
    zone: str
    issues: frozenset[str]
    route: str


@dataclass(frozen=True)
class Contact:
    household: Household
    method: str
    month: str


def report_page(seed: int, size: Size, threshold: int = 10) -> Problem:
    """圏域×課題 (実), 圏域×経路, 圏域×方法 (延べ), 圏域×月 (延べ and 実) of one invented year."""
    dice = random.Random(seed)
    axes = _axes(size)
    households = [_household(dice, number, axes) for number in range(size.households)]
    contacts = [_contact(dice, households, axes) for _ in range(size.contacts)]
    zones = axes["zone"]
    per_issue = _count(households, zones, axes["issue"], lambda one: one.issues, _distinct)
    per_route = _count(households, zones, axes["route"], lambda one: {one.route}, _distinct)
    per_method = _count(contacts, zones, axes["method"], lambda one: {one.method}, _contacts)
    per_month = _count(contacts, zones, axes["month"], lambda one: {one.month}, _contacts)
    seen_month = _count(contacts, zones, axes["seen"], lambda one: {one.month}, _distinct)
    tables = [
        crosstab("issue", per_issue, zones, axes["issue"]),
        crosstab("route", per_route, zones, axes["route"]),
        crosstab("method", per_method, zones, axes["method"]),
        crosstab("month", per_month, zones, axes["month"]),
        crosstab("seen", seen_month, zones, axes["seen"]),
    ]
    links = [same(f"issue|{zone}|all", f"route|{zone}|all") for zone in zones.all]
    links += [same(f"method|{zone}|all", f"month|{zone}|all") for zone in zones.all]
    links += [
        at_most(f"seen|{zone}|{month}", f"month|{zone}|{month}")
        for zone in zones.all
        for month in axes["month"].all
    ]
    return problem_of(threshold, tables, links=links)


def contacts_of(dice: random.Random, size: Size) -> list[Contact]:
    """Contacts of households drawn at random, each in its household's zone."""
    axes = _axes(size)
    households = [_household(dice, number, axes) for number in range(size.households)]
    return [_contact(dice, households, axes) for _ in range(size.contacts)]


def households_behind(
    contacts: list[Contact], zones: Axis, methods: Axis
) -> dict[tuple[str, str], Figure]:
    """延べ件数 by zone and method, with the households behind them."""
    return _count(contacts, zones, methods, lambda one: {one.method}, _contacts)


def _axes(size: Size) -> dict[str, Axis]:
    def parts(letter: str, number: int) -> tuple[str, ...]:
        return tuple(f"{letter}{index}" for index in range(number))

    return {
        "zone": Axis(parts("z", size.zones), "city"),
        "issue": Axis(parts("i", size.issues), "all", overlapping=True),
        "route": Axis(parts("r", size.routes), "all"),
        "method": Axis(parts("m", size.methods), "all"),
        "month": Axis(parts("t", size.months), "all"),
        "seen": Axis(parts("t", size.months), "all", overlapping=True),
    }


def _household(dice: random.Random, number: int, axes: dict[str, Axis]) -> Household:
    issues = axes["issue"].parts
    likely = [1 / (rank + 1.5) for rank in range(len(issues))]
    mine = frozenset(
        issue for issue, chance in zip(issues, likely, strict=True) if dice.random() < chance
    )
    return Household(
        number,
        dice.choice(axes["zone"].parts),
        mine or frozenset({dice.choice(issues)}),
        _skewed(dice, axes["route"].parts),
    )


def _contact(dice: random.Random, households: list[Household], axes: dict[str, Axis]) -> Contact:
    who = dice.choice(households)
    return Contact(who, _skewed(dice, axes["method"].parts), dice.choice(axes["month"].parts))


def _skewed(dice: random.Random, parts: tuple[str, ...]) -> str:
    return dice.choices(parts, [1 / (rank + 1) for rank in range(len(parts))])[0]


def _count(
    entries: Iterable[Household] | Iterable[Contact],
    zones: Axis,
    columns: Axis,
    parts_of: Callable,
    figure: Callable,
) -> dict[tuple[str, str], Figure]:
    found = defaultdict(list)
    for entry in entries:
        household = entry.household if isinstance(entry, Contact) else entry
        for zone in (household.zone, zones.total):
            for part in (*parts_of(entry), columns.total):
                found[zone, part].append(household.number)
    return {(zone, part): figure(found[zone, part]) for zone in zones.all for part in columns.all}


def _distinct(numbers: list[int]) -> Figure:
    return Figure(len(set(numbers)))


def _contacts(numbers: list[int]) -> Figure:
    by_household = Counter(numbers)
    most = max(by_household.values(), default=0)
    return Figure(len(numbers), households=len(by_household), largest=most)
