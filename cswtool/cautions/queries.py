"""Reads about 訪問時の注意."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from cswtool.cases.models import Case
from cswtool.cautions.models import Caution
from cswtool.cautions.rules import named
from cswtool.db.session import ScopedSession


def _held() -> Select[Caution]:
    return select(Caution).where(Caution.until.is_(None)).order_by(Caution.since, Caution.id)


def held_in(session: ScopedSession, case: Case | None) -> Sequence[Caution]:
    """What holds for a case now, the oldest first, with who wrote it; nothing for no case."""
    if case is None:
        return ()
    query = _held().where(Caution.case_id == case.id)
    return session.scalars(query.options(joinedload(Caution.author).lazyload("*"))).all()


def all_of(session: ScopedSession, case: Case) -> Sequence[Caution]:
    """What holds and what was withdrawn, the newest first."""
    query = select(Caution).where(Caution.case_id == case.id)
    query = query.options(joinedload(Caution.author).lazyload("*"))
    return session.scalars(query.order_by(Caution.since.desc(), Caution.id.desc())).all()


def kinds_by_case(session: ScopedSession, case_ids: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """暴力・犬 by the id of each of these cases for which something holds."""
    found = defaultdict(list)
    for caution in session.scalars(_held().where(Caution.case_id.in_(set(case_ids) - {None}))):
        found[caution.case_id].append(caution.kind)
    return {case_id: named(kinds) for case_id, kinds in found.items()}
