"""Next steps, from a case or from the list of the day."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.accounts.forms import staff_choices
from cswtool.cases.models import Case
from cswtool.db.session import ScopedSession
from cswtool.tasks import commands, queries
from cswtool.tasks.forms import EditTaskForm, NewTaskForm
from cswtool.tasks.models import Task
from cswtool.tasks.rules import soon
from cswtool.web.conflicts import unsettled
from cswtool.web.guarded import GuardedBlueprint
from cswtool.web.paths import own_path

tasks = GuardedBlueprint("tasks", records={"case_id": Case, "task_id": Task})


def _back() -> ResponseReturnValue:
    """To the page the person came from, which names itself in `next`."""
    return redirect(own_path(request.args.get("next")) or url_for("today.home"), 303)


@tasks.get("/cases/<uuid:case_id>/tasks/new", needs=Permission.TASK_ADD)
def new(session: ScopedSession, case: Case) -> ResponseReturnValue:
    return _new_page(session, case, NewTaskForm(owner_id=str(session.actor.id)))


def _new_page(session: ScopedSession, case: Case, form: NewTaskForm) -> str:
    form.owner_id.choices = staff_choices(queries.possible_owners(session, case))
    return render_template("tasks/new.html", form=form, case=case, soon=soon(clock.today()))


@tasks.post("/cases/<uuid:case_id>/tasks", needs=Permission.TASK_ADD)
def add(session: ScopedSession, case: Case) -> ResponseReturnValue:
    form = NewTaskForm()
    form.owner_id.choices = staff_choices(queries.possible_owners(session, case))
    if not form.validate():
        return _new_page(session, case, form), 422
    key = form.new_record_id()
    task = session.get(Task, key)
    if task is None:
        commands.add(session, form.to_input(), case_id=case.id, task_id=key)
    elif form.says_something_else(title=task.title, due_on=task.due_on):
        return _new_page(session, case, form), 409
    flash("次の対応を入れました。", "ok")
    return _back()


@tasks.post("/tasks/<uuid:task_id>/done", needs=Permission.TASK_DO)
def done(session: ScopedSession, task: Task) -> ResponseReturnValue:
    commands.done(session, task)
    session.note(task, detail="done")
    flash("済みにしました。", "ok")
    return _back()


@tasks.post("/tasks/<uuid:task_id>/reopen", needs=Permission.TASK_DO)
def reopen(session: ScopedSession, task: Task) -> ResponseReturnValue:
    commands.reopen(task)
    session.note(task, detail="reopened")
    flash("まだ済んでいない対応に戻しました。", "ok")
    return _back()


@tasks.get("/tasks/<uuid:task_id>/edit", needs=Permission.TASK_DO)
def edit(session: ScopedSession, task: Task) -> ResponseReturnValue:
    return _edit_page(session, task, _stored(session, task))


def _stored(session: ScopedSession, task: Task) -> EditTaskForm:
    """The form as the record stands now."""
    fields = {"title": task.title, "due_on": task.due_on, "owner_id": str(task.owner_id)}
    form = EditTaskForm(formdata=None, version=task.version, **fields)
    form.owner_id.choices = _owners(session, task)
    return form


def _edit_page(session: ScopedSession, task: Task, form: EditTaskForm) -> str:
    form.owner_id.choices = _owners(session, task)
    return render_template("tasks/edit.html", form=form, task=task, soon=soon(clock.today()))


def _owners(session: ScopedSession, task: Task) -> list[SelectChoice]:
    return staff_choices(queries.possible_owners(session, task.case))


@tasks.post("/tasks/<uuid:task_id>/edit", endpoint="save", needs=Permission.TASK_DO)
def save(session: ScopedSession, task: Task) -> ResponseReturnValue:
    form = EditTaskForm()
    form.owner_id.choices = _owners(session, task)
    if not form.validate():
        return _edit_page(session, task, form), 422
    stored = _stored(session, task)
    if refusal := unsettled(form, stored, lambda: _edit_page(session, task, form)):
        return refusal
    commands.change(task, form.to_input())
    flash("次の対応を直しました。", "ok")
    return _back()
