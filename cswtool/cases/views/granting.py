"""Who may see a case beside its workers."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.accounts.models import User
from cswtool.cases import commands
from cswtool.cases.forms import EndGrantForm, GrantForm
from cswtool.cases.models import Case
from cswtool.cases.queries import grants_of, may_be_granted
from cswtool.cases.views.blueprint import cases, done
from cswtool.db.session import ScopedSession
from cswtool.sight.models import CaseGrant


@cases.get("/grants", needs=Permission.CASE_GRANT)
def grants(session: ScopedSession, case: Case) -> ResponseReturnValue:
    return _grants_page(session, case, GrantForm(formdata=None))


@cases.post("/grants", endpoint="grant", needs=Permission.CASE_GRANT)
def grant(session: ScopedSession, case: Case) -> ResponseReturnValue:
    form = GrantForm()
    key = form.new_record_id()
    if session.get(CaseGrant, key) is None:
        form.offer_colleagues(may_be_granted(session, case))
        if not form.validate():
            return _grants_page(session, case, form), 422
        user = session.get_one(User, UUID(form.colleague.data))
        commands.grant(session, case, key, user, form.reason.data)
        flash(f"{user.name} さんも、このケースを見られるようになりました。", "ok")
    return redirect(url_for("cases.grants", case_id=case.id), 303)


def _grants_page(
    session: ScopedSession, case: Case, form: GrantForm, ending: EndGrantForm | None = None
) -> str:
    form.offer_colleagues(may_be_granted(session, case))
    return render_template(
        "cases/grants.html",
        case=case,
        form=form,
        ending=ending,
        grants=grants_of(session, case),
    )


@cases.post("/grants/end", needs=Permission.CASE_GRANT)
def end_grant(session: ScopedSession, case: Case) -> ResponseReturnValue:
    form, held = EndGrantForm(), grants_of(session, case)
    form.offer(held)
    if not form.validate():
        return _grants_page(session, case, GrantForm(formdata=None), form), 422
    commands.end_grant(session, case, session.get_one(CaseGrant, UUID(form.grant.data)))
    return done(session, case, "閲覧の許可を取り消しました。")
