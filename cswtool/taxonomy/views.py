"""The administrator's screens for issue types and choice lists."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.db.session import ScopedSession
from cswtool.taxonomy import commands, queries
from cswtool.taxonomy.forms import ChoiceForm, IssueForm, NewChoiceForm, NewIssueForm
from cswtool.taxonomy.models import Choice, ChoiceKind, IssueType
from cswtool.web.editing import EditPage, require_as_shown
from cswtool.web.forms import Form
from cswtool.web.guarded import GuardedBlueprint

NEEDS = Permission.OFFICE_DATA
SAVED = "保存しました。"
LABEL_TAKEN = "この名前はもうあります。別の名前にするか、そちらを直してください。"

taxonomy = GuardedBlueprint(
    "taxonomy", url_prefix="/office", records={"issue_id": IssueType, "choice_id": Choice}
)


def _saved(page: EditPage, form: Form, save: Callable[[], None]) -> ResponseReturnValue:
    try:
        save()
    except commands.LabelTakenError:
        form["label"].errors = [LABEL_TAKEN]
        return page.invalid(form)
    return page.done(SAVED)


def _confirmed(record: IssueType | Choice, listed_at: str) -> ResponseReturnValue:
    require_as_shown(record)
    commands.confirm(record)
    flash("確認済みにしました。", "ok")
    return redirect(url_for(listed_at, _anchor=f"row-{record.id}"), HTTPStatus.SEE_OTHER)


@taxonomy.get("/issues", needs=NEEDS)
def issues(session: ScopedSession) -> ResponseReturnValue:
    return render_template(
        "taxonomy/issues.html",
        groups=queries.issues_by_group(session),
        retired=queries.issues_by_group(session, retired=True),
        national={item.number: item.label for item in queries.national_issues(session)},
    )


def _issue_page(title: str) -> EditPage:
    return EditPage(title, url_for("taxonomy.issues"), "課題")


def _new_issue_form(session: ScopedSession) -> NewIssueForm:
    return NewIssueForm().offer(queries.groups(session), queries.national_issues(session))


@taxonomy.get("/issues/new", needs=NEEDS)
def new_issue(session: ScopedSession) -> ResponseReturnValue:
    return _issue_page("課題を加える").shown(_new_issue_form(session))


@taxonomy.post("/issues/new", needs=NEEDS)
def create_issue(session: ScopedSession) -> ResponseReturnValue:
    page, form = _issue_page("課題を加える"), _new_issue_form(session)
    if not form.validate():
        return page.invalid(form)
    new_id = form.new_record_id()
    if session.get(IssueType, new_id) is not None:
        return page.done(SAVED)
    new = IssueType(id=new_id, code=new_id.hex)
    return _saved(page, form, partial(commands.save_issue, session, new, form.to_input()))


def _issue_form(session: ScopedSession, issue: IssueType, **more: None) -> IssueForm:
    numbers = issue.national_numbers
    first = numbers[0] if numbers else None
    form = IssueForm(obj=issue, first_national=first, other_national=numbers[1:], **more)
    return form.offer(queries.groups(session), queries.national_issues(session))


@taxonomy.get("/issues/<uuid:issue_id>", needs=NEEDS)
def issue(session: ScopedSession, issue: IssueType) -> ResponseReturnValue:
    return _issue_page("課題を直す").shown(_issue_form(session, issue))


@taxonomy.post("/issues/<uuid:issue_id>", needs=NEEDS)
def save_issue(session: ScopedSession, issue: IssueType) -> ResponseReturnValue:
    page, form = _issue_page("課題を直す"), _issue_form(session, issue)
    if refusal := page.refused(form, _issue_form(session, issue, formdata=None)):
        return refusal
    return _saved(page, form, partial(commands.save_issue, session, issue, form.to_input()))


@taxonomy.post("/issues/<uuid:issue_id>/confirm", needs=NEEDS)
def confirm_issue(_session: ScopedSession, issue: IssueType) -> ResponseReturnValue:
    return _confirmed(issue, "taxonomy.issues")


@taxonomy.get("/choices", needs=NEEDS)
def choices(session: ScopedSession) -> ResponseReturnValue:
    lists = [
        (kind, [*queries.choices(session, kind), *queries.choices(session, kind, retired=True)])
        for kind in ChoiceKind
    ]
    return render_template("taxonomy/choices.html", lists=lists)


def _choice_page(title: str) -> EditPage:
    return EditPage(title, url_for("taxonomy.choices"), "選択肢")


@taxonomy.get("/choices/new", needs=NEEDS)
def new_choice(_session: ScopedSession) -> ResponseReturnValue:
    return _choice_page("選択肢を加える").shown(NewChoiceForm(kind=request.args.get("kind")))


@taxonomy.post("/choices/new", needs=NEEDS)
def create_choice(session: ScopedSession) -> ResponseReturnValue:
    page, form = _choice_page("選択肢を加える"), NewChoiceForm()
    if not form.validate():
        return page.invalid(form)
    new_id = form.new_record_id()
    if session.get(Choice, new_id) is not None:
        return page.done(SAVED)
    new = Choice(id=new_id, code=new_id.hex, kind=ChoiceKind(form.kind.data))
    return _saved(page, form, partial(commands.save_choice, session, new, form.to_input()))


@taxonomy.get("/choices/<uuid:choice_id>", needs=NEEDS)
def choice(_session: ScopedSession, choice: Choice) -> ResponseReturnValue:
    return _choice_page(f"{choice.kind.label}を直す").shown(ChoiceForm(obj=choice))


@taxonomy.post("/choices/<uuid:choice_id>", needs=NEEDS)
def save_choice(session: ScopedSession, choice: Choice) -> ResponseReturnValue:
    page, form = _choice_page(f"{choice.kind.label}を直す"), ChoiceForm(obj=choice)
    if refusal := page.refused(form, ChoiceForm(obj=choice, formdata=None)):
        return refusal
    return _saved(page, form, partial(commands.save_choice, session, choice, form.to_input()))


@taxonomy.post("/choices/<uuid:choice_id>/confirm", needs=NEEDS)
def confirm_choice(_session: ScopedSession, choice: Choice) -> ResponseReturnValue:
    return _confirmed(choice, "taxonomy.choices")
