"""What was typed before, back into its form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app, request, url_for
from werkzeug.datastructures import MultiDict

from cswtool.db.session import ScopedSession
from cswtool.drafts.models import Draft
from cswtool.drafts.queries import drafts_at
from cswtool.drafts.rules import Place, unpacked, unseal


@dataclass(frozen=True, slots=True)
class Restored:
    """The fields of a form as they were last kept, and when."""

    place: Place
    fields: MultiDict[str, str]
    saved_at: datetime
    form_key: str
    others: Sequence[Draft]
    """Further drafts of the same form, written on other pages."""


def draft_key() -> bytes:
    return cast("bytes", current_app.extensions["settings"].derive("drafts"))


def keep_url(place: Place) -> str:
    """Where a page sends what is typed into this form."""
    return url_for("drafts.keep", form=place.form, subject=place.subject or None)


def restored(session: ScopedSession, place: Place) -> Restored | None:
    """What the actor typed into this form and has not sent: ?draft=…, else the latest."""
    found = drafts_at(session, place)
    asked = [draft for draft in found if draft.form_key == request.args.get("draft")]
    for draft in [*asked, *found][:1]:
        text = unseal(draft_key(), session.actor.id, draft.id, draft.sealed or b"")
        if text:
            others = [other for other in found if other is not draft]
            fields = MultiDict(unpacked(text))
            return Restored(place, fields, draft.saved_at, draft.form_key, others)
    return None
