"""連絡票: sent by a 民生委員 on one page, read and answered by a CSW."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from cswtool.access.permissions import Permission
from cswtool.accounts.models import User
from cswtool.community.queries import towns, zones
from cswtool.db.session import ScopedSession
from cswtool.drafts.commands import spend
from cswtool.drafts.forms import Restored, restored
from cswtool.drafts.rules import Place
from cswtool.intake import commands, queries
from cswtool.intake.forms import UNKNOWN, AnswerForm, ListForm, MarkForm, SlipForm
from cswtool.intake.models import IncomingReferral
from cswtool.intake.rules import NEXT, WrongStepError
from cswtool.listings.forms import shelf
from cswtool.web.exporting import Column, Listing, asked_kind, exported, listed
from cswtool.web.guarded import GuardedBlueprint
from cswtool.web.paging import asked_page, page_of

intake = GuardedBlueprint("intake", records={"incoming_id": IncomingReferral})

_COLUMNS = (
    Column("受付番号", lambda slip: slip.number, 12),
    Column("状態", lambda slip: slip.status.label),
    Column("受付", lambda slip: slip.at, 16),
    Column("圏域", lambda slip: slip.zone.name if slip.zone else "未定"),
    Column("気になる方", lambda slip: slip.who, 24),
    Column("送った人", lambda slip: slip.author.name),
    Column("してほしいこと", lambda slip: slip.wish.label, 24),
    Column("引き受けた人", lambda slip: slip.taken_by.name if slip.taken_by else None),
)
_ONE = "/incoming/<uuid:incoming_id>"
_PLACE = Place("slip")


@intake.get("/slips/new", needs=Permission.INCOMING_SEND)
def new(session: ScopedSession) -> ResponseReturnValue:
    draft = restored(session, _PLACE)
    return _new_page(_form(session, draft.fields if draft else None), draft)


@intake.post("/slips/new", endpoint="create", needs=Permission.INCOMING_SEND)
def create(session: ScopedSession) -> ResponseReturnValue:
    form = _form(session)
    if not form.validate():
        return _new_page(form), 422
    slip = session.get(IncomingReferral, form.new_record_id())
    if slip is None:
        slip = commands.send(session, form.to_input())
        spend(session, _PLACE, str(form.form_key.data))
    elif form.says_something_else(who=slip.who, worry=slip.worry):
        return _new_page(form), 409
    return redirect(url_for("intake.receipt", incoming_id=slip.id), 303)


def _form(session: ScopedSession, fields: MultiDict[str, str] | None = None) -> SlipForm:
    """The form as it was posted, or with `fields` as it was typed before."""
    form = SlipForm(fields) if fields else SlipForm()
    sender = session.get_one(User, session.actor.id)
    form.offer_towns(towns(session), queries.district_of(session, sender.district_id))
    return form


def _new_page(form: SlipForm, draft: Restored | None = None) -> str:
    return render_template(
        "intake/new.html", form=form, unknown=UNKNOWN, restored=draft, place=_PLACE
    )


@intake.get("/slips", needs=Permission.INCOMING_SEND)
def mine(session: ScopedSession) -> ResponseReturnValue:
    """No file of it: names of neighbours do not belong on a private telephone."""
    page = page_of(session, queries.sent_by_me(session), asked_page())
    return render_template("intake/mine.html", page=page)


@intake.get("/slips/<uuid:incoming_id>", needs=Permission.INCOMING_OWN)
def receipt(_session: ScopedSession, incoming: IncomingReferral) -> ResponseReturnValue:
    return render_template("intake/receipt.html", slip=incoming)


@intake.get("/incoming", needs=Permission.INCOMING_LIST)
def index(session: ScopedSession) -> ResponseReturnValue:
    form = ListForm(request.args, meta={"csrf": False})
    form.offer(zones(session))
    wanted = form.to_wanted()
    page = listed(session, queries.listed(session, wanted))
    if asked_kind():
        return exported(session, Listing("連絡票の一覧", _COLUMNS, form, page.items, page.total))
    return render_template(
        "intake/index.html",
        form=form,
        page=page,
        shelf=shelf(session),
        restricted=queries.restricted_too(session, wanted),
    )


@intake.get(_ONE, needs=Permission.INCOMING_READ)
def show(session: ScopedSession, incoming: IncomingReferral) -> ResponseReturnValue:
    return _page(session, incoming, AnswerForm(formdata=None, version=incoming.version))


@intake.post(_ONE + "/mark", needs=Permission.INCOMING_TAKE)
def mark(session: ScopedSession, incoming: IncomingReferral) -> ResponseReturnValue:
    """連絡したことにする, 終了にする."""
    form = MarkForm()
    return _act(
        session, incoming, form, lambda: commands.move_on(session, incoming, form.to_status())
    )


@intake.post(_ONE + "/answer", needs=Permission.INCOMING_TAKE)
def answer(session: ScopedSession, incoming: IncomingReferral) -> ResponseReturnValue:
    """助言だけで答える: what was advised stays in the office."""
    form = AnswerForm()
    return _act(
        session,
        incoming,
        form,
        lambda: commands.answer(session, incoming, form.advice.data, form.to_status()),
    )


def _act(
    session: ScopedSession,
    slip: IncomingReferral,
    form: MarkForm | AnswerForm,
    act: Callable[[], None],
) -> ResponseReturnValue:
    """Do it, unless the form is faulty (422) or somebody was first (409)."""
    if not form.validate():
        return _page(session, slip, form), 422
    if form.version.data != slip.version:
        return _page(session, slip, form, overtaken=True), 409
    try:
        act()
    except WrongStepError:
        form.status.errors = [f"この連絡票は、すでに「{slip.status.label}」になっています。"]
        return _page(session, slip, form), 422
    flash(f"連絡票 {slip.number} を「{slip.status.label}」にしました。", "ok")
    return redirect(url_for("intake.show", incoming_id=slip.id), 303)


def _page(
    session: ScopedSession, slip: IncomingReferral, form: MarkForm | AnswerForm, **more: Any
) -> str:
    """The 連絡票 with its forms as they were sent, for the record as it is now."""
    form.version.data = slip.version
    answers = form if isinstance(form, AnswerForm) else AnswerForm(None, version=slip.version)
    return render_template(
        "intake/show.html",
        slip=slip,
        district=queries.district_of(session, slip.author.district_id),
        form=form,
        answers=answers,
        following=NEXT[slip.status],
        **more,
    )
