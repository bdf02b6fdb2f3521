"""What was typed before, back into its form."""

from collections.abc import Iterator, Sequence
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
    return next(each_restored(session, place), None)


def each_restored(session: ScopedSession, place: Place) -> Iterator[Restored]:
    """All that the actor typed into this form and has not sent: ?draft=… first, then the latest."""
    found = drafts_at(session, place)
    for draft in sorted(found, key=lambda draft: not is_asked_for(draft.form_key)):
        text = unseal(draft_key(), session.actor.id, draft.id, draft.sealed or b"")
        if text:
            others = [other for other in found if other is not draft]
            fields = MultiDict(unpacked(text))
            yield Restored(place, fields, draft.saved_at, draft.form_key, others)


def is_asked_for(form_key: str) -> bool:
    """Whether the address names this draft."""
    return form_key == request.args.get("draft")
