"""打ち手: added, corrected, and what has become of them."""

from http import HTTPStatus
from typing import Any, Final

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.db.session import ScopedSession
from cswtool.drafts.commands import spend
from cswtool.drafts.forms import keep_url, restored
from cswtool.drafts.rules import Place
from cswtool.regional import commands
from cswtool.regional.forms import ActionForm, NewActionForm, TellForm
from cswtool.regional.models import RegionalAction, RegionalActionStep, RegionalIssue
from cswtool.regional.queries import issues
from cswtool.regional.views.blueprint import ONE, regional
from cswtool.web.editing import EditPage

_ACTIONS = ONE + "/actions"
_ACTION = _ACTIONS + "/<uuid:action_id>"


_LEAD: Final = "個人や世帯がわかることは書かないでください。シートに印刷されます。"


def _new_page(issue: RegionalIssue) -> EditPage:
    back, draft_url = url_for("regional.show", regional_id=issue.id), keep_url(_new_place(issue))
    return EditPage("打ち手を加える", back, "地域課題", _LEAD, draft_url=draft_url)


def _new_place(issue: RegionalIssue) -> Place:
    return Place("regional-new-action", str(issue.id))


@regional.get(_ACTIONS + "/new", needs=Permission.REGIONAL_WRITE)
def new_action(session: ScopedSession, regional: RegionalIssue) -> ResponseReturnValue:
    draft = restored(session, _new_place(regional))
    form = NewActionForm(draft.fields if draft else None)
    return _new_page(regional).shown(form, draft)


@regional.post(_ACTIONS + "/new", endpoint="add_action", needs=Permission.REGIONAL_WRITE)
def add_action(session: ScopedSession, regional: RegionalIssue) -> ResponseReturnValue:
    form, page = NewActionForm(), _new_page(regional)
    if not form.validate():
        return page.invalid(form)
    key = form.new_record_id()
    action = session.get(RegionalAction, key)
    if action is None:
        commands.add_action(session, regional, key, form.to_input())
        spend(session, _new_place(regional), str(form.form_key.data))
    elif form.says_something_else(what=action.what):
        return page.shown(form), HTTPStatus.CONFLICT
    return page.done("打ち手を加えました。")


@regional.get(_ACTION, needs=Permission.REGIONAL_READ)
def action(
    session: ScopedSession, regional: RegionalIssue, action: RegionalAction
) -> ResponseReturnValue:
    draft = restored(session, _place(action))
    form = TellForm(draft.fields) if draft else _tell_form(action)
    return _action_page(session, regional, action, form, restored=draft)


def _tell_form(action: RegionalAction) -> TellForm:
    return TellForm(formdata=None, version=action.version, state=action.state.value)


def _place(action: RegionalAction) -> Place:
    return Place("regional-action", str(action.id))


def _action_page(
    session: ScopedSession,
    issue: RegionalIssue,
    action: RegionalAction,
    form: TellForm,
    **more: Any,
) -> str:
    return render_template(
        "regional/action.html",
        issue=issue,
        action=action,
        form=form,
        steps=issues.action_steps(session, action),
        place=_place(action),
        **more,
    )


@regional.post(_ACTION, endpoint="tell", needs=Permission.REGIONAL_WRITE)
def tell(
    session: ScopedSession, regional: RegionalIssue, action: RegionalAction
) -> ResponseReturnValue:
    form = TellForm()
    if not form.validate():
        return _action_page(session, regional, action, form), HTTPStatus.UNPROCESSABLE_ENTITY
    told = session.get(RegionalActionStep, form.new_record_id())
    if told is None:
        return _told_anew(session, action, form)
    day = clock.in_japan(told.at).date()
    if form.says_something_else(state=told.state.value, on=day, note=told.note):
        form.version.data = action.version
        return _action_page(session, regional, action, form), HTTPStatus.CONFLICT
    return redirect(_url(action), HTTPStatus.SEE_OTHER)


def _told_anew(
    session: ScopedSession, action: RegionalAction, form: TellForm
) -> ResponseReturnValue:
    if form.version.data != action.version:
        form.version.data = action.version
        page = _action_page(session, action.regional, action, form, overtaken=True)
        return page, HTTPStatus.CONFLICT
    commands.tell(session, action, form.to_input())
    spend(session, _place(action), str(form.form_key.data))
    flash("どうなったかを記録しました。", "ok")
    return redirect(_url(action), HTTPStatus.SEE_OTHER)


def _url(action: RegionalAction) -> str:
    return url_for("regional.action", regional_id=action.regional_id, action_id=action.id)


@regional.get(_ACTION + "/edit", needs=Permission.REGIONAL_WRITE)
def edit_action(
    session: ScopedSession, regional: RegionalIssue, action: RegionalAction
) -> ResponseReturnValue:
    draft = restored(session, _edit_place(action))
    form = ActionForm.of(action, formdata=draft.fields if draft else None)
    return _edit_page(regional, action).shown(form, draft)


@regional.post(_ACTION + "/edit", endpoint="save_action", needs=Permission.REGIONAL_WRITE)
def save_action(
    session: ScopedSession, regional: RegionalIssue, action: RegionalAction
) -> ResponseReturnValue:
    form, page = ActionForm.of(action), _edit_page(regional, action)
    if refusal := page.refused(form, ActionForm.of(action, formdata=None)):
        return refusal
    commands.change_action(action, form.to_input())
    session.flush()
    spend(session, _edit_place(action), str(form.form_key.data))
    return page.done("打ち手を直しました。")


def _edit_place(action: RegionalAction) -> Place:
    return Place("regional-edit-action", str(action.id))


def _edit_page(issue: RegionalIssue, action: RegionalAction) -> EditPage:
    back = url_for("regional.action", regional_id=issue.id, action_id=action.id)
    return EditPage("打ち手を直す", back, "打ち手", _LEAD, draft_url=keep_url(_edit_place(action)))
