"""Entries in sight that may be one, where merged entries are found now, and past merges."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import inspect, select
from sqlalchemy.orm import joinedload

from cswtool.access.folding import digits
from cswtool.cases.models import Case, Membership
from cswtool.cases.rules import typed_number
from cswtool.db.session import ScopedSession
from cswtool.people.models import Person
from cswtool.people.rules import UNKNOWN_NAME, folded_address
from cswtool.register.models import MODELS, LikenessVerdict, Merge
from cswtool.register.models.rows import revived
from cswtool.register.rules import (
    PARTS,
    Known,
    Pair,
    Place,
    Subject,
    Verdict,
    alike_cases,
    alike_people,
)

MOST_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two entries that may be one, and why; `said` where somebody has said something."""

    subject: Subject
    first: Any
    second: Any
    why: str
    said: LikenessVerdict | None


@dataclass(frozen=True, slots=True)
class Likenesses:
    proposed: list[Likeness]
    open: list[Likeness]
    distinct: list[Likeness]
    more: bool


def likenesses(session: ScopedSession) -> Likenesses:
    """Everything in the actor's sight that may be there twice."""
    said = {(row.first_id, row.second_id): row for row in _said(session)}
    why = {Subject.PERSON: _alike_people(session), Subject.CASE: _alike_cases(session)}
    fresh = {
        s: [(s, pair, text) for pair, text in _surest(why[s]) if pair not in said] for s in why
    }
    spoken = [(row.subject, pair, why[row.subject].get(pair, "")) for pair, row in said.items()]
    first = [one for found in fresh.values() for one in found[:MOST_SHOWN]]
    shown = _loaded(session, [*spoken, *first], said)
    return Likenesses(
        proposed=[one for one in shown if one.said and one.said.verdict is Verdict.PROPOSED],
        open=[one for one in shown if one.said is None],
        distinct=[one for one in shown if one.said and one.said.verdict is Verdict.DISTINCT],
        more=any(len(found) > MOST_SHOWN for found in fresh.values()),
    )


def _surest(why: Mapping[Pair, str]) -> list[tuple[Pair, str]]:
    """Those that have the most in common first."""
    return sorted(why.items(), key=lambda one: (-one[1].count("・"), one[0]))


def _said(session: ScopedSession) -> Sequence[LikenessVerdict]:
    query = select(LikenessVerdict).options(joinedload(LikenessVerdict.author).lazyload("*"))
    return session.scalars(query.order_by(LikenessVerdict.at.desc(), LikenessVerdict.id)).all()


def _alike_people(session: ScopedSession) -> dict[Pair, str]:
    query = select(
        Person.id,
        Person.name,
        Person.folded,
        Person.kana,
        Person.birth_date,
        Person.birth_estimated,
        Person.phone,
        Person.town_id,
    ).where(Person.name != UNKNOWN_NAME)
    return alike_people(
        Known(
            id=row.id,
            name=row.folded.split("\n")[0],
            kana=row.folded.split("\n")[1] if row.kana else "",
            born=None if row.birth_estimated else row.birth_date,
            phone=digits(row.phone),
            town_id=row.town_id,
        )
        for row in session.execute(query.order_by(Person.id))
    )


def _alike_cases(session: ScopedSession) -> dict[Pair, str]:
    query = (
        select(Membership.case_id, Person.id, Person.town_id, Person.address)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.lives_here, Membership.until.is_(None))
        .order_by(Membership.id)
    )
    return alike_cases(
        Place(
            case_id,
            person_id,
            folded_address(f"{town_id}、{address}") if town_id and address[:1] else "",
        )
        for case_id, person_id, town_id, address in session.execute(query)
    )


def _loaded(
    session: ScopedSession,
    found: Sequence[tuple[Subject, Pair, str]],
    said: Mapping[Pair, LikenessVerdict],
) -> list[Likeness]:
    """The entries themselves, in two statements."""
    entries: dict[UUID, Any] = {}
    for subject in Subject:
        ids = {key for kind, pair, _ in found if kind is subject for key in pair}
        entries |= {entry.id: entry for entry in _entries(session, subject, ids)}
    return [
        Likeness(subject, entries[pair[0]], entries[pair[1]], why, said.get(pair))
        for subject, pair, why in found
        if entries.keys() >= set(pair)
    ]


def _entries(session: ScopedSession, subject: Subject, ids: Iterable[UUID]) -> Sequence[Any]:
    if subject is Subject.PERSON:
        people = select(Person).where(Person.id.in_(ids)).options(joinedload(Person.town))
        return session.scalars(people).all()
    cases = select(Case).where(Case.id.in_(ids))
    shown = (joinedload(Case.focus), joinedload(Case.zone), joinedload(Case.primary).lazyload("*"))
    return session.scalars(cases.options(*shown)).all()


def led_to(session: ScopedSession, model: type[Any], key: UUID) -> Any:
    """The entry in sight that this one was merged into; None where there is none."""
    if model not in MODELS.values():
        return None
    found = moved_to(session, key)
    return session.get(model, found) if found else None


def moved_to(session: ScopedSession, key: UUID) -> UUID | None:
    """The id of the entry in sight that this one was merged into; None where there is none."""
    query = select(Merge.leads_to_id).where(Merge.gone_id == key, Merge.undone_at.is_(None))
    return session.scalar(query)


def case_once_numbered(session: ScopedSession, typed: str) -> Case | None:
    """The case in sight into which the case of this number was merged."""
    number = typed_number(typed)
    if number is None:
        return None
    query = select(Merge.leads_to_id).where(Merge.number == number, Merge.undone_at.is_(None))
    found = session.scalar(query)
    return session.get(Case, found) if found else None


def merges(session: ScopedSession) -> Sequence[Merge]:
    """The latest merges in sight, those that were undone too."""
    query = select(Merge).options(joinedload(Merge.author).lazyload("*"))
    return session.scalars(query.order_by(Merge.at.desc(), Merge.id).limit(MOST_SHOWN)).all()


def as_it_was(session: ScopedSession, merge: Merge) -> list[tuple[str, str]]:
    """What the entry that is gone said, part by part, in words."""
    model = MODELS[merge.subject]
    facts = {name: revived(model, name, value) for name, value in merge.gone.items()}
    named = {
        way.key: session.get(way.mapper.class_, facts[column.key])
        for way in inspect(model).relationships
        if not way.uselist
        for column in way.local_columns
        if facts[column.key]
    }
    unknown = dict.fromkeys(inspect(model).relationships.keys())
    gone = SimpleNamespace(**{**unknown, **facts, **named})
    return [(part.label, part.told(gone)) for part in PARTS[merge.subject]]
