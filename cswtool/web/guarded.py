"""Routes that cannot exist without a permission.

Every view is registered with `needs=`. The guard opens a session for the signed-in
actor, loads the records named in the URL inside that actor's sight, checks the
permission, calls the view, commits, and leaves the trail. A view therefore only ever
receives records it is allowed to act on.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, Final, cast

from flask import Blueprint, Flask, Response, abort, current_app, make_response, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from typing_extensions import override

from cswtool.access.actor import Actor
from cswtool.access.permissions import Permission, may
from cswtool.db import audit
from cswtool.db.audit import Outcome
from cswtool.db.base import Scoped
from cswtool.db.session import ScopedSession

View = Callable[..., ResponseReturnValue]

_LOOKS: Final = frozenset({"GET", "HEAD"})

PUBLIC: Final = None
"""For `needs=`: anyone, signed in or not. Such a page opens no session."""


class GuardedBlueprint(Blueprint):
    """A blueprint whose routes all say what they need.

    `records` names the model behind each URL parameter, as in {"case_id": Case}.
    """

    def __init__(
        self,
        name: str,
        *,
        records: Mapping[str, type[Any]] | None = None,
        url_prefix: str | None = None,
    ) -> None:
        super().__init__(name, __name__, url_prefix=url_prefix)
        self.records = records or {}
        self.needs: dict[str, Permission | None] = {}
        self.uploads: set[str] = set()
        self.url_value_preprocessor(self._allow_files)

    @override
    def add_url_rule(  # type: ignore[override]
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: View | None = None,
        *,
        needs: Permission | None,
        reads: bool = False,
        uploads: bool = False,
        **options: Any,
    ) -> None:
        """`reads=True` marks a POST that only looks, such as a search kept out of the URL.

        `uploads=True` marks one that takes files, so that its body may be larger.
        """
        assert view_func is not None
        name = endpoint or view_func.__name__
        self.needs[f"{self.name}.{name}"] = needs
        if uploads:
            self.uploads.add(f"{self.name}.{name}")
        view = view_func if needs is PUBLIC else self._guard(view_func, needs, reads=reads)
        super().add_url_rule(rule, name, view, **options)

    def _allow_files(self, endpoint: str | None, _keys: dict[str, Any] | None) -> None:
        """Runs before anything reads the body (the CSRF check does)."""
        if endpoint in self.uploads:
            request.max_content_length = current_app.config["LARGEST_UPLOAD"]

    def _guard(self, view: View, needs: Permission, *, reads: bool) -> View:
        @wraps(view)
        def guarded(**keys: Any) -> Response:
            actor = signed_in_actor()
            writes = not only_looks() and not reads
            try:
                return self._serve(view, ScopedSession(engine(), actor, needs, writes=writes), keys)
            except IntegrityError:
                # The same form sent twice at the same moment: on the second run the view
                # finds what the first one stored.
                return self._serve(view, ScopedSession(engine(), actor, needs, writes=writes), keys)

        return guarded

    def _serve(self, view: View, session: ScopedSession, keys: Mapping[str, Any]) -> Response:
        writes = bool(session.bind is not engine())
        with session:
            try:
                records = self._load(session, keys)
                _judge(session, list(records.values()))
                response = make_response(view(session, **records))
                if writes and response.status_code < HTTPStatus.BAD_REQUEST:
                    session.commit()
                    return response
            except Exception:
                session.rollback()
                _record_refusals(session)
                raise
        audit.append(engine(), _looks(session, list(records.values())))
        return response

    def _load(self, session: ScopedSession, keys: Mapping[str, Any]) -> dict[str, Scoped]:
        """Load each record in the URL; 404 unless it belongs to the ones before it.

        The address of a record that became part of another leads to that one.
        """
        found: dict[str, Scoped] = {}
        for key_name, key in keys.items():
            model = self.records[key_name]
            record = session.get(model, key) or _led_to(session, model, key)
            if record is None or not _belongs(record, found):
                session.note(
                    outcome=Outcome.UNSEEN, detail=f"{model.__name__} {key} {request.endpoint}"
                )
                abort(404)
            found[key_name.removesuffix("_id")] = record
        return found


def _led_to(session: ScopedSession, model: type[Any], key: Any) -> Any:
    """What the record became part of. A form of the old one is no answer to the new one."""
    record = current_app.extensions["led_to"](session, model, key)
    if record is not None and "version" in request.form:
        abort(HTTPStatus.CONFLICT)
    return record


def _belongs(record: Scoped, parents: Mapping[str, Scoped]) -> bool:
    return all(
        getattr(record, f"{name}_id", parent.id) == parent.id for name, parent in parents.items()
    )


def _judge(session: ScopedSession, records: list[Scoped]) -> None:
    """The permission is judged on the last record of the URL."""
    subject = records[-1] if records else None
    if not may(session.actor, Permission(session.action), subject):
        session.entries.clear()
        session.note(subject, outcome=Outcome.REFUSED, detail=request.endpoint)
        abort(403)


def _record_refusals(session: ScopedSession) -> None:
    refusals = [e for e in session.entries if e.outcome is not Outcome.DONE]
    audit.append(engine(), refusals)


def _looks(session: ScopedSession, records: list[Scoped]) -> list[audit.Entry]:
    """What was shown and not changed: a page, a list, or a form that came back refused.

    The records of the URL, and what the view itself noted; where it names no record, the
    page. What a refused form had begun to write was rolled back and is not told.
    """
    noted = [entry for entry in session.entries if not entry.fields]
    session.entries.clear()
    for record in records:
        session.note(record, detail=request.endpoint)
    if not records and not noted:
        session.note(detail=request.endpoint)
    return [*session.entries, *noted]


def engine() -> Engine:
    return cast("Engine", current_app.extensions["engine"])


def only_looks() -> bool:
    """Whether the request asks to be shown something and changes nothing (GET, HEAD)."""
    return request.method in _LOOKS


def signed_in_actor() -> Actor:
    """The actor of this request; 401 where nobody is signed in."""
    if not current_user.is_authenticated:
        abort(401)
    return cast("Actor", current_user.actor)


def declared_needs(app: Flask) -> dict[str, Permission | None]:
    """Every endpoint that a guarded blueprint declared, with what it needs."""
    guarded = [b for b in app.blueprints.values() if isinstance(b, GuardedBlueprint)]
    return {endpoint: needs for b in guarded for endpoint, needs in b.needs.items()}


def refuse_unguarded(app: Flask) -> None:
    """Never serve an endpoint that no guarded blueprint declared (static files apart)."""
    declared = declared_needs(app).keys() | {"static"}

    @app.before_request
    def refuse() -> None:
        if request.endpoint is not None and request.endpoint not in declared:
            abort(404)
