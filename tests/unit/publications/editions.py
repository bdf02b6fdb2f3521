"""Small invented editions: contacts and households by 圏域 and 方法, of some months."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cswtool.disclosure.repair import protect
from cswtool.disclosure.tables import Axis, Figure, crosstab, problem_of
from cswtool.publications.ledger.figures import Edition
from cswtool.publications.ledger.kept import Beside, Kept, KeptTable
from cswtool.publications.ledger.problem import whole_of
from cswtool.publications.ledger.spans import Span, unprinted

THRESHOLD = 10
ZONES = Axis(("W", "E"), "all")
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
    home = {h: dice.choice("WE") for h in range(households)}
    found = []
    for _ in range(contacts):
        household = dice.randrange(households)
        month = dice.randrange(12) if dice.random() < 0.3 else dice.randrange(6, 12)
        day = span(month, 1).first.replace(day=dice.randrange(1, 28))
        method, issue = dice.choice(METHODS.parts), dice.choice(ISSUES.parts)
        zone = "W" if home[household] == "W" else "E"
        found.append(Contact(household, day, zone, method, issue))
    return found


def _counted(contacts: Iterable[Contact], axis: Axis, word: str, *, real: bool) -> dict:
    """Real: a household without any issue in the whole period stands under none."""
    numbers, homes, contacts = defaultdict(int), defaultdict(set), list(contacts)
    told = {one.household for one in contacts if one.issue != "none"}
    for one in contacts:
        part = getattr(one, word)
        parts = ("all",) if real and part == "none" and one.household in told else (part, "all")
        for zone in (one.zone, "all"):
            for part in parts:
                numbers[zone, part] += 1
                homes[zone, part].add(one.household)
    return {
        (zone, part): Figure(
            len(homes[zone, part]) if real else numbers[zone, part], len(homes[zone, part])
        )
        for zone in ZONES.all
        for part in axis.all
    }


TABLES = (
    KeptTable("method", CONTACTS, "method", additive=True, overlapping=False, parts={}),
    KeptTable("issue", REAL, "issue", additive=False, overlapping=True, parts={}, rest="none"),
)


def kept(contacts: Sequence[Contact], of: Span, earlier: Sequence[Edition] = ()) -> Kept:
    """What the office counts for an edition, and for the pieces of time beside it."""
    own = [one for one in contacts if of.first <= one.day <= of.last]
    method = crosstab("method", _counted(own, METHODS, "method", real=False), ZONES, METHODS)
    issue = crosstab("issue", _counted(own, ISSUES, "issue", real=True), ZONES, ISSUES)
    pieces = unprinted([of, *(edition.kept.span for edition in earlier)])
    return Kept(
        of,
        TABLES,
        problem_of(THRESHOLD, [method, issue]),
        tuple(Beside(piece, _beside(contacts, piece)) for piece in pieces),
        tuple(edition.number for edition in earlier),
    )


def _beside(contacts: Sequence[Contact], of: Span) -> dict[str, Figure]:
    own = [one for one in contacts if of.first <= one.day <= of.last]
    found = _counted(own, METHODS, "method", real=False)
    return {f"method|{zone}|{part}": figure for (zone, part), figure in found.items()}


def let_out(contacts: Sequence[Contact], of: Span, earlier: Sequence[Edition]) -> Edition:
    """Protected against all that is out. Raises CannotBeMadeSafeError."""
    new = kept(contacts, of, earlier)
    whole = whole_of(earlier, new)
    shown = whole.printed(protect(whole.problem, time_limit=10).shown)
    return Edition(len(earlier) + 1, new, shown)
