"""Contacts and cases in which words were found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from cswtool.access import clock
from cswtool.cases.models import Case
from cswtool.cases.rules import Status
from cswtool.community.queries import in_zone
from cswtool.consultations.models import Addendum, Consultation, ConsultationIssue
from cswtool.consultations.rules import Method
from cswtool.db.search import ids_having, is_common, matching, matching_each
from cswtool.db.session import ScopedSession
from cswtool.taxonomy.queries import merged_by

T = TypeVar("T")

SIZE: Final = 20
MOST_COUNTED: Final = 200
"""Beyond so many nobody counts: the words want to be narrowed."""
MOST_CASES: Final = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for; None and "" are all. `zone` is an id or NO_ZONE."""

    words: Sequence[str] = ()
    zone: str = ""
    worker: UUID | None = None
    issue: UUID | None = None
    method: Method | None = None
    status: Status | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of contacts, the latest first, and the cases whose headline has the words.

    `total` stops at MOST_COUNTED.
    """

    contacts: Sequence[Consultation]
    cases: Sequence[Case]
    number: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // SIZE))


def find(session: ScopedSession, wanted: Wanted, number: int) -> Found:
    """Page `number`, counted from 1, in the same number of statements whatever is found."""
    conditions = _conditions(session, wanted)
    counted = select(Consultation.id).where(*conditions)
    counts = select(func.count()).select_from(counted.limit(MOST_COUNTED).subquery())
    total = session.scalar(counts) or 0
    number = min(number, max(1, -(-total // SIZE)))
    chosen = _latest_first(counted).limit(SIZE).offset((number - 1) * SIZE)
    page = _listed([Consultation.id.in_(chosen)])  # so that only these are read whole
    return Found(session.scalars(page).all(), _cases(session, wanted), number, total)


def matches(session: ScopedSession, wanted: Wanted) -> Select[Consultation]:
    """All contacts that are wanted, the latest first, with what the page shows of each."""
    return _listed(_conditions(session, wanted))


def _listed(conditions: Iterable[ColumnElement[bool]]) -> Select[Consultation]:
    return _latest_first(select(Consultation).where(*conditions).options(*_shown()))


def _latest_first(query: Select[T]) -> Select[T]:
    return query.order_by(Consultation.at.desc(), Consultation.id.desc())


def _cases(session: ScopedSession, wanted: Wanted) -> Sequence[Case]:
    if not wanted.words:
        return []
    query = select(Case).where(matching(session, Case, wanted.words))
    query = query.options(joinedload(Case.zone), joinedload(Case.primary).lazyload("*"))
    return session.scalars(query.order_by(Case.opened_on.desc(), Case.id).limit(MOST_CASES)).all()


def _conditions(session: ScopedSession, wanted: Wanted) -> list[ColumnElement[bool]]:
    words = [_with_words(session, wanted.words)] if wanted.words else []
    tagged = [_tagged(session, wanted.issue)] if wanted.issue else []
    checks: list[tuple[object, Any]] = [
        (wanted.worker, Consultation.author_id == wanted.worker),
        (wanted.method, Consultation.method == wanted.method),
        (wanted.status, _in_status(wanted.status)),
    ]
    asked = [check for value, check in checks if value]
    there = in_zone(Consultation.zone_id, wanted.zone)
    return [*words, *tagged, *there, *asked, *_on_days(wanted)]


def _with_words(session: ScopedSession, words: Sequence[str]) -> ColumnElement[bool]:
    """In the record itself, or in something that was added to it."""
    added = select(Addendum.consultation_id).where(matching(session, Addendum, words))
    if is_common(session, Consultation, words):
        return or_(matching_each(session, Consultation, words), Consultation.id.in_(added))
    found: ColumnElement[bool] = Consultation.id.in_(
        union_all(ids_having(session, Consultation, words), added)
    )
    return found


def _on_days(wanted: Wanted) -> list[ColumnElement[bool]]:
    """By the moment, not the day: the list is read in the order of moments."""
    since = [Consultation.at >= clock.midnight(wanted.first)] if wanted.first else []
    if wanted.last is None:
        return since
    return [*since, Consultation.at < clock.midnight(wanted.last + timedelta(days=1))]


def _tagged(session: ScopedSession, issue: UUID) -> ColumnElement[bool]:
    """With this tag, or with one that was merged into it."""
    merged = merged_by(session, clock.today()).items()
    same = {issue, *(old for old, new in merged if new.id == issue)}
    tagged = select(ConsultationIssue.consultation_id).where(ConsultationIssue.issue_id.in_(same))
    found: ColumnElement[bool] = Consultation.id.in_(tagged)
    return found


def _in_status(status: Status | None) -> ColumnElement[bool]:
    of_cases: ColumnElement[bool] = Consultation.case_id.in_(
        select(Case.id).where(Case.status == status)
    )
    return of_cases


def _shown() -> list[Any]:
    return [
        joinedload(Consultation.author).lazyload("*"),
        joinedload(Consultation.case),
        selectinload(Consultation.issues).joinedload(ConsultationIssue.issue),
    ]
