"""The forms of a case on paper. That one was opened to print stands on the trail."""

from flask import render_template
from flask.typing import ResponseReturnValue

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.cases.models import Case
from cswtool.db.session import ScopedSession
from cswtool.drawing.genogram import genogram
from cswtool.paperwork import queries
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
