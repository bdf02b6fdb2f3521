"""Lines of the ecomap: entered, changed, taken away. They are listed beside the picture."""

from flask import url_for
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.cases.models import Case
from cswtool.community.queries import organisations_by_kind
from cswtool.db.session import ScopedSession
from cswtool.portrait import commands
from cswtool.portrait.forms import NewTieForm, RemoveForm, TieForm
from cswtool.portrait.models import Tie
from cswtool.portrait.views.blueprint import portrait
from cswtool.web.editing import EditPage

NEEDS = Permission.PORTRAIT_EDIT
_ONE = "/ties/<uuid:tie_id>"


def _page(case: Case, title: str, lead: str = "", submit: str = "保存する") -> EditPage:
    back = url_for("portrait.ecomap", case_id=case.id)
    return EditPage(f"ケース {case.number}：{title}", back, "エコマップ", lead, submit)


@portrait.get("/ties/new", needs=NEEDS)
def new_tie(session: ScopedSession, case: Case) -> ResponseReturnValue:
    return _page(case, "つながりを加える").shown(_new_form(session))


@portrait.post("/ties/new", endpoint="add_tie", needs=NEEDS)
def add_tie(session: ScopedSession, case: Case) -> ResponseReturnValue:
    form, page = _new_form(session), _page(case, "つながりを加える")
    if not form.validate():
        return page.invalid(form)
    if session.get(Tie, form.new_record_id()) is None:
        commands.add_tie(session, form.new_record_id(), case, form.to_input())
    return page.done("つながりを加えました。")


def _new_form(session: ScopedSession) -> NewTieForm:
    form = NewTieForm()
    form.offer(organisations_by_kind(session))
    return form


@portrait.get(_ONE, needs=NEEDS)
def tie(session: ScopedSession, case: Case, tie: Tie) -> ResponseReturnValue:
    return _page(case, "つながりを直す").shown(_form(session, tie, formdata=None))


@portrait.post(_ONE, endpoint="save_tie", needs=NEEDS)
def save_tie(session: ScopedSession, case: Case, tie: Tie) -> ResponseReturnValue:
    form, page = _form(session, tie), _page(case, "つながりを直す")
    if refusal := page.refused(form, _form(session, tie, formdata=None)):
        return refusal
    commands.change_tie(tie, form.to_input())
    return page.done("つながりを直しました。")


def _form(session: ScopedSession, tie: Tie, **more: None) -> TieForm:
    """The form as posted; with `formdata=None` as the tie is stored."""
    form = TieForm.of(tie, **more)
    form.offer(organisations_by_kind(session), tie.organisation)
    return form


@portrait.get(_ONE + "/remove", needs=NEEDS)
def removing_tie(_session: ScopedSession, case: Case, tie: Tie) -> ResponseReturnValue:
    return _remove_page(case, tie).shown(RemoveForm(formdata=None, version=tie.version))


@portrait.post(_ONE + "/remove", endpoint="remove_tie", needs=NEEDS)
def remove_tie(session: ScopedSession, case: Case, tie: Tie) -> ResponseReturnValue:
    form, page = RemoveForm(), _remove_page(case, tie)
    if refusal := page.refused(form, RemoveForm(formdata=None, version=tie.version)):
        return refusal
    commands.remove(session, tie, form.why())
    return page.done("つながりを取り除きました。")


def _remove_page(case: Case, tie: Tie) -> EditPage:
    return _page(case, "つながりを取り除く", f"{tie.shown_name}：{tie.kind.label}", "取り除く")
