"""The list of 地域課題; one is read, written, corrected and taken on."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.accounts.queries import case_staff
from cswtool.community.queries import zones
from cswtool.db.session import ScopedSession
from cswtool.drafts.commands import spend
from cswtool.drafts.forms import Restored, restored
from cswtool.drafts.rules import Place
from cswtool.listings.forms import shelf
from cswtool.regional import commands
from cswtool.regional.forms import IssueForm, ListForm, NewIssueForm, Offered, StepForm
from cswtool.regional.models import RegionalIssue, RegionalStep
from cswtool.regional.queries import evidence, issues
from cswtool.regional.queries.sheet import texts_of, wording_of
from cswtool.regional.rules.bands import band
from cswtool.regional.rules.course import (
    COURSE,
    NEEDS_WORDS,
    NEXT,
    RESULTS,
    State,
    WrongStepError,
    next_review,
)
from cswtool.regional.rules.sheet import typed_of
from cswtool.regional.views.blueprint import ONE, regional, to_issue
from cswtool.taxonomy.models import ChoiceKind
from cswtool.taxonomy.queries import choices
from cswtool.web.conflicts import unsettled
from cswtool.web.exporting import Column, Listing, asked_kind, exported, listed
from cswtool.web.forms import clean

_NEW = Place("regional")
_BECOMES_RESULT = (
    "定着・提案のときのメモは「結果」の欄にも入り、シートに印刷されます。"
    "だれのことかわかることは書かないでください。"
)


def _columns(numbers: dict[Any, int]) -> tuple[Column, ...]:
    """What stands behind an issue is told as a band, for the file leaves the program."""
    return (
        Column("課題名", lambda one: one.title, 40),
        Column("圏域", lambda one: one.shown_zone),
        Column("状態", lambda one: one.state.label, 10),
        Column("いつから", lambda one: one.state_on, 12),
        Column("根拠となった世帯", lambda one: band(numbers[one.id]), 16),
        Column("期間のはじめ", lambda one: one.evidence_first, 12),
        Column("期間のおわり", lambda one: one.evidence_last or "現在", 12),
        Column("出す場", lambda one: one.forum.label if one.forum else "未定", 24),
        Column("足りない資源", lambda one: one.missing, 40),
        Column("次に見直す日", lambda one: one.review_on, 12),
        Column("結果", lambda one: one.result, 40),
        Column("担当", lambda one: one.owner.name),
    )


@regional.get("/regional", needs=Permission.REGIONAL_READ)
def index(session: ScopedSession) -> ResponseReturnValue:
    form, today = asked_list(session), clock.today()
    page = listed(session, issues.listed(form.to_wanted(), today))
    numbers = evidence.households(session, page.items, today)
    if asked_kind():
        listing = Listing("地域課題の一覧", _columns(numbers), form, page.items, page.total)
        return exported(session, listing)
    shown = {"form": form, "page": page, "numbers": numbers, "today": today}
    return render_template("regional/index.html", shelf=shelf(session), **shown)


def asked_list(session: ScopedSession) -> ListForm:
    """The list as the address says."""
    form = ListForm.of(request.args.to_dict())
    return form.offer(zones(session), choices(session, ChoiceKind.FORUM))


@regional.get("/regional/new", needs=Permission.REGIONAL_WRITE)
def new(session: ScopedSession) -> ResponseReturnValue:
    """Empty, or about what was noticed elsewhere: ?zone=…&about=…, words that name nobody."""
    noticed, draft = _noticed(), restored(session, _new_place())
    own = next((str(key) for key in session.actor.zone_ids), "")
    about, zone_id = noticed.get("about", ""), noticed.get("zone", own)
    form = NewIssueForm(draft.fields) if draft else begun(session, zone_id, about)
    return _new_page(session, form, draft)


def _noticed() -> dict[str, str]:
    """What the address says of a 気づき; nothing where it says none."""
    about = clean(request.args.get("about", "")[:100])
    return {"zone": request.args.get("zone", ""), "about": about} if about else {}


def _new_place() -> Place:
    """Of each 気づき its own: what was begun of one does not stand in the way of another."""
    noticed = _noticed()
    if not noticed:
        return _NEW
    return Place("regional-noticed", str(uuid5(NAMESPACE_URL, urlencode(noticed))))


def begun(session: ScopedSession, zone_id: str, about: str = "") -> NewIssueForm:
    """A form with the 圏域 and whoever writes it filled in, and what it began with."""
    trigger = f"{about}が増えている（気づきの一覧から）。" if about else ""
    owner_id = str(session.actor.id)
    return NewIssueForm(formdata=None, zone_id=zone_id, owner_id=owner_id, trigger=trigger)


@regional.post("/regional/new", endpoint="create", needs=Permission.REGIONAL_WRITE)
def create(session: ScopedSession) -> ResponseReturnValue:
    form = NewIssueForm().offer(offered(session))
    if not form.validate():
        return _new_page(session, form), HTTPStatus.UNPROCESSABLE_ENTITY
    issue = session.get(RegionalIssue, form.new_record_id())
    if issue is None:
        issue = commands.write(session, form.new_record_id(), form.to_input())
        spend(session, _new_place(), str(form.form_key.data))
        flash("地域課題を「気づき」として書きました。", "ok")
    elif form.says_something_else(title=issue.title, trigger=issue.trigger):
        return _new_page(session, form), HTTPStatus.CONFLICT
    return to_issue(issue)


def offered(session: ScopedSession) -> Offered:
    return Offered(zones(session), choices(session, ChoiceKind.FORUM), case_staff(session))


def _new_page(session: ScopedSession, form: NewIssueForm, draft: Restored | None = None) -> str:
    form.offer(offered(session))
    asked = urlencode(_noticed())
    here = url_for("regional.new") + (f"?{asked}" if asked else "")
    more = {"restored": draft, "place": _new_place(), "here": here, "case": None}
    return render_template("regional/new.html", form=form, **more)


@regional.get(ONE, needs=Permission.REGIONAL_READ)
def show(session: ScopedSession, regional: RegionalIssue) -> ResponseReturnValue:
    draft = restored(session, _step_place(regional))
    form = StepForm(draft.fields) if draft else _step_form(regional)
    return _page(session, regional, form, restored=draft)


def _step_place(issue: RegionalIssue) -> Place:
    return Place("regional-step", str(issue.id))


def _step_form(issue: RegionalIssue) -> StepForm:
    review_on = next_review(issue.review_on, clock.today())
    return StepForm(formdata=None, version=issue.version, review_on=review_on)


def _page(session: ScopedSession, issue: RegionalIssue, form: StepForm, **more: Any) -> str:
    today, steps = clock.today(), issues.steps_of(session, issue)
    actions, texts = issues.actions_of(session, issue), texts_of(issue)
    return render_template(
        "regional/show.html",
        issue=issues.whole(session, issue),
        form=form,
        steps=steps,
        course=_course(steps),
        following=NEXT[issue.state],
        note_hint=_note_hint(issue),
        actions=actions,
        evidence=evidence.evidence_of(session, issue, today),
        number=evidence.households(session, [issue], today)[issue.id],
        texts=texts,
        wording=wording_of(session, issue.id, typed_of(issue.title, texts, actions)),
        today=today,
        place=_step_place(issue),
        **more,
    )


def _course(
    steps: Sequence[RegionalStep],
) -> list[tuple[State, RegionalStep | None, bool]]:
    """Each state of the way with the step that led there last, and whether it lies behind."""
    before = [None, *(step.state for step in steps)]
    arrivals = (step for step, state in zip(steps, before, strict=False) if step.state != state)
    reached = {step.state: step for step in arrivals}
    furthest = max((COURSE.index(state) for state in reached if state in COURSE), default=-1)
    return [(state, reached.get(state), place < furthest) for place, state in enumerate(COURSE)]


def _note_hint(issue: RegionalIssue) -> str:
    needed = [
        (state.act, NEEDS_WORDS[state]) for state in NEXT[issue.state] if state in NEEDS_WORDS
    ]
    asked = "".join(f"「{act}」のときは、「{word}」を書いてください。" for act, word in needed)
    becomes = RESULTS & set(NEXT[issue.state]) and not issue.result
    return asked + (_BECOMES_RESULT if becomes else "")


@regional.post(ONE + "/step", needs=Permission.REGIONAL_WRITE)
def step(session: ScopedSession, regional: RegionalIssue) -> ResponseReturnValue:
    form = StepForm()
    form.earliest = regional.state_on
    if not form.validate():
        return _page(session, regional, form), HTTPStatus.UNPROCESSABLE_ENTITY
    if form.version.data != regional.version:
        form.version.data = regional.version
        return _page(session, regional, form, overtaken=True), HTTPStatus.CONFLICT
    try:
        commands.take_step(session, regional, form.to_input())
    except WrongStepError:
        form.state.errors = [_wrong_step(regional)]
        return _page(session, regional, form), HTTPStatus.UNPROCESSABLE_ENTITY
    spend(session, _step_place(regional), str(form.form_key.data))
    flash(f"「{regional.state.label}」として記録しました。", "ok")
    return to_issue(regional)


def _wrong_step(issue: RegionalIssue) -> str:
    allowed = "・".join(f"「{state.label}」" for state in NEXT[issue.state])
    return f"今は「{issue.state.label}」です。次に進められるのは{allowed}です。"


@regional.get(ONE + "/edit", needs=Permission.REGIONAL_WRITE)
def edit(session: ScopedSession, regional: RegionalIssue) -> ResponseReturnValue:
    draft = restored(session, _edit_place(regional))
    form = IssueForm(draft.fields) if draft else IssueForm.of(regional)
    return _edit_page(session, regional, form, restored=draft)


@regional.post(ONE + "/edit", endpoint="save", needs=Permission.REGIONAL_WRITE)
def save(session: ScopedSession, regional: RegionalIssue) -> ResponseReturnValue:
    lists = offered(session)
    form = IssueForm().offer(lists, regional)
    if not form.validate():
        return _edit_page(session, regional, form), HTTPStatus.UNPROCESSABLE_ENTITY
    stored = IssueForm.of(regional).offer(lists, regional)
    if answer := unsettled(form, stored, lambda: _edit_page(session, regional, form)):
        return answer
    commands.change(regional, form.to_input())
    session.flush()
    spend(session, _edit_place(regional), str(form.form_key.data))
    flash("地域課題を直しました。", "ok")
    return to_issue(regional)


def _edit_place(issue: RegionalIssue) -> Place:
    return Place("regional-edit", str(issue.id))


def _edit_page(session: ScopedSession, issue: RegionalIssue, form: IssueForm, **more: Any) -> str:
    form.offer(offered(session), issue)
    place = _edit_place(issue)
    return render_template("regional/edit.html", issue=issue, form=form, place=place, **more)
