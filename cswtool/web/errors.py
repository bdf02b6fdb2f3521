"""Pages for what goes wrong: plain Japanese that says what to do."""

import logging
from http import HTTPStatus

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

_log = logging.getLogger("cswtool")
_PAGES = (400, 403, 404, 405, 409, 413, 415, 422, 429)


def add_error_pages(app: Flask) -> None:
    for status in _PAGES:
        app.register_error_handler(status, _page)
    app.register_error_handler(CSRFError, _page)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(IntegrityError, _clash)
    app.register_error_handler(Exception, _broken)


def _page(error: HTTPException) -> ResponseReturnValue:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    shown = 404 if status == HTTPStatus.METHOD_NOT_ALLOWED else status
    shown = 400 if shown == HTTPStatus.UNSUPPORTED_MEDIA_TYPE else shown
    return render_template(f"errors/{shown}.html"), shown


def _stale(_error: StaleDataError) -> ResponseReturnValue:
    """Two saves in the same instant: the second loses the race and is told."""
    return render_template("errors/409.html"), HTTPStatus.CONFLICT


def _clash(error: IntegrityError) -> ResponseReturnValue:
    """Twice refused by the database: a key that belongs to a record out of sight."""
    _log.error("%s in %s", type(error.orig).__name__, request.endpoint)
    return render_template("errors/409.html"), HTTPStatus.CONFLICT


def _broken(error: Exception) -> ResponseReturnValue:
    """Anything unforeseen. The log gets where and what kind, and no content."""
    if isinstance(error, HTTPException):
        return _page(error) if error.code in _PAGES else error
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = f"{frame.tb_frame.f_code.co_qualname}:{frame.tb_lineno}" if frame else "?"
    _log.error("%s in %s at %s", type(error).__name__, request.endpoint, where)
    return render_template("errors/500.html"), HTTPStatus.INTERNAL_SERVER_ERROR
