"""Urgency and complexity of a case: judged by a person, the file only suggests."""

from flask import url_for
from flask.typing import ResponseReturnValue

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.casefile.forms import ComplexityForm, UrgencyForm
from cswtool.casefile.queries import signs_of
from cswtool.casefile.rules import suggested_complexity, suggested_urgency
from cswtool.casefile.views.blueprint import casefile
from cswtool.cases.commands import judge_complexity, judge_urgency
from cswtool.cases.models import Case
from cswtool.cases.rules import Complexity, Urgency
from cswtool.db.session import ScopedSession
from cswtool.web.editing import EditPage


def _page(case: Case, what: str, suggestion: str) -> EditPage:
    back = url_for("casefile.show", case_id=case.id)
    return EditPage(f"ケース {case.number}：{what}", back, f"ケース {case.number} ", suggestion)


def _urgency_page(session: ScopedSession, case: Case) -> EditPage:
    signs = signs_of(session, case, clock.today())
    return _page(case, "緊急度", suggested_urgency(signs).told)


@casefile.get("/cases/<uuid:case_id>/urgency", needs=Permission.CASE_JUDGE)
def urgency(session: ScopedSession, case: Case) -> ResponseReturnValue:
    return _urgency_page(session, case).shown(UrgencyForm.of(case, formdata=None))


@casefile.post(
    "/cases/<uuid:case_id>/urgency", endpoint="judge_urgency", needs=Permission.CASE_JUDGE
)
def save_urgency(session: ScopedSession, case: Case) -> ResponseReturnValue:
    page, form = _urgency_page(session, case), UrgencyForm.of(case)
    if refusal := page.refused(form, UrgencyForm.of(case, formdata=None)):
        return refusal
    judge_urgency(session, case, Urgency(form.urgency.data), form.note.data)
    return page.done("緊急度を保存しました。")


def _complexity_page(session: ScopedSession, case: Case) -> EditPage:
    signs = signs_of(session, case, clock.today())
    return _page(case, "複雑さ", suggested_complexity(signs).told)


@casefile.get("/cases/<uuid:case_id>/complexity", needs=Permission.CASE_JUDGE)
def complexity(session: ScopedSession, case: Case) -> ResponseReturnValue:
    return _complexity_page(session, case).shown(ComplexityForm.of(case, formdata=None))


@casefile.post(
    "/cases/<uuid:case_id>/complexity", endpoint="judge_complexity", needs=Permission.CASE_JUDGE
)
def save_complexity(session: ScopedSession, case: Case) -> ResponseReturnValue:
    page, form = _complexity_page(session, case), ComplexityForm.of(case)
    if refusal := page.refused(form, ComplexityForm.of(case, formdata=None)):
        return refusal
    judge_complexity(session, case, Complexity(form.complexity.data), form.note.data)
    return page.done("複雑さを保存しました。")
