"""Texts that are added to a record later."""

from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.consultations import commands
from cswtool.consultations.forms import AddendumForm
from cswtool.consultations.models import Addendum, Consultation
from cswtool.consultations.views.blueprint import consultations, page_after
from cswtool.consultations.views.late import begun_in_time, forget_correction
from cswtool.consultations.views.together import add_to_others, addendum_offer
from cswtool.db.session import ScopedSession
from cswtool.drafts.commands import spend
from cswtool.drafts.forms import Restored, restored
from cswtool.drafts.rules import Place


@consultations.get(
    "/consultations/<uuid:consultation_id>/addenda/new", needs=Permission.CONSULTATION_EDIT
)
def addendum(session: ScopedSession, consultation: Consultation) -> ResponseReturnValue:
    draft = restored(session, _addendum_place(consultation))
    begun = begun_in_time(session, consultation)
    if draft and not any(one.is_asked_for for one in begun):
        form = AddendumForm(formdata=draft.fields)
        rest = [one.draft for one in begun if one.draft.form_key != form.correction.data]
        return addendum_page(session, consultation, form, restored=draft, others=rest)
    if begun:
        rest = [*(one.draft for one in begun[1:]), *filter(None, [draft])]
        return addendum_page(session, consultation, begun[0].form, too_late=True, others=rest)
    return addendum_page(session, consultation, AddendumForm(formdata=None))


@consultations.post(
    "/consultations/<uuid:consultation_id>/addenda/new",
    endpoint="add_addendum",
    needs=Permission.CONSULTATION_EDIT,
)
def add_addendum(session: ScopedSession, consultation: Consultation) -> ResponseReturnValue:
    form = AddendumForm()
    if not form.validate():
        return addendum_page(session, consultation, form), 422
    stored = session.get(Addendum, form.new_record_id())
    if stored is not None and form.says_something_else(text=stored.text):
        return addendum_page(session, consultation, form), 409
    if stored is None:
        commands.add_to(session, form.new_record_id(), consultation, form.text.data)
        spend(session, _addendum_place(consultation), str(form.form_key.data))
        forget_correction(session, consultation, form)
        flash("追記しました。", "ok")
        add_to_others(session, consultation, form)
    return redirect(page_after(consultation), 303)


def _addendum_place(consultation: Consultation) -> Place:
    return Place("addendum", str(consultation.id))


def addendum_page(
    session: ScopedSession,
    consultation: Consultation,
    form: AddendumForm,
    *,
    restored: Restored | None = None,
    **more: Any,
) -> str:
    """`too_late`: the form shows a correction; `others`: what was begun here besides."""
    return render_template(
        "consultations/addendum.html",
        consultation=consultation,
        form=form,
        restored=restored,
        together=addendum_offer(session, consultation, restored),
        place=_addendum_place(consultation),
        back=page_after(consultation),
        **more,
    )
