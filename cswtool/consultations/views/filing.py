"""A one-off record is put into a case later, and taken out again."""

from http import HTTPStatus

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.cases.queries import by_number
from cswtool.consultations import commands, queries
from cswtool.consultations.forms import FilingForm
from cswtool.consultations.models import Consultation
from cswtool.consultations.views.blueprint import consultations
from cswtool.db.session import ScopedSession
from cswtool.register.queries import case_once_numbered
from cswtool.web.editing import EditPage, TapForm

_ONE = "/consultations/<uuid:consultation_id>/case"
_LEAD = (
    "この記録を、今あるケースに入れます。新しいケースにするときは、先に「さがす」から"
    "ケースをはじめて、その番号を入れてください。入れたことは「直した履歴」に残ります。"
)

_STAYS = "この記録は、ケースから外せません（はじめからの記録か、添付や閲覧の制限があります）。"


def _page(contact: Consultation) -> EditPage:
    back = url_for("consultations.show", consultation_id=contact.id)
    return EditPage("相談記録をケースに入れる", back, "相談記録", _LEAD, "ケースに入れる")


def _form(contact: Consultation, **more: None) -> FilingForm:
    return FilingForm(version=contact.version, **more)


@consultations.get(_ONE, needs=Permission.CONSULTATION_EDIT)
def filing(_session: ScopedSession, consultation: Consultation) -> ResponseReturnValue:
    if consultation.case_id is not None:
        return _not_now(consultation, "この記録は、もうケースに入っています。")
    return _page(consultation).shown(_form(consultation, formdata=None))


def _not_now(contact: Consultation, why: str) -> ResponseReturnValue:
    flash(why, "info")
    return redirect(url_for("consultations.show", consultation_id=contact.id), 303)


@consultations.post(_ONE, endpoint="file", needs=Permission.CONSULTATION_EDIT)
def file(session: ScopedSession, consultation: Consultation) -> ResponseReturnValue:
    page, form = _page(consultation), _form(consultation)
    if refusal := page.refused(form, _form(consultation, formdata=None)):
        return refusal
    if consultation.case_id is not None:
        abort(HTTPStatus.CONFLICT)
    typed = form.number.data
    case = by_number(session, typed) or case_once_numbered(session, typed)
    if case is None:
        form.refuse_number()
        return page.invalid(form)
    commands.file_into(session, consultation, case)
    return page.done(f"ケース {case.number} に入れました。まちがいなら、この画面から外せます。")


def _taking_out(contact: Consultation) -> EditPage:
    back = url_for("consultations.show", consultation_id=contact.id)
    lead = "この記録をケースから外し、ケースなしの記録に戻します。履歴は残ります。"
    return EditPage("相談記録をケースから外す", back, "相談記録", lead, "ケースから外す")


@consultations.get(_ONE + "/out", needs=Permission.CONSULTATION_EDIT)
def taking_out(session: ScopedSession, consultation: Consultation) -> ResponseReturnValue:
    if not queries.may_be_taken_out(session, consultation):
        return _not_now(consultation, _STAYS)
    return _taking_out(consultation).shown(TapForm(formdata=None, version=consultation.version))


@consultations.post(_ONE + "/out", needs=Permission.CONSULTATION_EDIT)
def take_out(session: ScopedSession, consultation: Consultation) -> ResponseReturnValue:
    page, form = _taking_out(consultation), TapForm()
    if refusal := page.refused(form, TapForm(formdata=None, version=consultation.version)):
        return refusal
    if not queries.may_be_taken_out(session, consultation):
        abort(HTTPStatus.CONFLICT)
    commands.file_into(session, consultation, None)
    return page.done("ケースから外しました。")
