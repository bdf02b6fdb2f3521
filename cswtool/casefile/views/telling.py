"""A search that would find somebody hidden is told to their worker, and to nobody else."""

from collections.abc import Iterable
from functools import partial

from flask import Response, after_this_request

from cswtool.casefile.commands import tell_named_workers
from cswtool.db.session import ScopedSession
from cswtool.web.guarded import engine


def tell_afterwards(session: ScopedSession, typed: Iterable[str | None]) -> None:
    """Look and tell once the answer has gone out: neither its words nor its time may say it."""
    act = partial(tell_named_workers, engine(), session.actor, [text for text in typed if text])

    @after_this_request
    def tell(response: Response) -> Response:
        response.call_on_close(act)
        return response
