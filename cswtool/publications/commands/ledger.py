"""The ledger read: by nobody's sight, to protect a new edition or to attack them all."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine, select

from cswtool.access.fiscal import Period
from cswtool.accounts.models import Office
from cswtool.db.elevated import ElevatedSession, elevated, widened
from cswtool.db.session import ScopedSession
from cswtool.disclosure.attack import Interval
from cswtool.publications.document import sheets_from
from cswtool.publications.ledger.figures import Edition, groups
from cswtool.publications.ledger.kept import Kept
from cswtool.publications.ledger.problem import attacked
from cswtool.publications.ledger.sealing import SealBrokenError, unseal
from cswtool.publications.ledger.spans import Span
from cswtool.publications.models import (
    EditionTruth,
    Publication,
    PublishedCell,
    hanging_together,
    threshold_of,
)
from cswtool.publications.rules import (
    AUDIENCES,
    Profile,
    SpoiltError,
    UnprovedError,
)

READ = "ledger: earlier editions"

Shown = Mapping[str, int | None]


def numbers_meeting(session: ScopedSession, period: Period) -> tuple[int, ...]:
    """The editions that hang together with a period by shared days, in order.

    Whoever reads them: what the city got counts when something is published, too.
    """
    return tuple(one.number for one in _meeting(session, period))


def held(session: ScopedSession, key: bytes, period: Period) -> list[Edition]:
    """Those editions with what was counted for them. Raises UnprovedError, of which SpoiltError."""
    found = _meeting(session, period)
    with widened(session, reason=READ) as wide:
        wide.note()
        kept = _truths(wide, [one.id for one in found])
        shown = _lines(wide, [one.id for one in found])
    for one in found:
        if one.id not in kept:
            raise UnprovedError(one.number)
    return [
        Edition(one.number, one.profile, _opened(key, one, kept[one.id]), shown[one.id])
        for one in found
    ]


def _opened(key: bytes, one: Publication, sealed: bytes) -> Kept:
    try:
        return unseal(key, one.id, sealed)
    except SealBrokenError as error:
        raise SpoiltError(one.number) from error


def _meeting(session: ScopedSession, period: Period) -> Sequence[Publication]:
    return hanging_together(session.scalars(Publication.outside()).all(), period)


def _truths(session: ElevatedSession, ids: Sequence[UUID]) -> dict[UUID, bytes]:
    query = select(EditionTruth.edition_id, EditionTruth.sealed)
    return dict(session.execute(query.where(EditionTruth.edition_id.in_(ids))).all())


def _lines(session: ElevatedSession, ids: Sequence[UUID]) -> dict[UUID, dict[str, int | None]]:
    """What each edition showed, by the cell's name within it."""
    query = select(PublishedCell).where(PublishedCell.publication_id.in_(ids))
    shown: dict[UUID, dict[str, int | None]] = defaultdict(dict)
    for line in session.scalars(query):
        shown[line.publication_id][line.cell.split("|", 1)[1]] = line.value
    return shown


@dataclass(frozen=True, slots=True)
class Attack:
    """What became of attacking everything that one audience holds."""

    audience: Profile
    numbers: tuple[int, ...]
    intervals: tuple[Interval, ...]
    faults: tuple[str, ...]
    """Where an edition, its lines in the ledger and what was counted contradict each other."""
    unproved: tuple[int, ...]
    """Editions from before the ledger, of which nobody knows what they hid."""

    @property
    def safe(self) -> bool:
        return not self.faults and not any(one.exposed for one in self.intervals)


def attack_all(engine: Engine, key: bytes) -> list[Attack]:
    """Attack every edition together with all others, for each audience. Takes minutes.

    The ledger is read first and let go of, so that nobody's saving waits. Raises ProblemError
    where its figures contradict each other.
    """
    with elevated(engine, reason="ledger attack") as session:
        session.note()
        office = session.get_one(Office, 1)
        books = {audience: _book(session, key, audience) for audience in _audiences(session)}
        missing = _missing(session)
        least = {audience: threshold_of(office, audience) for audience in books}
    return [_attack(audience, book, least[audience], missing) for audience, book in books.items()]


def _audiences(session: ElevatedSession) -> list[Profile]:
    """Everybody, and whoever got an edition of their own."""
    own = session.scalars(select(Publication.profile).distinct()).all()
    return [one for one in AUDIENCES if one is Profile.PUBLIC or one in own]


def _book(session: ElevatedSession, key: bytes, audience: Profile) -> "_Book":
    query = select(Publication).where(Publication.profile.in_(AUDIENCES[audience]))
    found = session.scalars(query.order_by(Publication.number)).all()
    ids = [one.id for one in found]
    return _Book(key, found, _truths(session, ids), _lines(session, ids))


def _attack(audience: Profile, book: "_Book", threshold: int, missing: list[str]) -> Attack:
    """From whom nothing is hidden, there is nothing to work out."""
    grouped = groups(book.editions) if threshold else []
    return Attack(
        audience,
        tuple(one.number for one in book.found),
        tuple(i for group in grouped for i in attacked(group, threshold)),
        (*book.faults, *missing),
        tuple(one.number for one in book.unproved),
    )


def _missing(session: ElevatedSession) -> list[str]:
    """A gap in the row of numbers: an edition was taken out behind the program's back."""
    there = set(session.scalars(select(Publication.number)).all())
    return [f"第{n}号がありません" for n in range(1, max(there, default=0)) if n not in there]


class _Book:
    """Every edition compared with its lines and with what was counted for it."""

    def __init__(
        self,
        key: bytes,
        found: Sequence[Publication],
        truths: Mapping[UUID, bytes],
        lines: Mapping[UUID, Shown],
    ) -> None:
        self.found = found
        self.editions: list[Edition] = []
        self.faults: list[str] = []
        self.unproved = [one for one in found if one.id not in truths]
        for one in found:
            if one.id in truths:
                self._take(key, one, truths[one.id], lines.get(one.id, {}))
        self.faults += [self._beyond(one) for one in self.unproved if self._meets(one)]

    def _take(self, key: bytes, one: Publication, sealed: bytes, lines: Shown) -> None:
        try:
            kept = unseal(key, one.id, sealed)
        except SealBrokenError:
            self.faults.append(f"第{one.number}号: 台帳の封が壊れています")
            return
        printed = {c: f for sheet in sheets_from(one.tables) for c, f in sheet.cells()}
        counted = {cell.id: cell.value for cell in kept.problem.cells}
        for cell in sorted({*printed, *lines, *counted}):
            told = {printed.get(cell), lines.get(cell)} - {None}
            if cell not in counted or printed.get(cell) != lines.get(cell):
                self.faults.append(f"第{one.number}号 {cell}: 版と台帳が違います")
            elif told - {counted[cell]}:
                self.faults.append(f"第{one.number}号 {cell}: 集計した数値と違います")
        # What either of them shows is out.
        shown = {c: lines.get(c) if printed.get(c) is None else printed[c] for c in counted}
        self.editions.append(Edition(one.number, one.profile, kept, shown))

    def _meets(self, one: Publication) -> bool:
        span = Span(one.first, one.last)
        return any(edition.kept.span.meets(span) for edition in self.editions)

    @staticmethod
    def _beyond(one: Publication) -> str:
        return f"第{one.number}号: ほかの版と期間が重なるのに、集計した数値が台帳にありません"
