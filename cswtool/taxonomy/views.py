"""The administrator's screens for issue types and choice lists."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.db.session import ScopedSession
from cswtool.taxonomy import commands, queries
from cswtool.taxonomy.forms import (
    ChoiceForm,
    IssueForm,
    MergeForm,
    NewChoiceForm,
    NewIssueForm,
    SplitForm,
)
from cswtool.taxonomy.models import Choice, ChoiceKind, IssueType
from cswtool.web.editing import EditPage, require_as_shown
from cswtool.web.forms import Form
from cswtool.web.guarded import GuardedBlueprint

NEEDS = Permission.OFFICE_DATA
SAVED = "保存しました。"
SUCCEEDED = "まとめたか分けた課題です。課題の一覧で「元に戻す」を押してください。"
MERGING = (
    "いくつかの課題を、これからは1つの課題として数えます。これまでの相談についている課題は"
    "そのまま残り、この日より前に終わった期間の集計は変わりません。"
)
SPLITTING = (
    "これからは、分けたあとの課題を選びます。これまでの相談にはこの課題がそのまま残ります。"
    "国の29項目などは同じものから始まります。"
)
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
    except commands.SucceededError:
        form["active"].errors = [SUCCEEDED]
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
        groups=queries.issues_by_group(session, national=True),
        retired=queries.issues_by_group(session, retired=True, national=True),
        became=queries.became(session),
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


@taxonomy.get("/issues/merge", needs=NEEDS)
def merging(session: ScopedSession) -> ResponseReturnValue:
    return _merge_page().shown(_merge_form(session))


def _merge_page() -> EditPage:
    return EditPage("課題をまとめる", url_for("taxonomy.issues"), "課題", MERGING, "まとめる")


def _merge_form(session: ScopedSession) -> MergeForm:
    return MergeForm().offer(i for _, group in queries.issues_by_group(session) for i in group)


@taxonomy.post("/issues/merge", needs=NEEDS)
def merge(session: ScopedSession) -> ResponseReturnValue:
    page, form = _merge_page(), _merge_form(session)
    if not form.validate():
        return page.invalid(form)
    olds = [session.get_one(IssueType, key) for key in form.old_ids()]
    new = session.get_one(IssueType, UUID(form.new.data))
    commands.merge(session, olds, new, form.since.data)
    return page.done(f"「{new.label}」にまとめました。")


def _split_page(issue: IssueType) -> EditPage:
    title = f"「{issue.label}」を分ける"
    return EditPage(title, url_for("taxonomy.issues"), "課題", SPLITTING, "分ける")


@taxonomy.get("/issues/<uuid:issue_id>/split", needs=NEEDS)
def splitting(_session: ScopedSession, issue: IssueType) -> ResponseReturnValue:
    return _split_page(issue).shown(SplitForm())


@taxonomy.post("/issues/<uuid:issue_id>/split", needs=NEEDS)
def split(session: ScopedSession, issue: IssueType) -> ResponseReturnValue:
    page, form = _split_page(issue), SplitForm()
    if not form.validate():
        return page.invalid(form)
    if session.get(IssueType, form.new_record_id()) is not None:
        return page.done(SAVED)
    if not issue.active:
        abort(HTTPStatus.CONFLICT)
    try:
        commands.split(session, issue, form.to_input(), form.since.data)
    except commands.LabelTakenError:
        form.parts.errors = [LABEL_TAKEN]
        return page.invalid(form)
    return page.done("分けました。分けたあとの課題の国の29項目を確かめてください。")


@taxonomy.post("/issues/<uuid:issue_id>/bring-back", needs=NEEDS)
def bring_back(session: ScopedSession, issue: IssueType) -> ResponseReturnValue:
    require_as_shown(issue)
    commands.bring_back(session, issue)
    flash(f"「{issue.label}」をまた選べるようにしました。", "ok")
    return redirect(url_for("taxonomy.issues"), HTTPStatus.SEE_OTHER)


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
