"""What was typed before, back into its form."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app
from werkzeug.datastructures import MultiDict

from cswtool.db.session import ScopedSession
from cswtool.drafts.queries import draft_at
from cswtool.drafts.rules import Place, unpacked, unseal


@dataclass(frozen=True, slots=True)
class Restored:
    """The fields of a form as they were last kept, and when."""

    place: Place
    fields: MultiDict[str, str]
    saved_at: datetime


def draft_key() -> bytes:
    return cast("bytes", current_app.extensions["settings"].derive("drafts"))


def restored(session: ScopedSession, place: Place) -> Restored | None:
    """What the actor typed into this form and has not sent, if anything."""
    draft = draft_at(session, place)
    if draft is None or draft.sealed is None:
        return None
    text = unseal(draft_key(), session.actor.id, place, draft.sealed)
    return Restored(place, MultiDict(unpacked(text)), draft.saved_at) if text else None
