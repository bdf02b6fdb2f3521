"""Where autosave sends what is typed (see templates/README.md and autosave.js)."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flask import Response, abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.db.session import ScopedSession
from cswtool.drafts import commands
from cswtool.drafts.forms import draft_key
from cswtool.drafts.rules import FORM_KEY, Place, TooLargeError, named_page, packed
from cswtool.web.guarded import GuardedBlueprint
from cswtool.web.paths import own_path

drafts = GuardedBlueprint("drafts")


def _place(session: ScopedSession) -> Place:
    """The form and the record that the address names, as in ?form=consultation&subject=…

    Of a record that was merged into another, that one: nobody looks for the draft elsewhere.
    """
    try:
        place = Place.asked_for(request.args.get("form", ""), request.args.get("subject", ""))
    except ValueError:
        abort(422)
    moved = place.subject and current_app.extensions["moved_to"](session, UUID(place.subject))
    return replace(place, subject=str(moved)) if moved else place


@drafts.post("/drafts", needs=Permission.DRAFT_KEEP)
def keep(session: ScopedSession) -> ResponseReturnValue:
    """204 kept, under the key X-Form-Key; 409 already sent; 413 too large; 422 nothing to keep."""
    place, typed = _place(session), _typed()
    try:
        if not packed(typed.fields):
            abort(422)
        form_key = commands.keep(session, draft_key(), place, typed)
    except TooLargeError:
        abort(413)
    except commands.SpentError:
        abort(409)
    return Response(status=204, mimetype="text/plain", headers={"X-Form-Key": form_key})


def _typed() -> commands.Typed:
    """The fields, and in two headers which page holds them and what it was opened with."""
    opened = request.headers.get("X-Draft-Opened")
    try:
        return commands.Typed(
            fields=list(request.form.items(multi=True)),
            writer=named_page(request.headers.get("X-Draft-Writer", "")),
            opened=datetime.fromisoformat(opened) if opened else None,
        )
    except ValueError:
        abort(422)


@drafts.post("/drafts/discard", needs=Permission.DRAFT_KEEP)
def discard(session: ScopedSession) -> ResponseReturnValue:
    commands.spend(session, _place(session), request.form.get(FORM_KEY, ""))
    session.note(detail=request.endpoint)
    flash("下書きを捨てました。", "ok")
    return redirect(own_path(request.args.get("next")) or url_for("today.home"), 303)
