"""Small invented editions: contacts and households by 圏域 and 方法, of some months."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from cswtool.disclosure.repair import protect
from cswtool.disclosure.tables import Axis, Figure, crosstab, problem_of
from cswtool.disclosure.wholes import without_told
from cswtool.publications.ledger.figures import Edition
from cswtool.publications.ledger.kept import Counted, Kept, KeptTable
from cswtool.publications.ledger.problem import whole_of
from cswtool.publications.ledger.spans import Span, unprinted
from cswtool.publications.rules import Profile

THRESHOLD = 10
ZONES = Axis(("W", "E", "C"), "all")
METHODS = Axis(("visit", "phone"), "all")
ISSUES = Axis(("money", "health", "none"), "all", overlapping=True)
CONTACTS, REAL = "延べ件数", "実ケース数"


def span(first: int, months: int) -> Span:
    """`months` from the month number `first`, counted from April 2025 as 0."""
    last = first + months - 1
    return Span(
        date(2025 + (first + 3) // 12, (first + 3) % 12 + 1, 1),
        Span.of_months(f"{2025 + (last + 3) // 12}{(last + 3) % 12 + 1:02}").last,
    )


YEAR, FIRST_HALF, SECOND_HALF = span(0, 12), span(0, 6), span(6, 6)


@dataclass(frozen=True)
class Contact:
    household: int
    day: date
    zone: str
    method: str
    issue: str


def invented(seed: int, contacts: int, households: int) -> list[Contact]:
    dice = random.Random(seed)
    home = {h: dice.choice(ZONES.parts) for h in range(households)}
    found = []
    for _ in range(contacts):
        household = dice.randrange(households)
        month = dice.randrange(12) if dice.random() < 0.3 else dice.randrange(6, 12)
        day = span(month, 1).first.replace(day=dice.randrange(1, 28))
        method, issue = dice.choice(METHODS.parts), dice.choice(ISSUES.parts)
        found.append(Contact(household, day, home[household], method, issue))
    return found


@dataclass(frozen=True)
class Cut:
    """圏域 and 課題 each for themselves, or the west and the east, and all 課題, taken together."""

    together: bool = False
    grouped: bool = False

    @property
    def zones(self) -> Axis:
        return Axis(("W+E", "C"), "all") if self.together else ZONES

    @property
    def column(self) -> dict[str, str]:
        return {z: column for column in self.zones.parts for z in column.split("+")}

    @property
    def parts(self) -> dict[str, str]:
        return {"money": "any", "health": "any"} if self.grouped else {}

    @property
    def issues(self) -> Axis:
        return Axis(("any", "none"), "all", overlapping=True) if self.grouped else ISSUES

    @property
    def tables(self) -> tuple[KeptTable, ...]:
        finest = {"any": frozenset({"money", "health"})} if self.grouped else {}
        return (
            KeptTable("method", CONTACTS, "method", additive=True, overlapping=False, parts={}),
            KeptTable(
                "issue", REAL, "issue", additive=False, overlapping=True, parts=finest, rest="none"
            ),
        )


FINE, TOGETHER, GROUPED = Cut(), Cut(together=True), Cut(grouped=True)


def _figures(contacts: Iterable[Contact], axis: Axis, word: str, cut: Cut, *, real: bool) -> dict:
    """Real: a household without any issue in the whole period stands under none."""
    numbers, homes, contacts = defaultdict(int), defaultdict(set), list(contacts)
    told = {one.household for one in contacts if one.issue != "none"}
    for one in contacts:
        part = cut.parts.get(getattr(one, word), getattr(one, word))
        parts = ("all",) if real and part == "none" and one.household in told else (part, "all")
        for zone in (cut.column[one.zone], "all"):
            for part in parts:
                numbers[zone, part] += 1
                homes[zone, part].add(one.household)
    return {
        (zone, part): Figure(
            len(homes[zone, part]) if real else numbers[zone, part], len(homes[zone, part])
        )
        for zone in cut.zones.all
        for part in axis.all
    }


def counted(contacts: Sequence[Contact], of: Span, cut: Cut = FINE) -> Counted:
    """What the office counts in a period."""
    own = [one for one in contacts if of.first <= one.day <= of.last]
    method = _figures(own, METHODS, "method", cut, real=False)
    issue = _figures(own, cut.issues, "issue", cut, real=True)
    tables = [
        crosstab("method", method, cut.zones, METHODS),
        crosstab("issue", issue, cut.zones, cut.issues),
    ]
    return Counted(of, cut.tables, problem_of(THRESHOLD, tables))


def kept(
    contacts: Sequence[Contact], of: Span, earlier: Sequence[Edition] = (), cut: Cut = FINE
) -> Kept:
    """The same for an edition, with the pieces of time and the cuts beside it."""
    own = counted(contacts, of, cut)
    out = [(edition.kept.span, _cut_of(edition)) for edition in earlier] + [(of, cut)]
    spans = {span for span, _ in out}
    ways = {_ways(cut) for _, cut in out}
    cuts = [Cut(*both) for both in product(*(set(one) for one in zip(*ways, strict=True)))]
    beside = [(span, c) for span in [*spans, *unprinted(spans)] for c in cuts]
    return Kept(
        of,
        own.tables,
        own.problem,
        asked={"together": str(cut.together), "grouped": str(cut.grouped)},
        beside=tuple(counted(contacts, *one) for one in beside if one not in out),
        after=tuple(edition.number for edition in earlier),
    )


def _cut_of(edition: Edition) -> Cut:
    return Cut(**{key: value == "True" for key, value in edition.kept.asked.items()})


def _ways(cut: Cut) -> tuple[bool, bool]:
    return cut.together, cut.grouped


def let_out(
    contacts: Sequence[Contact], of: Span, earlier: Sequence[Edition], cut: Cut = FINE
) -> Edition:
    """Protected against all that is out. Raises CannotBeMadeSafeError."""
    new = kept(contacts, of, earlier, cut)
    whole = whole_of(earlier, new, THRESHOLD)
    shown = whole.printed(protect(without_told(whole.problem), time_limit=10).shown)
    return Edition(len(earlier) + 1, Profile.PUBLIC, new, shown)
