"""地域支援の活動: the list, and one activity written, corrected, withdrawn."""

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.activities import commands, queries
from cswtool.activities.forms import (
    ActivityForm,
    ListForm,
    NewActivityForm,
    Offered,
    WithdrawForm,
    form_b,
)
from cswtool.activities.models import Activity
from cswtool.activities.rules import hours
from cswtool.community.queries import organisations_by_kind, zones
from cswtool.db.session import ScopedSession
from cswtool.drafts.commands import spend
from cswtool.drafts.forms import Restored, restored
from cswtool.drafts.rules import Place
from cswtool.listings.forms import shelf
from cswtool.taxonomy.models import ChoiceKind
from cswtool.taxonomy.queries import choices
from cswtool.web.conflicts import unsettled
from cswtool.web.editing import EditPage
from cswtool.web.exporting import Column, Listing, asked_kind, exported, listed
from cswtool.web.guarded import GuardedBlueprint

activities = GuardedBlueprint("activities", records={"activity_id": Activity})

_NEW = Place("activity")
_ONE = "/activities/<uuid:activity_id>"
_COLUMNS = (
    Column("日付", lambda activity: activity.day, 12),
    Column("種類", lambda activity: activity.kind.label, 20),
    Column("会議", lambda activity: activity.meeting.label if activity.meeting else None, 20),
    Column("圏域", lambda activity: activity.shown_zone),
    Column("活動の名前", lambda activity: activity.title, 30),
    Column("時間（分）", lambda activity: activity.minutes, 10),
    Column("参加した人数", lambda activity: activity.people, 10),
    Column("検討した件数", lambda activity: activity.discussed, 10),
    Column("いっしょに行った相手", lambda activity: activity.partner_names, 40),
    Column("したこと", lambda activity: activity.done, 60),
    Column("次にすること", lambda activity: activity.next_step, 40),
    Column("書いた人", lambda activity: activity.author.name),
)
WITHDRAWN = "この記録は、もう取り下げられています。一覧で今の状態を確かめてください。"


@activities.get("/activities", needs=Permission.ACTIVITY_READ)
def index(session: ScopedSession) -> ResponseReturnValue:
    form, found = ListForm(request.args, meta={"csrf": False}), zones(session)
    years, kinds = queries.years(session, clock.today()), queries.kinds_ever(session)
    wanted = form.offer(years, found, kinds).to_wanted()
    page = listed(session, queries.listed(wanted))
    if asked_kind():
        listing = Listing("地域支援の活動", _COLUMNS, form, page.items, page.total)
        return exported(session, listing)
    shown = {"form": form, "page": page, "year": wanted.year, "hours": hours}
    asked = form_b(wanted.year, clock.today())
    return render_template("activities/index.html", shelf=shelf(session), asked=asked, **shown)


@activities.get("/activities/new", needs=Permission.ACTIVITY_WRITE)
def new(session: ScopedSession) -> ResponseReturnValue:
    draft = restored(session, _NEW)
    own = next((str(key) for key in session.actor.zone_ids), "")
    form = NewActivityForm(draft.fields) if draft else NewActivityForm(zone_id=own)
    return _new_page(session, form, draft)


@activities.post("/activities/new", endpoint="create", needs=Permission.ACTIVITY_WRITE)
def create(session: ScopedSession) -> ResponseReturnValue:
    form = NewActivityForm().offer(_offered(session))
    if not form.validate():
        return _new_page(session, form), HTTPStatus.UNPROCESSABLE_ENTITY
    activity = session.get(Activity, form.new_record_id())
    if activity is None:
        activity = commands.write(session, form.new_record_id(), form.to_input())
        spend(session, _NEW, str(form.form_key.data))
        flash("活動を記録しました。", "ok")
    elif form.says_something_else(title=activity.title, done=activity.done):
        return _new_page(session, form), HTTPStatus.CONFLICT
    return _to(activity)


def _offered(session: ScopedSession) -> Offered:
    kinds = choices(session, ChoiceKind.ACTIVITY)
    return Offered(kinds, zones(session), organisations_by_kind(session))


def _new_page(session: ScopedSession, form: NewActivityForm, draft: Restored | None = None) -> str:
    form.offer(_offered(session))
    return render_template("activities/new.html", form=form, restored=draft, place=_NEW)


def _to(activity: Activity) -> ResponseReturnValue:
    here = url_for("activities.show", activity_id=activity.id)
    return redirect(here, HTTPStatus.SEE_OTHER)


@activities.get(_ONE, needs=Permission.ACTIVITY_READ)
def show(session: ScopedSession, activity: Activity) -> ResponseReturnValue:
    activity = queries.whole(session, activity)
    return render_template("activities/show.html", activity=activity, hours=hours)


@activities.get(_ONE + "/edit", needs=Permission.ACTIVITY_WRITE)
def edit(session: ScopedSession, activity: Activity) -> ResponseReturnValue:
    if activity.withdrawn_at is not None:
        flash(WITHDRAWN, "warn")
        return _to(activity)
    draft = restored(session, _edit_place(activity))
    form = ActivityForm(draft.fields) if draft else ActivityForm.of(activity)
    return _edit_page(session, activity, form, restored=draft)


@activities.post(_ONE + "/edit", endpoint="save", needs=Permission.ACTIVITY_WRITE)
def save(session: ScopedSession, activity: Activity) -> ResponseReturnValue:
    offered = _offered(session)
    form = ActivityForm().offer(offered, activity)
    if not form.validate():
        return _edit_page(session, activity, form), HTTPStatus.UNPROCESSABLE_ENTITY
    stored = ActivityForm.of(activity).offer(offered, activity)
    if answer := unsettled(form, stored, lambda: _edit_page(session, activity, form)):
        return answer
    try:
        commands.change(activity, form.to_input())
    except commands.AlreadyWithdrawnError:
        form.form_errors.append(WITHDRAWN)
        return _edit_page(session, activity, form), HTTPStatus.CONFLICT
    return _saved(session, activity, form)


def _saved(session: ScopedSession, activity: Activity, form: ActivityForm) -> ResponseReturnValue:
    session.flush()
    spend(session, _edit_place(activity), str(form.form_key.data))
    flash("活動の記録を直しました。", "ok")
    return _to(activity)


def _edit_place(activity: Activity) -> Place:
    return Place("activity-edit", str(activity.id))


def _edit_page(session: ScopedSession, activity: Activity, form: ActivityForm, **more: Any) -> str:
    form.offer(_offered(session), activity)
    place = _edit_place(activity)
    return render_template(
        "activities/edit.html", activity=activity, form=form, place=place, **more
    )


@activities.get(_ONE + "/withdraw", endpoint="withdrawing", needs=Permission.ACTIVITY_WITHDRAW)
def withdrawing(_session: ScopedSession, activity: Activity) -> ResponseReturnValue:
    form = WithdrawForm(formdata=None, version=activity.version)
    return _withdraw_page(activity).shown(form)


@activities.post(_ONE + "/withdraw", needs=Permission.ACTIVITY_WITHDRAW)
def withdraw(session: ScopedSession, activity: Activity) -> ResponseReturnValue:
    page, form = _withdraw_page(activity), WithdrawForm()
    if refusal := page.refused(form, WithdrawForm(formdata=None, version=activity.version)):
        return refusal
    try:
        commands.withdraw(session, activity, form.reason.data)
    except commands.AlreadyWithdrawnError:
        form.form_errors.append(WITHDRAWN)
        return page.invalid(form)
    return page.done("取り下げました。数には入らなくなります。")


def _withdraw_page(activity: Activity) -> EditPage:
    back = url_for("activities.show", activity_id=activity.id)
    lead = "まちがって入れたときや、二つ入れたときに使います。記録は残り、数には入らなくなります。"
    return EditPage("活動の記録を取り下げる", back, "活動の記録", lead, "取り下げる")
