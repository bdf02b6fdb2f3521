"""Keeping what is typed, and forgetting it once it was sent or thrown away.

A draft that was sent or thrown away leaves its key behind without its content, because a
copy of it may still be on its way and must not bring it back.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from cswtool.access import clock
from cswtool.db.session import ScopedSession
from cswtool.drafts.models import Draft
from cswtool.drafts.rules import FORM_KEY, Place, packed, seal

_LATEST_COPY: Final = timedelta(days=1)
"""How long after sending a late copy may still arrive (a phone out of reach)."""


class SpentError(Exception):
    """What was typed belongs to a form that was already sent or thrown away."""


def keep(
    session: ScopedSession, key: bytes, place: Place, fields: Sequence[tuple[str, str]]
) -> None:
    """Keep what is typed now in place of what was kept before.

    Raises TooLargeError, and SpentError for a copy that comes after its form.
    """
    draft = _draft_at(session, place)
    form_key = dict(fields).get(FORM_KEY, "")
    if draft.sealed is None and draft.form_key == form_key and form_key:
        raise SpentError
    draft.form_key = form_key
    draft.sealed = seal(key, session.actor.id, place, packed(fields))
    draft.saved_at = clock.now()
    session.add(draft)


def spend(session: ScopedSession, place: Place, form_key: str) -> None:
    """The form was stored: forget what was typed, in the same transaction."""
    draft = _draft_at(session, place)
    if draft.sealed is None or draft.form_key == form_key:
        draft.form_key, draft.sealed, draft.saved_at = form_key, None, clock.now()
        session.add(draft)
    _forget_old(session)


def discard(session: ScopedSession, place: Place) -> None:
    """Throw a draft away."""
    draft = _draft_at(session, place)
    spend(session, place, draft.form_key or "")


def _draft_at(session: ScopedSession, place: Place) -> Draft:
    query = select(Draft).where(
        Draft.owner_id == session.actor.id,
        Draft.form == place.form,
        Draft.subject == place.subject,
    )
    found = session.scalars(query).one_or_none()
    return found or Draft(owner_id=session.actor.id, form=place.form, subject=place.subject)


def _forget_old(session: ScopedSession) -> None:
    """Keys for which no late copy can come any more are of no use."""
    query = select(Draft).where(
        Draft.owner_id == session.actor.id,
        Draft.sealed.is_(None),
        Draft.saved_at < clock.now() - _LATEST_COPY,
    )
    for draft in session.scalars(query):
        session.delete(draft)
