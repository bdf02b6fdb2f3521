"""From a case to its 地域課題: an issue is chosen or begun, and the case stands behind it."""

from http import HTTPStatus

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.cases.models import Case
from cswtool.cases.queries import is_guarded, members_of
from cswtool.db.session import ScopedSession
from cswtool.drafts.commands import spend
from cswtool.drafts.forms import Restored, restored
from cswtool.drafts.rules import Place
from cswtool.regional import commands
from cswtool.regional.forms import NewIssueForm
from cswtool.regional.models import RegionalEvidence, RegionalIssue
from cswtool.regional.queries import issues
from cswtool.regional.views.blueprint import ONE, regional, to_issue
from cswtool.regional.views.issues import begun, offered

_OF_CASE = "/cases/<uuid:case_id>/regional"


@regional.get(_OF_CASE, needs=Permission.REGIONAL_LINK)
def choose(session: ScopedSession, case: Case) -> ResponseReturnValue:
    return render_template(
        "regional/choose.html",
        case=case,
        linked=issues.of_case(session, case),
        found=issues.to_choose(session, case),
    )


@regional.post(_OF_CASE + "/<uuid:regional_id>", needs=Permission.REGIONAL_LINK)
def link(session: ScopedSession, case: Case, regional: RegionalIssue) -> ResponseReturnValue:
    commands.link(session, regional, case)
    flash(f"ケース {case.number} を、この地域課題の根拠にしました。", "ok")
    return to_issue(regional)


@regional.get(_OF_CASE + "/new", needs=Permission.REGIONAL_LINK)
def new_from_case(session: ScopedSession, case: Case) -> ResponseReturnValue:
    draft = restored(session, _place(case))
    form = NewIssueForm(draft.fields) if draft else begun(session, _told_zone(session, case))
    return _new_page(session, case, form, draft)


def _told_zone(session: ScopedSession, case: Case) -> str:
    """The 圏域 of a case, unless that says where somebody is who must not be found."""
    if case.restricted or is_guarded(members_of(session, case)):
        return ""
    return str(case.zone_id or "")


@regional.post(_OF_CASE + "/new", endpoint="create_from_case", needs=Permission.REGIONAL_LINK)
def create_from_case(session: ScopedSession, case: Case) -> ResponseReturnValue:
    form = NewIssueForm().offer(offered(session))
    if not form.validate():
        return _new_page(session, case, form), HTTPStatus.UNPROCESSABLE_ENTITY
    issue = session.get(RegionalIssue, form.new_record_id())
    if issue is not None and form.says_something_else(title=issue.title, trigger=issue.trigger):
        return _new_page(session, case, form), HTTPStatus.CONFLICT
    issue = issue or _written(session, case, form)
    commands.link(session, issue, case)
    return to_issue(issue)


def _written(session: ScopedSession, case: Case, form: NewIssueForm) -> RegionalIssue:
    issue = commands.write(session, form.new_record_id(), form.to_input())
    spend(session, _place(case), str(form.form_key.data))
    flash(f"地域課題を書き、ケース {case.number} をその根拠にしました。", "ok")
    return issue


def _place(case: Case) -> Place:
    return Place("regional", str(case.id))


def _new_page(
    session: ScopedSession, case: Case, form: NewIssueForm, draft: Restored | None = None
) -> str:
    form.offer(offered(session))
    here = {"place": _place(case), "here": url_for("regional.new_from_case", case_id=case.id)}
    return render_template("regional/new.html", form=form, restored=draft, case=case, **here)


@regional.post(ONE + "/evidence/<uuid:evidence_id>/remove", needs=Permission.REGIONAL_LINK)
def unlink(
    session: ScopedSession, regional: RegionalIssue, evidence: RegionalEvidence
) -> ResponseReturnValue:
    commands.unlink(session, evidence)
    flash("根拠から外しました。まちがえたときは、ケースの画面から戻せます。", "ok")
    return to_issue(regional)
