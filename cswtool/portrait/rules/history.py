"""家族年表: everything that has a date, by year, with everybody's age."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from cswtool.people.rules import KinKind
from cswtool.portrait.rules.family import age_of
from cswtool.portrait.rules.kin import Kin, Link

_BEGUN: Final = {
    KinKind.MARRIED: "{}と{}が結婚",
    KinKind.SEPARATED: "{}と{}が別居",
    KinKind.DIVORCED: "{}と{}が離婚",
    KinKind.PARTNERS: "{}と{}が同棲をはじめる",
    KinKind.ADOPTIVE: "{}が{}を養子にする",
    KinKind.STEP: "{}が{}の継親になる",
}
_ENDED: Final = {
    KinKind.MARRIED: "{}と{}の婚姻が終わる",
    KinKind.SEPARATED: "{}と{}の別居が終わる",
    KinKind.PARTNERS: "{}と{}の同棲が終わる",
    KinKind.ADOPTIVE: "{}と{}の養子縁組が終わる",
    KinKind.STEP: "{}と{}の継親子の間柄が終わる",
}


@dataclass(frozen=True, slots=True)
class Event:
    """`when` is how the date is written where only its year or month means anything."""

    day: date
    kind: str
    words: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """A year with what happened in it, and the ages that were reached in it."""

    number: int
    ages: list[tuple[str, int]]
    events: list[Event]


@dataclass(frozen=True, slots=True)
class Span:
    """Something told of somebody that holds for a time."""

    person_id: UUID
    kind: str
    words: str
    since: date | None
    until: date | None


def by_year(events: Iterable[Event], people: Sequence[Kin]) -> list[Year]:
    """Years with events, the oldest first."""
    years: dict[int, list[Event]] = defaultdict(list)
    for event in sorted(events, key=lambda event: (event.day, event.kind, event.words)):
        years[event.day.year].append(event)
    return [Year(year, _ages(people, year), found) for year, found in sorted(years.items())]


def _ages(people: Sequence[Kin], year: int) -> list[tuple[str, int]]:
    """Ages at the end of the year, of those who were alive in it."""
    alive = [p for p in people if p.died is None or p.died.year >= year]
    ages = [(one.name, age_of(one, date(year, 12, 31))) for one in alive]
    return [(name, age) for name, age in ages if age is not None and age >= 0]


def lives(people: Iterable[Kin]) -> list[Event]:
    """Births and deaths."""
    found = []
    for one in people:
        if one.born:
            when = f"{one.born.year}年ころ" if one.estimated else ""
            found.append(Event(one.born, "出生", f"{one.name}が生まれる", when))
        if one.died:
            age = age_of(one, one.died)
            reached = "" if age is None else f"（{age}歳）"
            found.append(Event(one.died, "死亡", f"{one.name}が亡くなる{reached}"))
    return found


def ties(links: Iterable[Link], people: Iterable[Kin]) -> list[Event]:
    """How people came together and parted, as far as it has a date."""
    names = {one.id: one.name for one in people}
    found = []
    for link in links:
        pair = names[link.first], names[link.second]
        if link.since and link.kind in _BEGUN:
            found.append(Event(link.since, "家族", _BEGUN[link.kind].format(*pair)))
        if link.until and link.kind in _ENDED:
            found.append(Event(link.until, "家族", _ENDED[link.kind].format(*pair)))
    return found


def spans(told: Iterable[Span], people: Iterable[Kin]) -> list[Event]:
    """The beginnings and ends of what is told of people."""
    names = {one.id: one.name for one in people}
    found = []
    for span in told:
        words = f"{names[span.person_id]}：{span.words}"
        if span.since:
            found.append(Event(span.since, span.kind, words))
        if span.until:
            found.append(Event(span.until, span.kind, f"{words}（終わり）"))
    return found


def contacts(days: Iterable[tuple[date, str]]) -> list[Event]:
    """Contacts given as (day, method): one line a month, or years would be nothing else."""
    months: dict[date, Counter[str]] = defaultdict(Counter)
    for day, method in days:
        months[day.replace(day=1)][method] += 1
    return [
        Event(
            month,
            "相談",
            f"相談{counts.total()}件（{'・'.join(f'{m}{n}' for m, n in counts.most_common())}）",
            f"{month.year}/{month.month:02}",
        )
        for month, counts in months.items()
    ]
