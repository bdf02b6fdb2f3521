"""What an outsider knows to hold between the tables of one report.

Every table that counts the same households, or the same contacts, shows the same totals; a part
of one table may be bound to a part of another. Whatever is left out here is something the
protection would not reckon with.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from cswtool.disclosure.cells import Relation
from cswtool.disclosure.tables import at_most, same
from cswtool.publications.document import Heading
from cswtool.reports.rules.figures import ALL, NONE, Tally

ISSUE, ROUTE, METHOD, MONTH, SEEN = "issue", "route", "method", "month", "seen"
MAIN, AGE, SEX, HOUSEHOLD, ASKER = "main", "age", "sex", "household", "asker"
SUPPORT, STOCK, CLOSING, REFERRAL, FLOW = "support", "stock", "closing", "referral", "flow"
MEETINGS, DISCUSSED = "meeting", "discussed"
NEW, CONTINUED = "new", "continued"
"""The lines of SUPPORT."""
CLOSED, OPEN = "closed", "open"
"""The lines of STOCK."""

DONE, SPENT, CAME = "done", "spent", "came"
OF_FORM_B: Final = (DONE, SPENT, CAME)
"""Nothing is known to hold between the tables of 様式B, nor between them and others."""

OF_HOUSEHOLDS: Final = (ISSUE, ROUTE, SEEN, SUPPORT, MAIN, AGE, SEX, HOUSEHOLD)
"""Tables of the households with a contact in the period."""
OF_CONTACTS: Final = (METHOD, MONTH, ASKER)
"""Tables of the contacts of the period."""
ADDING: Final = frozenset(
    {*OF_CONTACTS, *OF_FORM_B, STOCK, CLOSING, REFERRAL, FLOW, MEETINGS, DISCUSSED}
)
"""Tables whose figures of two periods add up to those of both together; 期末 is not among what
leaves the office. Of SUPPORT 新規 does so alone."""


def links(zones: Sequence[str], tallies: Iterable[Tally]) -> Iterator[Relation]:
    """All of it, for the tables that are there."""
    found = {tally.key: tally for tally in tallies}
    for zone in (*zones, ALL):
        yield from _totals(zone, found)
        if ISSUE in found:
            yield from _of_issues(zone, found)
    if SEEN in found:
        yield from _of_months(zones, [month.key for month in found[MONTH].parts])
    if STOCK in found:
        yield from _of_stock(zones, found)
    if FLOW in found:
        yield from _of_flow(found[REFERRAL].parts)


def _totals(zone: str, found: dict[str, Tally]) -> Iterator[Relation]:
    """The same households, and the same contacts, in every table of them."""
    households = [f"{key}|{zone}|{ALL}" for key in OF_HOUSEHOLDS if key in found]
    contacts = [f"{key}|{zone}|{ALL}" for key in OF_CONTACTS if key in found]
    for totals in (households, contacts):
        yield from (same(one, other) for one, other in pairwise(totals))
    # The last contact of every case of a zone is one of the zone's contacts.
    if households and contacts:
        yield at_most(households[0], contacts[0])


def _of_issues(zone: str, found: dict[str, Tally]) -> Iterator[Relation]:
    """Nobody has an issue and none: any issue + none <= total. A 主課題 is one of the issues."""
    none, total = f"{ISSUE}|{zone}|{NONE}", f"{ISSUE}|{zone}|{ALL}"
    for issue in found[ISSUE].parts:
        if issue.key != NONE:
            yield Relation(((none, 1), (f"{ISSUE}|{zone}|{issue.key}", 1), (total, -1)), None, 0)
    if MAIN not in found:
        return
    yield at_most(none, f"{MAIN}|{zone}|{NONE}")
    for issue in found[MAIN].parts:
        if issue.key != NONE:
            yield at_most(f"{MAIN}|{zone}|{issue.key}", f"{ISSUE}|{zone}|{issue.key}")


def _of_stock(zones: Iterable[str], found: dict[str, Tally]) -> Iterator[Relation]:
    """終結 is told with its reasons too. Whoever was new is by the end closed or in support.

    That in the whole city alone: a household may have moved. Records that contradict themselves
    (closed before it was opened) break it, and then nobody can reckon with it either.
    """
    for zone in (*zones, ALL):
        yield same(f"{STOCK}|{zone}|{CLOSED}", f"{CLOSING}|{zone}|{ALL}")
    if OPEN not in {part.key for part in found[STOCK].parts}:
        return
    new = found[SUPPORT].figures[ALL, NEW].value
    stock = found[STOCK].figures
    if new <= stock[ALL, CLOSED].value + stock[ALL, OPEN].value:
        terms = (
            (f"{SUPPORT}|{ALL}|{NEW}", 1),
            *((f"{STOCK}|{ALL}|{k}", -1) for k in (CLOSED, OPEN)),
        )
        yield Relation(terms, None, 0)


def _of_flow(kinds: Iterable[Heading]) -> Iterator[Relation]:
    for kind in (*(kind.key for kind in kinds), ALL):
        yield same(f"{FLOW}|{ALL}|{kind}", f"{REFERRAL}|{ALL}|{kind}")


def _of_months(zones: Iterable[str], months: Sequence[str]) -> Iterator[Relation]:
    for month in months:
        # Within one zone this need not hold: a household may have moved since that month.
        yield at_most(f"{SEEN}|{ALL}|{month}", f"{MONTH}|{ALL}|{month}")
    for zone in zones:
        yield from _since(zone, months)


def _since(zone: str, months: Sequence[str]) -> Iterator[Relation]:
    """A case stands in the zone of its last contact, so that contact is among the zone's own.

    For every month: cases seen in it <= contacts of the zone from that month on; and all
    cases <= cases seen in the months before + contacts from that month on.
    """
    for at, month in enumerate(months):
        later = tuple((f"{MONTH}|{zone}|{key}", -1) for key in months[at:])
        before = tuple((f"{SEEN}|{zone}|{key}", -1) for key in months[:at])
        yield Relation(((f"{SEEN}|{zone}|{month}", 1), *later), None, 0)
        yield Relation(((f"{ISSUE}|{zone}|{ALL}", 1), *before, *later), None, 0)
