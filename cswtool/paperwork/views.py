"""The forms of a case on paper. That one was opened to print stands on the trail."""

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.cases.models import Case
from cswtool.db.session import ScopedSession
from cswtool.drafts.forms import Restored, restored
from cswtool.drafts.rules import Place
from cswtool.drawing.genogram import genogram
from cswtool.paperwork import queries
from cswtool.paperwork.forms import CopyForm, PeriodForm, copy_form
from cswtool.web.guarded import GuardedBlueprint

_DESC = "家族の一人ひとりは、この用紙の世帯の構成の表にもあります。"

paperwork = GuardedBlueprint("paperwork", records={"case_id": Case})


@paperwork.get("/cases/<uuid:case_id>/print/reception", needs=Permission.CASE_PRINT)
def reception(session: ScopedSession, case: Case) -> ResponseReturnValue:
    session.note(case, detail="print: 相談受付票")
    form = queries.reception_of(session, case)
    return render_template("paperwork/reception.html", form=form, today=clock.today())


@paperwork.get("/cases/<uuid:case_id>/print/assessment", needs=Permission.CASE_PRINT)
def assessment(session: ScopedSession, case: Case) -> ResponseReturnValue:
    session.note(case, detail="print: アセスメントシート")
    form = queries.assessment_of(session, case)
    family = form.kinship.family
    picture = genogram(family, title="ジェノグラム", desc=_DESC) if family.figures else None
    return render_template(
        "paperwork/assessment.html", form=form, picture=picture, today=clock.today()
    )


@paperwork.get("/cases/<uuid:case_id>/print/course", needs=Permission.CASE_PRINT)
def course(session: ScopedSession, case: Case) -> ResponseReturnValue:
    session.note(case, detail="print: 経過一覧")
    form = queries.course_of(session, case)
    return render_template("paperwork/course.html", form=form, today=clock.today())


@paperwork.get("/cases/<uuid:case_id>/disclosure", needs=Permission.CASE_DISCLOSE)
def decide(session: ScopedSession, case: Case) -> ResponseReturnValue:
    """Passage by passage: what may go into a copy for somebody who asks for disclosure."""
    draft = restored(session, _copy_place(case))
    asked = request.args or (draft.fields if draft else None)
    period = PeriodForm(asked, meta={"csrf": False})
    if not asked or not period.validate():
        return _decide_page(case, period)
    told = queries.told_of(session, case, period.first.data, period.last.data)
    form = copy_form(told, **({"formdata": draft.fields} if draft else {}))
    return _decide_page(case, period, told, form, draft)


@paperwork.post(
    "/cases/<uuid:case_id>/disclosure",
    endpoint="copy",
    needs=Permission.CASE_DISCLOSE,
    reads=True,
)
def copy(session: ScopedSession, case: Case) -> ResponseReturnValue:
    """The copy itself. Printed from the answer: it is kept nowhere but on the paper."""
    period = PeriodForm(request.form, meta={"csrf": False})
    if not period.validate():
        return _decide_page(case, period), 422
    told = queries.told_of(session, case, period.first.data, period.last.data)
    form = copy_form(told)
    if not form.validate():
        return _decide_page(case, period, told, form), 422
    session.note(case, detail="print: 開示用の写し")
    return _copy_page(session, case, period, told, form)


def _copy_place(case: Case) -> Place:
    return Place("disclosure-copy", str(case.id))


def _decide_page(
    case: Case,
    period: PeriodForm,
    told: Sequence[queries.Told] = (),
    form: CopyForm | None = None,
    draft: Restored | None = None,
) -> str:
    return render_template(
        "paperwork/decide.html",
        case=case,
        period=period,
        told=told,
        form=form,
        restored=draft,
        place=_copy_place(case),
    )


def _copy_page(
    session: ScopedSession,
    case: Case,
    period: PeriodForm,
    told: Sequence[queries.Told],
    form: CopyForm,
) -> str:
    headed, guarded = queries.head_of(session, case)
    return render_template(
        "paperwork/copy.html",
        case=headed,
        guarded=guarded,
        period=period,
        told=told,
        form=form,
        today=clock.today(),
    )
