"""The pages on which a 訪問時の注意 is written, corrected and withdrawn."""

from http import HTTPStatus

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.cases.models import Case
from cswtool.cautions import commands, queries
from cswtool.cautions.forms import CautionForm, NewCautionForm, TwoWorkersForm, WithdrawForm
from cswtool.cautions.models import Caution
from cswtool.db.session import ScopedSession
from cswtool.web.editing import EditPage
from cswtool.web.guarded import GuardedBlueprint

cautions = GuardedBlueprint(
    "cautions",
    url_prefix="/cases/<uuid:case_id>",
    records={"case_id": Case, "caution_id": Caution},
)

_ONE = "/cautions/<uuid:caution_id>"


def _page(case: Case, act: str, lead: str = "", submit: str = "保存する") -> EditPage:
    back = url_for("casefile.show", case_id=case.id)
    return EditPage(f"ケース {case.number}：{act}", back, f"ケース {case.number} ", lead, submit)


@cautions.get("/cautions", needs=Permission.CAUTION_KEEP)
def index(session: ScopedSession, case: Case) -> ResponseReturnValue:
    """All of a case's cautions, those that were withdrawn too."""
    found = queries.all_of(session, case)
    return render_template("cautions/index.html", case=case, cautions=found)


@cautions.get("/cautions/new", needs=Permission.CAUTION_KEEP)
def new(_session: ScopedSession, case: Case) -> ResponseReturnValue:
    return _page(case, "訪問時の注意を加える").shown(NewCautionForm())


@cautions.post("/cautions/new", endpoint="create", needs=Permission.CAUTION_KEEP)
def create(session: ScopedSession, case: Case) -> ResponseReturnValue:
    page, form = _page(case, "訪問時の注意を加える"), NewCautionForm()
    if not form.validate():
        return page.invalid(form)
    if session.get(Caution, form.new_record_id()) is None:
        commands.write(session, case, form.new_record_id(), form.to_input())
    return page.done("訪問時の注意を加えました。")


@cautions.get(_ONE, needs=Permission.CAUTION_KEEP)
def edit(_session: ScopedSession, case: Case, caution: Caution) -> ResponseReturnValue:
    return _page(case, "訪問時の注意を直す").shown(_form(caution, formdata=None))


def _form(caution: Caution, **more: None) -> CautionForm:
    return CautionForm(obj=caution, **more)


@cautions.post(_ONE, endpoint="save", needs=Permission.CAUTION_KEEP)
def save(_session: ScopedSession, case: Case, caution: Caution) -> ResponseReturnValue:
    page, form = _page(case, "訪問時の注意を直す"), _form(caution)
    if refusal := page.refused(form, _form(caution, formdata=None)):
        return refusal
    commands.change(caution, form.to_input())
    return page.done("訪問時の注意を直しました。")


def _withdrawal(case: Case, caution: Caution) -> EditPage:
    lead = f"「{caution.kind.label}：{caution.text}」を取り下げます。記録は理由とともに残ります。"
    return _page(case, "訪問時の注意を取り下げる", lead, "取り下げる")


@cautions.get(_ONE + "/withdraw", needs=Permission.CAUTION_KEEP)
def withdrawing(_session: ScopedSession, case: Case, caution: Caution) -> ResponseReturnValue:
    form = WithdrawForm(formdata=None, version=caution.version)
    return _withdrawal(case, caution).shown(form)


@cautions.post(_ONE + "/withdraw", needs=Permission.CAUTION_KEEP)
def withdraw(session: ScopedSession, case: Case, caution: Caution) -> ResponseReturnValue:
    page, form = _withdrawal(case, caution), WithdrawForm()
    if refusal := page.refused(form, WithdrawForm(formdata=None, version=caution.version)):
        return refusal
    try:
        commands.withdraw(session, caution, form.reason.data)
    except commands.AlreadyWithdrawnError:
        abort(HTTPStatus.CONFLICT)
    return page.done("訪問時の注意を取り下げました。")


def _two_page(case: Case) -> EditPage:
    lead = "しるしをつけると、ケースの画面・記録の画面・「今日」に「二人訪問」と出ます。"
    return _page(case, "二人訪問", lead)


@cautions.get("/two-workers", needs=Permission.CAUTION_KEEP)
def two_workers(_session: ScopedSession, case: Case) -> ResponseReturnValue:
    return _two_page(case).shown(TwoWorkersForm.of(case, formdata=None))


@cautions.post("/two-workers", endpoint="save_two_workers", needs=Permission.CAUTION_KEEP)
def save_two_workers(session: ScopedSession, case: Case) -> ResponseReturnValue:
    page, form = _two_page(case), TwoWorkersForm.of(case)
    if refusal := page.refused(form, TwoWorkersForm.of(case, formdata=None)):
        return refusal
    two, reason = bool(form.two_workers.data), form.two_workers_reason.data
    commands.send_two(session, case, reason, two=two)
    return page.done("二人訪問の扱いを保存しました。")
