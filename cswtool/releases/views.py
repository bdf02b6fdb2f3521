"""外に出す文章: written and checked, decided about, released by a second person."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.db.session import ScopedSession
from cswtool.drafts.commands import spend
from cswtool.drafts.forms import Restored, keep_url, restored
from cswtool.drafts.rules import Place
from cswtool.releases import commands, queries
from cswtool.releases.forms import (
    AskForm,
    NewTextForm,
    SendBackForm,
    TextForm,
    VignetteForm,
    decide_form,
)
from cswtool.releases.models import Release
from cswtool.releases.rules import Purpose, ReleaseStatus, WrongStateError, pieces
from cswtool.releases.rules.vignette import LEAST_HOUSEHOLDS, TooFewError, opening
from cswtool.web.conflicts import unsettled
from cswtool.web.editing import EditPage, require_as_shown
from cswtool.web.guarded import GuardedBlueprint
from cswtool.web.paging import asked_page, page_of

releases = GuardedBlueprint("releases", records={"release_id": Release})

_NEW = Place("release")
_ASK = "ask-"
"""Before the names of the second form of the page."""
WRONG_STATE = (
    "この文章は、もう別の段階に進んでいるか、まだ決めていない語があります。"
    "この画面で今の状態を確かめてください。"
)
TOO_FEW = (
    f"事業所のケースがまだ{LEAST_HOUSEHOLDS}世帯に足りず、"
    "だれのことかわからないように広げられません。"
)
FOUND_ANEW = "もう一度確かめたところ、新しく見つかった語があります。書いた人に戻しました。"
NOT_CHECKED = (
    "確認のしくみが動かず、もう一度確かめられませんでした。書いた人に戻しました。"
    "少し待って、文章を保存し直してから、もう一度頼んでもらってください。"
)
CHANGED = (
    "この画面を開いたあとに文章が変わりました。見つかった語を見直してから、もう一度決めてください。"
)


@releases.get("/releases", needs=Permission.RELEASE_READ)
def index(session: ScopedSession) -> ResponseReturnValue:
    page = page_of(session, queries.released(), asked_page())
    mine, withdrawn = queries.mine(session), queries.withdrawn(session)
    return render_template("releases/index.html", mine=mine, withdrawn=withdrawn, page=page)


@releases.get("/releases/new", needs=Permission.RELEASE_WRITE)
def new(session: ScopedSession) -> ResponseReturnValue:
    draft = restored(session, _NEW)
    return _new_page(NewTextForm(formdata=draft.fields if draft else None), draft)


def _new_page(form: NewTextForm, draft: Restored | None = None, **more: Any) -> str:
    return render_template("releases/new.html", form=form, restored=draft, place=_NEW, **more)


@releases.post("/releases/new", endpoint="create", needs=Permission.RELEASE_WRITE)
def create(session: ScopedSession) -> ResponseReturnValue:
    form = NewTextForm()
    if not form.validate():
        return _new_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    key = form.new_record_id()
    stored = session.get(Release, key)
    if stored is None:
        stored = commands.write(session, form.to_input(), key)
        spend(session, _NEW, str(form.form_key.data))
    elif form.says_something_else(text=stored.text):
        return _new_page(form), HTTPStatus.CONFLICT
    return _to(stored)


def _to(release: Release) -> ResponseReturnValue:
    return redirect(url_for("releases.show", release_id=release.id), HTTPStatus.SEE_OTHER)


@releases.post("/releases/begun", needs=Permission.RELEASE_WRITE, reads=True)
def begun(_session: ScopedSession) -> ResponseReturnValue:
    """The form with a text that was written elsewhere; nothing is kept before it is sent."""
    sent = NewTextForm()
    known = (sent.purpose, sent.destination, sent.text, sent.regional)
    fields = {field.name: field.data for field in known}
    return _new_page(NewTextForm(formdata=None, **fields))


@releases.get("/releases/story", needs=Permission.RELEASE_WRITE)
def story(_session: ScopedSession) -> ResponseReturnValue:
    return render_template("releases/story.html", form=VignetteForm(formdata=None))


@releases.post("/releases/story", endpoint="tell", needs=Permission.RELEASE_WRITE, reads=True)
def tell(session: ScopedSession) -> ResponseReturnValue:
    """Reads only: the numbers of the cases lead to a beginning, and are kept nowhere."""
    form = VignetteForm()
    if not form.validate():
        return _story_refused(form)
    found = queries.called(session, form.typed())
    if form.says_missing([number for number, case in found.items() if case is None]):
        return _story_refused(form)
    try:
        told = queries.story_of(session, [c for c in found.values() if c], clock.today())
    except TooFewError:
        form.form_errors.append(TOO_FEW)
        return _story_refused(form)
    begun = NewTextForm(formdata=None, purpose=Purpose.VIGNETTE.value, text=opening(told))
    return _new_page(begun, story=told)


def _story_refused(form: VignetteForm) -> ResponseReturnValue:
    page = render_template("releases/story.html", form=form)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY


@releases.get("/releases/<uuid:release_id>", needs=Permission.RELEASE_READ)
def show(session: ScopedSession, release: Release) -> ResponseReturnValue:
    return _page(session, release)


def _page(session: ScopedSession, release: Release, **more: Any) -> str:
    blank = {"formdata": None, "version": release.version}
    found = release.standing if release.is_checked else []
    ask_form = more.pop("ask_form", None) or AskForm(prefix=_ASK, **blank)
    ask_form.offer(queries.possible_readers(session))
    return render_template(
        "releases/show.html",
        release=release,
        found=found,
        pieces=pieces(release.text, found),
        form=more.pop("form", None) or decide_form(found, **blank),
        ask_form=ask_form,
        **more,
    )


@releases.get("/releases/<uuid:release_id>/edit", needs=Permission.RELEASE_EDIT)
def edit(session: ScopedSession, release: Release) -> ResponseReturnValue:
    if release.status is not ReleaseStatus.WRITING:
        return _too_late(release)
    draft = restored(session, _edit_place(release))
    form = TextForm(formdata=draft.fields) if draft else TextForm.of(release)
    return _edit_page(release, form, restored=draft)


def _edit_place(release: Release) -> Place:
    return Place("release-edit", str(release.id))


def _edit_page(release: Release, form: TextForm, **more: Any) -> str:
    place = _edit_place(release)
    return render_template("releases/edit.html", release=release, form=form, place=place, **more)


def _too_late(release: Release) -> ResponseReturnValue:
    flash(WRONG_STATE, "warn")
    return _to(release)


@releases.post("/releases/<uuid:release_id>/edit", endpoint="save", needs=Permission.RELEASE_EDIT)
def save(session: ScopedSession, release: Release) -> ResponseReturnValue:
    form = TextForm()
    if not form.validate():
        return _edit_page(release, form), HTTPStatus.UNPROCESSABLE_ENTITY
    if answer := unsettled(form, TextForm.of(release), lambda: _edit_page(release, form)):
        return answer
    try:
        commands.change(session, release, form.to_input())
    except WrongStateError:
        form.form_errors.append(WRONG_STATE)
        return _edit_page(release, form), HTTPStatus.CONFLICT
    spend(session, _edit_place(release), str(form.form_key.data))
    return _to(release)


@releases.post("/releases/<uuid:release_id>/decide", needs=Permission.RELEASE_EDIT)
def decide(session: ScopedSession, release: Release) -> ResponseReturnValue:
    if not release.is_open:  # the form cannot come back; the error page shows what was typed
        abort(HTTPStatus.CONFLICT)
    found = release.standing
    form = decide_form(found)
    if form.version.data != release.version:
        form.version.data = release.version
        form.form_errors.append(CHANGED)
        return _page(session, release, form=form), HTTPStatus.CONFLICT
    if not form.validate() or not form.is_reasoned(found):
        return _page(session, release, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    commands.decide(session, release, form.decisions(found))
    if form.rest.data:
        flash("見つかった語を案のとおりに直しました。文章を読み直してください。", "ok")
    return _to(release)


@releases.post("/releases/<uuid:release_id>/ask", needs=Permission.RELEASE_EDIT)
def ask(session: ScopedSession, release: Release) -> ResponseReturnValue:
    form = AskForm(prefix=_ASK)
    form.offer(queries.possible_readers(session))
    if not form.validate():
        return _page(session, release, ask_form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    if form.version.data != release.version:
        return _too_late(release)
    try:
        commands.ask(release, UUID(form.reader.data))
    except WrongStateError:
        return _too_late(release)
    flash("二人目の確認を頼みました。相手の「今日」に出ます。", "ok")
    return _to(release)


@releases.post("/releases/<uuid:release_id>/take-back", needs=Permission.RELEASE_EDIT)
def take_back(_session: ScopedSession, release: Release) -> ResponseReturnValue:
    require_as_shown(release)
    try:
        commands.take_back(release)
    except WrongStateError:
        return _too_late(release)
    return _to(release)


@releases.post("/releases/<uuid:release_id>/release", needs=Permission.RELEASE_ANSWER)
def let_go(session: ScopedSession, release: Release) -> ResponseReturnValue:
    require_as_shown(release)
    try:
        released = commands.let_go(session, release)
    except WrongStateError:
        return _too_late(release)
    if released:
        flash("公開できる文章にしました。この文章のまま使えます。", "ok")
    else:
        flash(FOUND_ANEW if release.is_checked else NOT_CHECKED, "warn")
    return _to(release)


def _send_back_page(release: Release) -> EditPage:
    back = url_for("releases.show", release_id=release.id)
    lead = "書いた人の「今日」に出ます。文章は残り、直してもう一度頼めます。"
    draft_url = keep_url(_back_place(release))
    return EditPage(
        "外に出す文章を差し戻す", back, "外に出す文章", lead, "差し戻す", draft_url=draft_url
    )


def _back_place(release: Release) -> Place:
    return Place("release-back", str(release.id))


@releases.get("/releases/<uuid:release_id>/send-back", needs=Permission.RELEASE_ANSWER)
def sending_back(session: ScopedSession, release: Release) -> ResponseReturnValue:
    draft = restored(session, _back_place(release))
    form = SendBackForm(formdata=draft.fields if draft else None, version=release.version)
    return _send_back_page(release).shown(form, draft)


@releases.post("/releases/<uuid:release_id>/send-back", needs=Permission.RELEASE_ANSWER)
def send_back(session: ScopedSession, release: Release) -> ResponseReturnValue:
    page, form = _send_back_page(release), SendBackForm()
    if refusal := page.refused(form, SendBackForm(formdata=None, version=release.version)):
        return refusal
    try:
        commands.send_back(release, form.note.data)
    except WrongStateError:
        form.form_errors.append(WRONG_STATE)
        return page.shown(form), HTTPStatus.CONFLICT
    spend(session, _back_place(release), str(form.form_key.data))
    flash("差し戻しました。", "ok")
    return _to(release)


@releases.post("/releases/<uuid:release_id>/withdraw", needs=Permission.RELEASE_WITHDRAW)
def withdraw(session: ScopedSession, release: Release) -> ResponseReturnValue:
    require_as_shown(release)
    try:
        commands.withdraw(release)
    except WrongStateError:
        return _too_late(release)
    flash("取りやめました。この文章は外に出せません。", "ok")
    if session.actor.id in {release.author_id, release.to_id}:
        return _to(release)
    return redirect(url_for("releases.index"), HTTPStatus.SEE_OTHER)  # out of sight from now on
