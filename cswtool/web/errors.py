"""Pages for what goes wrong: plain Japanese that says what to do."""

import logging
import re
from http import HTTPStatus

from flask import Flask, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from cswtool.web.forms import clean
from cswtool.web.guarded import only_looks

_log = logging.getLogger("cswtool")
_DOORS = {"login", "code", "password", "again", "current", "next"}
_NEVER_SHOWN = frozenset({"csrf_token", "form_key", "opened", "kept", "sealed"} | _DOORS)
_CHOSEN = re.compile(r"[0-9a-z._:-]{1,40}")
"""Ids, dates, numbers and the names of choices."""
_PAGES = (400, 403, 404, 405, 409, 413, 415, 422, 429)


def add_error_pages(app: Flask) -> None:
    for status in _PAGES:
        app.register_error_handler(status, _page)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(IntegrityError, _clash)
    app.register_error_handler(Exception, _broken)


def _page(error: HTTPException) -> ResponseReturnValue:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status == HTTPStatus.METHOD_NOT_ALLOWED and only_looks():
        return redirect(_page_above(request.path), HTTPStatus.SEE_OTHER)
    shown = 404 if status == HTTPStatus.METHOD_NOT_ALLOWED else status
    shown = 400 if shown == HTTPStatus.UNSUPPORTED_MEDIA_TYPE else shown
    return _shown(shown)


def _page_above(path: str) -> str:
    """The nearest page above an address that only takes a form.

    A page that came back refused stands at such an address, and may be loaded anew.
    """
    addresses = current_app.create_url_adapter(request)
    while addresses is not None and path.strip("/"):
        path = path.rsplit("/", 1)[0] or "/"
        if addresses.test(path, "GET"):
            return path
    return "/"


def _shown(status: int) -> ResponseReturnValue:
    """The page, with what the person had typed where the form itself cannot come back."""
    too_large = status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    typed = [] if too_large else typed_texts()
    return render_template(f"errors/{status}.html", typed=typed), status


def typed_texts() -> list[str]:
    """What reads like something that somebody wrote: no keys, choices or passwords."""
    sent = request.form.items(multi=True)
    texts = (clean(value) for name, value in sent if name not in _NEVER_SHOWN)
    return [text for text in texts if not (_CHOSEN.fullmatch(text) or text in {"", "y"})]


def _stale(_error: StaleDataError) -> ResponseReturnValue:
    """Two saves in the same instant: the second loses the race and is told."""
    return _shown(HTTPStatus.CONFLICT)


def _clash(error: IntegrityError) -> ResponseReturnValue:
    """Twice refused by the database: a key that belongs to a record out of sight."""
    _log.error("%s in %s", type(error.orig).__name__, request.endpoint)
    return _shown(HTTPStatus.CONFLICT)


def _broken(error: Exception) -> ResponseReturnValue:
    """Anything unforeseen. The log gets where and what kind, and no content."""
    if isinstance(error, HTTPException):
        return _page(error) if error.code in _PAGES else error
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = f"{frame.tb_frame.f_code.co_qualname}:{frame.tb_lineno}" if frame else "?"
    _log.error("%s in %s at %s", type(error).__name__, request.endpoint, where)
    return _shown(HTTPStatus.INTERNAL_SERVER_ERROR)
