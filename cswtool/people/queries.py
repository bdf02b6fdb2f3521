"""Finding people."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, literal, not_, or_, select
from sqlalchemy.orm import joinedload

from cswtool.access.actor import Actor
from cswtool.access.folding import digits, folded
from cswtool.db.counts import count_cells
from cswtool.db.search import matching
from cswtool.db.session import AuditedSession, ScopedSession
from cswtool.people.models import Person, PersonFact, Relationship
from cswtool.people.rules import UNKNOWN_NAME, alternatives, is_phone, search_words
from cswtool.sight.models import near_protected, person_in_sight

MOST_SIMILAR = 10


def _has_line(line: str) -> ColumnElement[bool]:
    """The whole name, kana, phone or address is `line`, which is folded."""
    return (literal("\n") + Person.folded + "\n").contains(f"\n{line}\n", autoescape=True)


def _matches(session: ScopedSession, typed: str) -> ColumnElement[bool]:
    """Every word, in one of its forms. The index leaves few people to compare whole."""
    return and_(
        *(
            or_(*(_contains(session, form) for form in alternatives(word)))
            for word in search_words(typed)
        )
    )


def _contains(session: ScopedSession, form: str) -> ColumnElement[bool]:
    found = Person.folded.contains(form, autoescape=True)
    return and_(matching(session, Person, [form]), found)


def find_people(session: ScopedSession, typed: str, most: int) -> Sequence[Person]:
    """People in sight who match every typed word; whole names first, then by kana."""
    if not search_words(typed):
        return []
    exact = _has_line(folded(typed))
    query = select(Person).where(_matches(session, typed)).options(joinedload(Person.town))
    order = (exact.desc(), Person.kana, Person.name, Person.id)
    return session.scalars(query.order_by(*order).limit(most)).all()


def count_people(session: ScopedSession, typed: str) -> int:
    """How many people `find_people` would give if it gave them all."""
    if not search_words(typed):
        return 0
    return session.scalar(select(func.count(Person.id)).where(_matches(session, typed))) or 0


def others_match(session: ScopedSession, typed: str) -> bool:
    """Whether somebody out of sight has exactly this name, kana or phone number.

    Nothing less than the whole of it, or a name could be spelt out letter by letter and a
    number digit by digit. People who share a case with a protected address are left out:
    not even their existence may show.
    """
    line = _whole_line(typed)
    if not line:
        return False
    query = select(func.count(Person.id)).where(
        matching(session, Person, [line]), _has_line(line), ~near_protected(Person.id)
    )
    ((everybody,),) = count_cells(session, query, reason="search: matches out of sight")
    return bool(everybody > (session.scalar(query) or 0))


def hidden_matches(session: AuditedSession, actor: Actor, typed: Iterable[str]) -> Sequence[Person]:
    """People whom the actor may not see for a protected address, of exactly this name, kana
    or phone number. Never for the actor's eyes: `session` must see further than they do.
    """
    lines = {_whole_line(text) for text in typed} - {"", folded(UNKNOWN_NAME)}
    if not lines:
        return []
    named = or_(
        *(and_(matching(session, Person, [line]), _has_line(line)) for line in sorted(lines))
    )
    hidden = and_(near_protected(Person.id), not_(person_in_sight(actor, Person)))
    return session.scalars(select(Person).where(named, hidden).order_by(Person.id)).all()


def _whole_line(typed: str) -> str:
    """A whole name, kana or phone number as the search column holds it; no address."""
    plain = folded(typed)
    if is_phone(plain):
        return digits(plain)
    return "" if any(character.isdigit() for character in plain) else plain


def similar_people(
    session: ScopedSession, name: str, kana: str = "", phone: str = ""
) -> Sequence[Person]:
    """People in sight with the same name, kana or phone number, however they are written."""
    lines = {folded(name), folded(kana), digits(phone)} - {"", folded(UNKNOWN_NAME)}
    if not lines:
        return []
    query = select(Person).where(or_(*(_has_line(line) for line in sorted(lines))))
    query = query.options(joinedload(Person.town)).order_by(Person.kana, Person.id)
    return session.scalars(query.limit(MOST_SIMILAR)).all()


def relationships_among(session: ScopedSession, ids: Iterable[UUID]) -> Sequence[Relationship]:
    """How these persons are tied to each other, the oldest ties first."""
    among = list(ids)
    query = select(Relationship).where(
        Relationship.first_id.in_(among), Relationship.second_id.in_(among)
    )
    rows = session.scalars(query.order_by(Relationship.id)).all()
    return sorted(rows, key=lambda row: (row.since is not None, row.since or date.min))


def facts_of(session: ScopedSession, ids: Iterable[UUID]) -> Sequence[PersonFact]:
    """What is known of these persons by date, in order of time."""
    query = select(PersonFact).where(PersonFact.person_id.in_(list(ids)))
    rows = session.scalars(query.order_by(PersonFact.id)).all()
    return sorted(rows, key=lambda row: row.since or date.min)
