"""Where autosave sends what is typed (see templates/README.md and autosave.js)."""

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.db.session import ScopedSession
from cswtool.drafts import commands
from cswtool.drafts.forms import draft_key
from cswtool.drafts.rules import Place, TooLargeError, packed
from cswtool.web.guarded import GuardedBlueprint
from cswtool.web.paths import own_path

drafts = GuardedBlueprint("drafts")


def _place() -> Place:
    """The form and the record that the address names, as in ?form=consultation&subject=…"""
    try:
        return Place.asked_for(request.args.get("form", ""), request.args.get("subject", ""))
    except ValueError:
        abort(422)


@drafts.post("/drafts", needs=Permission.DRAFT_KEEP)
def keep(session: ScopedSession) -> ResponseReturnValue:
    """204 kept; 409 its form was already sent; 413 too large; 422 nothing to keep."""
    place, fields = _place(), list(request.form.items(multi=True))
    try:
        if not packed(fields):
            abort(422)
        commands.keep(session, draft_key(), place, fields)
    except TooLargeError:
        abort(413)
    except commands.SpentError:
        abort(409)
    return Response(status=204, mimetype="text/plain")


@drafts.post("/drafts/discard", needs=Permission.DRAFT_KEEP)
def discard(session: ScopedSession) -> ResponseReturnValue:
    commands.discard(session, _place())
    session.note(detail=request.endpoint)
    flash("下書きを捨てました。", "ok")
    return redirect(own_path(request.args.get("next")) or url_for("today.home"), 303)
