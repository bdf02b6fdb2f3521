"""Plans of a case: written, decided, revised, evaluated, printed."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.cases.models import Case
from cswtool.cases.queries import is_guarded, members_of
from cswtool.db.session import ScopedSession
from cswtool.drafts.commands import spend
from cswtool.drafts.forms import Restored, restored
from cswtool.drafts.queries import drafts_at
from cswtool.drafts.rules import Place
from cswtool.plans import commands, queries
from cswtool.plans.forms import DecideForm, EvaluationForm, NewPlanForm, PlanForm
from cswtool.plans.models import Evaluation, Plan
from cswtool.plans.rules import PlanAct, WrongActError, refusal
from cswtool.taxonomy.models import Choice, ChoiceKind
from cswtool.taxonomy.queries import choices
from cswtool.web.conflicts import unsettled
from cswtool.web.editing import require_as_shown
from cswtool.web.guarded import GuardedBlueprint

plans = GuardedBlueprint("plans", records={"case_id": Case, "plan_id": Plan})


@plans.get("/cases/<uuid:case_id>/plans/new", needs=Permission.PLAN_ADD)
def new(session: ScopedSession, case: Case) -> ResponseReturnValue:
    draft = restored(session, _new_place(case))
    form = NewPlanForm(formdata=draft.fields if draft else None)
    return _new_page(session, case, form, draft)


@plans.post("/cases/<uuid:case_id>/plans/new", endpoint="create", needs=Permission.PLAN_ADD)
def create(session: ScopedSession, case: Case) -> ResponseReturnValue:
    form = NewPlanForm()
    form.offer(choices(session, ChoiceKind.SERVICE))
    if not form.validate():
        return _new_page(session, case, form), 422
    key = form.new_record_id()
    plan = session.get(Plan, key)
    if plan is None:
        plan = commands.write(session, case, key, form.to_input())
        spend(session, _new_place(case), str(form.form_key.data))
        flash(f"プラン{plan.title}の案を保存しました。", "ok")
    return redirect(_url(plan), 303)


def _new_place(case: Case) -> Place:
    return Place("plan", str(case.id))


def _new_page(
    session: ScopedSession, case: Case, form: NewPlanForm, draft: Restored | None = None
) -> str:
    form.offer(choices(session, ChoiceKind.SERVICE))
    return render_template(
        "plans/new.html", case=case, form=form, restored=draft, place=_new_place(case)
    )


@plans.get("/plans/<uuid:plan_id>", needs=Permission.PLAN_READ)
def show(session: ScopedSession, plan: Plan) -> ResponseReturnValue:
    return _page(session, plan, DecideForm(formdata=None, version=plan.version))


def _page(session: ScopedSession, plan: Plan, form: DecideForm, **more: Any) -> str:
    before, after = queries.neighbours(session, plan)
    return render_template(
        "plans/show.html",
        plan=queries.whole(session, plan),
        evaluation=queries.evaluation_of(session, plan),
        before=before,
        after=after,
        form=form,
        unsent=_left_behind(session, plan),
        today=clock.today(),
        **more,
    )


def _left_behind(session: ScopedSession, plan: Plan) -> list[str]:
    """The pages with what the actor was typing when the plan moved on."""
    pages = (
        (PlanAct.EDIT, _edit_place(plan), "plans.edit"),
        (PlanAct.EVALUATE, _evaluation_place(plan), "plans.evaluation"),
    )
    return [
        url_for(endpoint, plan_id=plan.id)
        for act, place, endpoint in pages
        if not plan.allows(act) and drafts_at(session, place)
    ]


@plans.get("/plans/<uuid:plan_id>/edit", needs=Permission.PLAN_WRITE)
def edit(session: ScopedSession, plan: Plan) -> ResponseReturnValue:
    draft = restored(session, _edit_place(plan))
    if draft is None and not plan.allows(PlanAct.EDIT):
        return _refused(session, plan, PlanAct.EDIT)
    form = PlanForm(formdata=draft.fields) if draft else _stored_form(session, plan)
    if not plan.allows(PlanAct.EDIT):
        form.form_errors.append(refusal(plan.status, PlanAct.EDIT))
    return _edit_page(session, plan, form, restored=draft)


@plans.post("/plans/<uuid:plan_id>/edit", endpoint="save", needs=Permission.PLAN_WRITE)
def save(session: ScopedSession, plan: Plan) -> ResponseReturnValue:
    form = PlanForm()
    form.offer(choices(session, ChoiceKind.SERVICE), plan)
    if not form.validate():
        return _edit_page(session, plan, form), 422
    stored = _stored_form(session, plan)
    if answer := unsettled(form, stored, lambda: _edit_page(session, plan, form)):
        return answer
    try:
        commands.change(plan, form.to_input())
    except WrongActError:
        form.form_errors.append(refusal(plan.status, PlanAct.EDIT))
        return _edit_page(session, plan, form), 422
    return _saved(session, plan, form)


def _saved(session: ScopedSession, plan: Plan, form: PlanForm) -> ResponseReturnValue:
    session.flush()
    spend(session, _edit_place(plan), str(form.form_key.data))
    flash("プランの案を直しました。", "ok")
    return redirect(_url(plan), 303)


def _edit_place(plan: Plan) -> Place:
    return Place("plan-edit", str(plan.id))


def _stored_form(session: ScopedSession, plan: Plan) -> PlanForm:
    form = PlanForm.of(plan, queries.lines_of(session, plan))
    form.offer(choices(session, ChoiceKind.SERVICE), plan)
    return form


def _edit_page(session: ScopedSession, plan: Plan, form: PlanForm, **more: Any) -> str:
    form.offer(choices(session, ChoiceKind.SERVICE), plan)
    return render_template("plans/edit.html", plan=plan, form=form, place=_edit_place(plan), **more)


def _refused(session: ScopedSession, plan: Plan, act: PlanAct) -> ResponseReturnValue:
    """The plan as it stands, and why this cannot be done to it."""
    form = DecideForm(formdata=None, version=plan.version)
    return _page(session, plan, form, refused=refusal(plan.status, act)), 422


@plans.post("/plans/<uuid:plan_id>/decide", needs=Permission.PLAN_WRITE)
def decide(session: ScopedSession, plan: Plan) -> ResponseReturnValue:
    form = DecideForm()
    if not form.validate():
        return _page(session, plan, form), 422
    if form.version.data != plan.version:
        form.version.data = plan.version
        return _page(session, plan, form, overtaken=True), 409
    try:
        commands.decide(session, plan, form.on.data)
    except WrongActError:
        return _refused(session, plan, PlanAct.DECIDE)
    if form.remind.data and plan.monitoring_on:
        commands.remind(session, plan, plan.case)
    return _done(plan, f"プラン{plan.title}を決定にしました。")


@plans.post("/plans/<uuid:plan_id>/revise", needs=Permission.PLAN_WRITE)
def revise(session: ScopedSession, plan: Plan) -> ResponseReturnValue:
    require_as_shown(plan)
    try:
        revised = commands.revise(session, plan)
    except WrongActError:
        return _refused(session, plan, PlanAct.REVISE)
    flash(
        f"{plan.title}を写して、{revised.title}の案を作りました。期間と内容を直してください。", "ok"
    )
    return redirect(url_for("plans.edit", plan_id=revised.id), 303)


@plans.get("/plans/<uuid:plan_id>/evaluate", endpoint="evaluation", needs=Permission.PLAN_WRITE)
def evaluation(session: ScopedSession, plan: Plan) -> ResponseReturnValue:
    draft = restored(session, _evaluation_place(plan))
    if draft is None and not plan.allows(PlanAct.EVALUATE):
        return _refused(session, plan, PlanAct.EVALUATE)
    form = EvaluationForm(formdata=draft.fields) if draft else None
    form = form or EvaluationForm(formdata=None, version=plan.version)
    if not plan.allows(PlanAct.EVALUATE):
        form.form_errors.append(refusal(plan.status, PlanAct.EVALUATE))
    return _evaluation_page(session, plan, form, restored=draft)


@plans.post("/plans/<uuid:plan_id>/evaluate", needs=Permission.PLAN_WRITE)
def evaluate(session: ScopedSession, plan: Plan) -> ResponseReturnValue:
    form = _offered(session, EvaluationForm())
    if not form.validate():
        return _evaluation_page(session, plan, form), 422
    if session.get(Evaluation, form.new_record_id()) is not None:
        return redirect(_url(plan), 303)
    if form.version.data != plan.version:
        form.version.data = plan.version
        stored = queries.evaluation_of(session, plan)
        return _evaluation_page(session, plan, form, overtaken=True, stored=stored), 409
    return _evaluated(session, plan, form)


def _evaluated(session: ScopedSession, plan: Plan, form: EvaluationForm) -> ResponseReturnValue:
    try:
        commands.evaluate(session, plan, form.to_input())
    except WrongActError:
        form.form_errors.append(refusal(plan.status, PlanAct.EVALUATE))
        return _evaluation_page(session, plan, form), 422
    spend(session, _evaluation_place(plan), str(form.form_key.data))
    return _done(plan, f"プラン{plan.title}の評価を保存しました。")


def _evaluation_place(plan: Plan) -> Place:
    return Place("plan-evaluation", str(plan.id))


def _offered(session: ScopedSession, form: EvaluationForm) -> EvaluationForm:
    form.offer(choices(session, ChoiceKind.CHANGE), choices(session, ChoiceKind.ENDING))
    return form


def _evaluation_page(session: ScopedSession, plan: Plan, form: EvaluationForm, **more: Any) -> str:
    place = _evaluation_place(plan)
    form = _offered(session, form)
    return render_template("plans/evaluate.html", plan=plan, form=form, place=place, **more)


@plans.get("/plans/<uuid:plan_id>/print", endpoint="sheet", needs=Permission.PLAN_READ)
def sheet(session: ScopedSession, plan: Plan) -> ResponseReturnValue:
    """プラン on paper, to be signed. That it was opened to print stands on the trail."""
    session.note(plan, detail="print: プラン")
    plan = queries.whole(session, plan)
    chosen = {row.choice_id: row.choice for row in plan.services}
    return render_template(
        "plans/sheet.html",
        plan=plan,
        offered=_with_kept(choices(session, ChoiceKind.SERVICE), chosen),
        chosen=chosen,
        guarded=is_guarded(members_of(session, plan.case)),
        today=clock.today(),
    )


def _with_kept(words: Sequence[Choice], chosen: Mapping[UUID, Choice]) -> list[Choice]:
    """A list as it is offered now, and what was chosen from it before a word was retired."""
    return [*words, *(word for word in chosen.values() if word not in words)]


@plans.get("/plans/<uuid:plan_id>/evaluation/print", needs=Permission.PLAN_READ)
def evaluation_sheet(session: ScopedSession, plan: Plan) -> ResponseReturnValue:
    """評価シート; before the evaluation is written, a blank one to write on."""
    session.note(plan, detail="print: 評価シート")
    found = queries.evaluation_of(session, plan)
    return render_template(
        "plans/evaluation_sheet.html",
        plan=queries.whole(session, plan),
        evaluation=found,
        guarded=is_guarded(members_of(session, plan.case)),
        today=clock.today(),
        **_ticked(session, found),
    )


def _ticked(session: ScopedSession, found: Evaluation | None) -> dict[str, Any]:
    """The lists of an evaluation and what was chosen from them."""
    chosen = {row.choice_id: row.choice for row in found.changes} if found else {}
    ended = {found.ending_id: found.ending} if found else {}
    return {
        "changes": _with_kept(choices(session, ChoiceKind.CHANGE), chosen),
        "chosen": chosen,
        "endings": _with_kept(choices(session, ChoiceKind.ENDING), ended),
        "ended": ended,
    }


def _done(plan: Plan, message: str) -> ResponseReturnValue:
    flash(message, "ok")
    return redirect(_url(plan), 303)


def _url(plan: Plan) -> str:
    return url_for("plans.show", plan_id=plan.id)
