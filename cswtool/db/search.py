"""Finding words in what is written: an index of pairs of characters in each database.

Japanese has no spaces, and most words people look for have two characters. SQLite keeps the
pairs in a full-text table without content (FTS5), PostgreSQL in an inverted index over the
function `bigrams`. Only conditions come out of here, to be used inside a scoped query, so
the index shows nobody a record that is out of their sight.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    Select,
    Table,
    Text,
    Uuid,
    and_,
    cast,
    column,
    delete,
    false,
    func,
    insert,
    literal_column,
    select,
    table,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session, UOWTransaction

from cswtool.access.folding import folded, phrases, tokens
from cswtool.db.base import Base

SEARCH_TEXT: Final = Table(
    "search_text",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("record_type", Text, nullable=False),
    Column("record_id", Uuid, nullable=False),
    Column("body", Text),
    Index("uq_search_text_record", "record_type", "record_id", unique=True),
)
"""Which record each entry of the index is about. Mapped to no class: no session reads it.

`body` is the folded text on PostgreSQL, whose index is over an expression of it; SQLite
keeps the pairs and the kind of record in the table `search_index` under the same number,
and no text.
"""

CHUNK: Final = 2_000
MANY: Final = 3_000
"""Of so many records and more, the latest are found sooner one by one (measured)."""


class Searchable:
    """Mixed into a model whose records are found by words."""

    id: Any

    def words(self) -> str:
        """The text by which the record is found, as it was written; 、 between its parts."""
        raise NotImplementedError


def is_ours(name: str | None, _kind: str = "", _parents: object = None) -> bool:
    """For Alembic: whether the metadata describes it (what finds the pairs, it does not)."""
    return name is None or not name.startswith("search_index")


def keep_index(session: Session, _context: UOWTransaction) -> None:
    """After a flush: what was written is found from now on, what was deleted no more."""
    changed = [r for r in [*session.new, *session.dirty] if isinstance(r, Searchable)]
    gone = [r for r in session.deleted if isinstance(r, Searchable)]
    if changed or gone:
        connection = session.connection()
        _forget(connection, [*changed, *gone])
        _learn(connection, changed)


def _forget(connection: Connection, records: Sequence[Searchable]) -> None:
    for model in {type(record) for record in records}:
        ids = [record.id for record in records if type(record) is model]
        mine = (SEARCH_TEXT.c.record_type == model.__name__) & SEARCH_TEXT.c.record_id.in_(ids)
        if connection.dialect.name == "sqlite":
            numbers = connection.execute(select(SEARCH_TEXT.c.id).where(mine)).scalars().all()
            statement = text("DELETE FROM search_index WHERE rowid = :number")
            for number in numbers:
                connection.execute(statement, {"number": number})
        connection.execute(delete(SEARCH_TEXT).where(mine))


def _learn(connection: Connection, records: Sequence[Searchable]) -> None:
    for start in range(0, len(records), CHUNK):
        _learn_some(connection, records[start : start + CHUNK])


def _learn_some(connection: Connection, records: Sequence[Searchable]) -> None:
    on_sqlite = connection.dialect.name == "sqlite"
    bodies = [folded(record.words()) for record in records]
    rows = [
        {
            "record_type": type(record).__name__,
            "record_id": record.id,
            "body": None if on_sqlite else body,
        }
        for record, body in zip(records, bodies, strict=True)
    ]
    stored = insert(SEARCH_TEXT).returning(SEARCH_TEXT.c.id, sort_by_parameter_order=True)
    numbers = connection.execute(stored, rows).scalars().all()
    if on_sqlite:
        pairs = [
            {"number": number, "tokens": tokens(body), "kind": type(record).__name__}
            for number, body, record in zip(numbers, bodies, records, strict=True)
        ]
        connection.execute(_LEARN, pairs)


_LEARN: Final = text(
    "INSERT INTO search_index (rowid, tokens, kind) VALUES (:number, :tokens, :kind)"
)


def matching(
    session: Session, model: type[Searchable], words: Iterable[str]
) -> ColumnElement[bool]:
    """The condition that a record of `model` contains every one of these words.

    Words are folded here. Nothing is found for punctuation alone.
    """
    key: ColumnElement[Any] = model.id
    return key.in_(ids_having(session, model, words))


def ids_having(session: Session, model: type[Searchable], words: Iterable[str]) -> Select[Any]:
    """The ids of those that match, whoever may see them; to be used in a condition."""
    forms = _forms(words)
    if not forms:
        return select(SEARCH_TEXT.c.record_id).where(false())
    return _having(session, model, forms)


def matching_each(
    session: Session, model: type[Searchable], words: Iterable[str]
) -> ColumnElement[bool]:
    """As `matching`, asking the index about one record after the other.

    Quick where words are common and the first few in some order will do.
    """
    forms = _forms(words)
    if not forms:
        return false()
    entry = select(SEARCH_TEXT.c.id).where(
        SEARCH_TEXT.c.record_type == model.__name__, SEARCH_TEXT.c.record_id == model.id
    )
    return _one_by_one(session, entry.where(*_in_one(session, forms))).exists()


def is_common(session: Session, model: type[Searchable], words: Iterable[str]) -> bool:
    """Whether more than MANY records of `model` have the words.

    Then it is quicker to go through the records in the order wanted, asking about
    each with `matching_each`, than to gather all that have them and put those in order.
    """
    forms = _forms(words)
    if not forms:
        return False
    if _on_sqlite(session):
        having = select(_INDEX.c.rowid).where(_match(forms, model))
    else:
        having = _having(session, model, forms)
    counted = select(func.count()).select_from(having.limit(MANY + 1).subquery())
    return session.connection().execute(counted).scalar_one() > MANY


def _having(session: Session, model: type[Searchable], forms: Sequence[str]) -> Select[Any]:
    """The ids of those that have all words. A join, so that SQLite begins with them."""
    found = select(SEARCH_TEXT.c.record_id)
    if _on_sqlite(session):
        return found.where(_INDEX.c.rowid == SEARCH_TEXT.c.id, _match(forms, model))
    return found.where(SEARCH_TEXT.c.record_type == model.__name__, _in_bodies(forms))


def _forms(words: Iterable[str]) -> list[str]:
    return [form for word in words if phrases(form := folded(word))]


def _on_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _one_by_one(session: Session, query: Select[Any]) -> Select[Any]:
    """PostgreSQL would gather all entries first; an offset keeps it from that."""
    return query if _on_sqlite(session) else query.offset(literal_column("0"))


def _in_one(session: Session, forms: Sequence[str]) -> list[ColumnElement[bool]]:
    """That the one entry at hand has all words."""
    if not _on_sqlite(session):
        return _as_written(forms)
    return [_INDEX.c.rowid == SEARCH_TEXT.c.id, _match(forms)]


_INDEX: Final = table("search_index", column("rowid"))


def _match(forms: Sequence[str], model: type[Searchable] | None = None) -> ColumnElement[bool]:
    """All phrases of all words, in one look-up; in records of `model`, or of any."""
    asked = " AND ".join(f"tokens: {phrase}" for form in forms for phrase in phrases(form))
    if model is not None:
        asked = f"kind: {model.__name__} AND {asked}"
    found: ColumnElement[bool] = literal_column("search_index").bool_op("MATCH")(asked)
    return found


def _in_bodies(forms: Sequence[str]) -> ColumnElement[bool]:
    """The pairs by the inverted index; then the text itself, for the order of the pairs."""
    pairs = sorted({form[at : at + 2] for form in forms for at in range(len(form) - 1)})
    bigrams = func.bigrams(SEARCH_TEXT.c.body)
    has_pairs = bigrams.bool_op("@>")(cast(pairs, ARRAY(Text)))
    return and_(has_pairs if pairs else true(), *_as_written(forms))


def _as_written(forms: Sequence[str]) -> list[ColumnElement[bool]]:
    return [SEARCH_TEXT.c.body.contains(form, autoescape=True) for form in forms]


def rebuild(session: Session, models: Iterable[type[Searchable]]) -> int:
    """Index every record anew, as after a change of the folding. Returns how many."""
    connection = session.connection()
    connection.execute(delete(SEARCH_TEXT))
    if connection.dialect.name == "sqlite":
        connection.execute(text("DELETE FROM search_index"))
    done = 0
    for model in models:
        query = select(model).order_by(model.id).execution_options(yield_per=CHUNK)
        for records in session.scalars(query).partitions():
            _learn(connection, records)
            done += len(records)
            for record in records:
                session.expunge(record)
    if connection.dialect.name == "sqlite":  # one segment is looked up ten times sooner than ten
        connection.execute(text("INSERT INTO search_index (search_index) VALUES ('optimize')"))
    return done
