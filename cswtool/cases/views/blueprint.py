"""The blueprint that the modules beside this one put their routes on."""

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from cswtool.cases.models import Case
from cswtool.cases.queries import is_in_sight
from cswtool.db.session import ScopedSession
from cswtool.web.guarded import GuardedBlueprint

cases = GuardedBlueprint("cases", url_prefix="/cases/<uuid:case_id>", records={"case_id": Case})


def back_to(case: Case) -> Response:
    return redirect(url_for("casefile.show", case_id=case.id), 303)


def done(session: ScopedSession, case: Case, told: str) -> Response:
    """Back to the case, or to the list where the case is now out of sight."""
    flash(told, "ok")
    if is_in_sight(session, case):
        return back_to(case)
    flash(f"ケース {case.number} は、あなたからは見えなくなりました。", "info")
    return redirect(url_for("casefile.index"), 303)
