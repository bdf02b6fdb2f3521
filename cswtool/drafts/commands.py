"""Keeping what is typed, and forgetting it once it was sent or thrown away.

A draft that was sent or thrown away leaves its key behind without its content, because a
copy of it may still be on its way and must not bring it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid5

from sqlalchemy import select

from cswtool.access import clock
from cswtool.db.session import ScopedSession
from cswtool.db.types import new_id
from cswtool.drafts.models import Draft
from cswtool.drafts.rules import FORM_KEY, Place, packed, seal

_LATEST_COPY: Final = timedelta(days=30)
"""How long after sending a late copy may still arrive (a phone out of reach)."""


class SpentError(Exception):
    """What was typed belongs to a form that was already sent or thrown away."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a page holds, which page that is, and the draft that it was opened with."""

    fields: Sequence[tuple[str, str]]
    writer: str = ""
    opened: datetime | None = None
    """When the draft that the page was filled with had been saved."""

    @property
    def form_key(self) -> str:
        return dict(self.fields).get(FORM_KEY, "")


def keep(session: ScopedSession, key: bytes, place: Place, typed: Typed) -> str:
    """Keep what is typed now in place of what the same page had kept before.

    Where another page went on with the same draft meanwhile, this one's text gets a form
    key of its own, so that neither writes over the other. Returns the form key.
    Raises TooLargeError, and SpentError for a copy that comes after its form.
    """
    form_key = typed.form_key
    draft = _unspent(session, place, form_key)
    if draft is not None and not _goes_on(draft, typed):
        form_key = _apart(session, typed)
        draft = _unspent(session, place, form_key)
    draft = draft or _begun(session, place, form_key)
    fields = [(name, form_key if name == FORM_KEY else value) for name, value in typed.fields]
    draft.sealed = seal(key, session.actor.id, draft.id, packed(fields))
    draft.writer, draft.saved_at = typed.writer, clock.now()
    session.add(draft)
    return form_key


def _unspent(session: ScopedSession, place: Place, form_key: str) -> Draft | None:
    """The draft of this filling-in. Raises SpentError."""
    draft = _draft_of(session, place, form_key)
    if draft is not None and draft.sealed is None and form_key:
        raise SpentError
    return draft


def _goes_on(draft: Draft, typed: Typed) -> bool:
    """Whether the page wrote this draft last, or was opened with it as it is now."""
    return draft.sealed is None or typed.writer == draft.writer or typed.opened == draft.saved_at


def _apart(session: ScopedSession, typed: Typed) -> str:
    """The same key however often the page asks: an answer may be lost on the way."""
    return str(uuid5(session.actor.id, f"{typed.form_key}|{typed.writer}"))


def _begun(session: ScopedSession, place: Place, form_key: str) -> Draft:
    return Draft(
        id=new_id(),
        owner_id=session.actor.id,
        form=place.form,
        subject=place.subject,
        form_key=form_key,
    )


def spend(session: ScopedSession, place: Place, form_key: str) -> None:
    """The form was stored or thrown away: forget what was typed, in the same transaction."""
    draft = _draft_of(session, place, form_key) or _begun(session, place, form_key)
    draft.sealed, draft.saved_at = None, clock.now()
    session.add(draft)
    _forget_old(session)


def _draft_of(session: ScopedSession, place: Place, form_key: str) -> Draft | None:
    """One filling-in of a form, sent or not."""
    query = select(Draft).where(
        Draft.owner_id == session.actor.id,
        Draft.form == place.form,
        Draft.subject == place.subject,
        Draft.form_key == form_key,
    )
    return session.scalars(query).one_or_none()


def _forget_old(session: ScopedSession) -> None:
    """Keys for which no late copy can come any more are of no use."""
    query = select(Draft).where(
        Draft.owner_id == session.actor.id,
        Draft.sealed.is_(None),
        Draft.saved_at < clock.now() - _LATEST_COPY,
    )
    for draft in session.scalars(query):
        session.delete(draft)
