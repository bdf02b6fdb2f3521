"""A session is opened *for* somebody, to do one named thing. There is no other kind.

Reads are narrowed to what the actor may see. Writes to anything else are refused. What
was written is put on the trail in the same transaction (see `audit`).
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Engine, event, inspect, select
from sqlalchemy.orm import (
    ORMExecuteState,
    Session,
    UOWTransaction,
    with_loader_criteria,
)
from sqlalchemy.orm.interfaces import CriteriaOption
from sqlalchemy.sql.cache_key import CacheKey
from typing_extensions import override

from cswtool.access.actor import Actor
from cswtool.db import audit
from cswtool.db.base import Base, Scoped
from cswtool.db.engine import writing
from cswtool.db.search import keep_index


class OutOfScopeError(Exception):
    """A write touched a record that its actor cannot see. Always a bug."""


class AuditedSession(Session):
    """Collects a row for the trail from everything it flushes; writes them at commit."""

    def __init__(self, bind: Any, *, action: str, actor: Actor | None, reason: str | None) -> None:
        super().__init__(bind, expire_on_commit=False)
        self._action = action
        self._actor = actor
        self._reason = reason
        self.entries: list[audit.Entry] = []

    @property
    def action(self) -> str:
        return self._action

    def note(self, record: object = None, **more: Any) -> None:
        """Put an act or a look on the trail; `record` where it is about a single one."""
        key = getattr(record, "id", None)
        self.entries.append(
            audit.Entry(
                action=self._action,
                actor_id=self._actor.id if self._actor else None,
                reason=self._reason,
                record_type=type(record).__name__ if record is not None else None,
                record_id=key if isinstance(key, UUID) else None,
                **more,
            )
        )


class ScopedSession(AuditedSession):
    """The session of one actor. Neither actor nor action ever changes hands."""

    def __init__(self, engine: Engine, actor: Actor, action: str, *, writes: bool = False) -> None:
        bind = writing(engine) if writes else engine
        super().__init__(bind, action=action, actor=actor, reason=None)
        self.sight = _sight_of(actor)

    @property
    def actor(self) -> Actor:
        assert self._actor is not None
        return self._actor


def scoped_models() -> list[type[Scoped]]:
    return [m.class_ for m in Base.registry.mappers if issubclass(m.class_, Scoped)]


class _Sight(CriteriaOption):
    """The criteria of every model for one actor, as one option of a statement.

    SQLAlchemy works out the cache key of each option anew for each statement; with a
    criterion for every model that was a third of the time of a page. The key and its bound
    values never change for one actor, so they are worked out once; and as the key has some
    twenty thousand parts, a token stands for it (see `_token`).
    """

    __slots__ = ("_bound", "_criteria", "_key")
    inherit_cache = True
    propagate_to_loaders = True

    def __init__(self, actor: Actor) -> None:
        self._criteria = [
            with_loader_criteria(model, model.visible_to(actor), include_aliases=True)
            for model in scoped_models()
        ]
        keys = [_key_of(criterion) for criterion in self._criteria]
        self._key = (_Sight, _token(tuple(key.key for key in keys)))
        self._bound = [value for key in keys for value in key.bindparams]

    @override
    def _gen_cache_key(self, anon_map: Any, bindparams: list[BindParameter[Any]]) -> Any:
        bindparams.extend(self._bound)
        return self._key

    @override
    def get_global_criteria(self, attributes: dict[Any, Any]) -> None:
        for criterion in self._criteria:
            criterion.get_global_criteria(attributes)

    @override
    def process_compile_state(self, compile_state: Any) -> None:
        self.get_global_criteria(compile_state.global_attributes)

    @override
    def process_compile_state_replaced_entities(
        self, compile_state: Any, mapper_entities: Any
    ) -> None:
        self.process_compile_state(compile_state)


def _key_of(criterion: CriteriaOption) -> CacheKey:
    key = criterion._generate_cache_key()  # noqa: SLF001
    assert key is not None, "a visible_to that cannot be cached"
    return key


@lru_cache(maxsize=256)
def _token(_key: tuple[Any, ...]) -> object:
    """The same object for the same key, so that looking for a statement hashes no more of it.

    A key that was forgotten gets another token and its statements are compiled anew.
    """
    return object()


@lru_cache(maxsize=256)
def _sight_of(actor: Actor) -> _Sight:
    """The sight of one actor.

    Kept between sessions, so a `visible_to` must not compute with the present moment;
    it binds it with `bindparam(callable_=...)`.
    """
    return _Sight(actor)


@event.listens_for(ScopedSession, "do_orm_execute")
def _narrow_reads(state: ORMExecuteState) -> None:
    if not state.is_select or state.is_from_statement:
        raise OutOfScopeError("No scope can be put on this statement")
    if state.is_column_load or state.is_relationship_load:
        return  # criteria already travel with the statement that started the load
    session = state.session
    assert isinstance(session, ScopedSession)
    state.statement = state.statement.options(session.sight)


@event.listens_for(ScopedSession, "before_flush")
def _refuse_changes_out_of_scope(session: ScopedSession, *_: object) -> None:
    with session.no_autoflush:  # judged by what is stored now, so handing a record on is allowed
        _require_visible(session, [*session.dirty, *session.deleted])


@event.listens_for(ScopedSession, "after_flush")
def _refuse_additions_out_of_scope(session: ScopedSession, _context: UOWTransaction) -> None:
    _require_visible(session, session.new)


@event.listens_for(AuditedSession, "after_flush", propagate=True)
def _collect(session: AuditedSession, _context: UOWTransaction) -> None:
    for record in [*session.new, *session.dirty, *session.deleted]:
        if isinstance(record, Base) and record.audited and (fields := _changed(session, record)):
            session.note(record, fields=fields)


event.listen(AuditedSession, "after_flush", keep_index, propagate=True)


@event.listens_for(AuditedSession, "before_commit", propagate=True)
def _write_trail(session: AuditedSession) -> None:
    session.flush()
    audit.write(session.connection(), session.entries)
    session.entries.clear()


def _changed(session: Session, record: Base) -> tuple[str, ...]:
    """Names of changed columns, and nothing of their content."""
    if record in session.deleted:
        return ("deleted",)
    state = inspect(record)
    return tuple(
        column.key
        for column in state.mapper.column_attrs
        if state.attrs[column.key].history.has_changes()
    )


def _require_visible(session: ScopedSession, records: Iterable[object]) -> None:
    by_model = defaultdict(set)
    for record in records:
        if isinstance(record, Scoped):
            by_model[type(record)].add(record.id)
    for model, ids in by_model.items():
        seen = session.scalars(select(model.id).where(model.id.in_(ids))).all()
        if ids != set(seen):
            raise OutOfScopeError(model.__name__)
