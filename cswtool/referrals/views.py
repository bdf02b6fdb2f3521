"""つなぎ: passing a household on to an organisation, and what became of it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.accounts.forms import staff_choices
from cswtool.cases.models import Case
from cswtool.cases.queries import workers_to_filter
from cswtool.community.forms import zone_filter
from cswtool.community.queries import organisations_by_kind, zones
from cswtool.db.session import ScopedSession
from cswtool.drafts.commands import spend
from cswtool.drafts.forms import Restored, restored
from cswtool.drafts.queries import drafts_at
from cswtool.drafts.rules import Place
from cswtool.listings.forms import shelf
from cswtool.referrals import commands, queries
from cswtool.referrals.forms import ListForm, NewReferralForm, ReferralForm, StepForm
from cswtool.referrals.models import Referral, ReferralStep
from cswtool.referrals.rules import (
    COURSE,
    ENDED_ON_THE_WAY,
    NEEDS_WORDS,
    NEXT,
    ReferralStatus,
    WrongStepError,
)
from cswtool.web.conflicts import unsettled
from cswtool.web.exporting import Column, Listing, asked_kind, exported, listed
from cswtool.web.guarded import GuardedBlueprint

referrals = GuardedBlueprint("referrals", records={"case_id": Case, "referral_id": Referral})

_COLUMNS = (
    Column("つなぎ先", lambda referral: referral.organisation.name, 30),
    Column("ケース", lambda referral: referral.case.number, 10),
    Column("状態", lambda referral: referral.status.label),
    Column("いつから", lambda referral: referral.status_on, 12),
    Column("圏域", lambda referral: referral.case.zone.name if referral.case.zone else "未定"),
    Column("主担当", lambda referral: referral.case.primary.name),
)
_ONE = "/cases/<uuid:case_id>/referrals/<uuid:referral_id>"


@referrals.get("/referrals", needs=Permission.REFERRAL_LIST)
def index(session: ScopedSession) -> ResponseReturnValue:
    asked = MultiDict({"show": queries.OPEN_LIST, **request.args.to_dict()})
    form, today = ListForm(asked, meta={"csrf": False}), clock.today()
    form.zone.choices = zone_filter(zones(session))
    form.worker.choices = staff_choices(workers_to_filter(session), "すべて")
    wanted = form.to_wanted()
    page = listed(session, queries.listed(wanted, today))
    if asked_kind():
        return exported(session, Listing("つなぎの一覧", _COLUMNS, form, page.items, page.total))
    restricted = queries.restricted_too(session, wanted, today)
    shown = {"form": form, "page": page, "restricted": restricted, "today": today}
    return render_template("referrals/index.html", shelf=shelf(session), **shown)


@referrals.get("/cases/<uuid:case_id>/referrals/new", needs=Permission.REFERRAL_ADD)
def new(session: ScopedSession, case: Case) -> ResponseReturnValue:
    draft = restored(session, _place(case))
    return _new_page(case, _form(session, draft.fields if draft else None), draft)


@referrals.post(
    "/cases/<uuid:case_id>/referrals/new", endpoint="create", needs=Permission.REFERRAL_ADD
)
def create(session: ScopedSession, case: Case) -> ResponseReturnValue:
    form = _form(session)
    if not form.validate():
        return _new_page(case, form), 422
    referral = session.get(Referral, form.new_record_id())
    if referral is None:
        referral = commands.write(session, case, form.new_record_id(), form.to_input())
        spend(session, _place(case), str(form.form_key.data))
        flash("つなぎを作成しました。相手に送ったら「送付した」を押してください。", "ok")
    elif form.says_something_else(purpose=referral.purpose, shared=referral.shared):
        return _new_page(case, form), 409
    return redirect(_url(referral), 303)


def _place(case: Case) -> Place:
    return Place("referral", str(case.id))


def _form(session: ScopedSession, fields: MultiDict[str, str] | None = None) -> NewReferralForm:
    """The form as it was posted, or with `fields` as it was typed before."""
    form = NewReferralForm(fields) if fields else NewReferralForm()
    form.offer(organisations_by_kind(session))
    return form


def _new_page(case: Case, form: NewReferralForm, draft: Restored | None = None) -> str:
    return render_template(
        "referrals/new.html", case=case, form=form, restored=draft, place=_place(case)
    )


@referrals.get(_ONE, needs=Permission.REFERRAL_READ)
def show(session: ScopedSession, case: Case, referral: Referral) -> ResponseReturnValue:
    form = StepForm(formdata=None, version=referral.version)
    return _page(session, case, referral, form)


@referrals.get(_ONE + "/edit", needs=Permission.REFERRAL_STEP)
def edit(session: ScopedSession, case: Case, referral: Referral) -> ResponseReturnValue:
    draft = restored(session, _edit_place(referral))
    if draft is None and not referral.is_correctable:
        flash(_SENT_ALREADY, "info")
        return redirect(_url(referral), 303)
    form = ReferralForm(formdata=draft.fields) if draft else ReferralForm.of(referral)
    if not referral.is_correctable:
        form.form_errors.append(_SENT_ALREADY)
    return _edit_page(session, case, referral, form, draft)


@referrals.post(_ONE + "/edit", endpoint="save", needs=Permission.REFERRAL_STEP)
def save(session: ScopedSession, case: Case, referral: Referral) -> ResponseReturnValue:
    form, stored = ReferralForm(), ReferralForm.of(referral)
    for one in (form, stored):
        one.offer(organisations_by_kind(session), referral.organisation)
    if not form.validate():
        return _edit_page(session, case, referral, form), 422
    if not referral.is_correctable:
        form.form_errors.append(_SENT_ALREADY)
        return _edit_page(session, case, referral, form), 409
    if answer := unsettled(form, stored, lambda: _edit_page(session, case, referral, form)):
        return answer
    commands.correct(referral, form.to_input())
    spend(session, _edit_place(referral), str(form.form_key.data))
    flash("つなぎの内容を直しました。", "ok")
    return redirect(_url(referral), 303)


_SENT_ALREADY = (
    "送付したあとは、相手に伝えた内容なので直せません。"
    "違っていたときは相手に伝え、次の段階のメモに残してください。"
)


def _edit_place(referral: Referral) -> Place:
    return Place("referral-edit", str(referral.id))


def _edit_page(
    session: ScopedSession,
    case: Case,
    referral: Referral,
    form: ReferralForm,
    draft: Restored | None = None,
) -> str:
    form.offer(organisations_by_kind(session), referral.organisation)
    return render_template(
        "referrals/edit.html",
        case=case,
        referral=referral,
        form=form,
        restored=draft,
        place=_edit_place(referral),
    )


@referrals.post(_ONE + "/step", needs=Permission.REFERRAL_STEP)
def step(session: ScopedSession, case: Case, referral: Referral) -> ResponseReturnValue:
    form = StepForm()
    form.earliest = referral.status_on
    if not form.validate():
        return _page(session, case, referral, form), 422
    if form.version.data != referral.version:
        form.version.data = referral.version
        return _page(session, case, referral, form, overtaken=True), 409
    try:
        commands.take_step(session, referral, form.to_input())
    except WrongStepError:
        form.status.errors = [_wrong_step(referral)]
        return _page(session, case, referral, form), 422
    flash(f"「{referral.status.label}」にしました。", "ok")
    return redirect(_url(referral), 303)


def _wrong_step(referral: Referral) -> str:
    allowed = "・".join(f"「{status.label}」" for status in NEXT[referral.status]) or "ありません"
    return f"今は「{referral.status.label}」です。次に進められるのは{allowed}です。"


def _page(
    session: ScopedSession, case: Case, referral: Referral, form: StepForm, **more: Any
) -> str:
    steps = queries.with_steps(session, referral)
    reached = {entry.status: entry for entry in steps}
    return render_template(
        "referrals/show.html",
        case=case,
        referral=referral,
        form=form,
        steps=steps,
        course=_course(reached),
        following=NEXT[referral.status],
        ended_on_the_way=ENDED_ON_THE_WAY,
        note_hint=_note_hint(referral),
        unsent=not referral.is_correctable and drafts_at(session, _edit_place(referral)),
        **more,
    )


def _course(
    reached: dict[ReferralStatus, ReferralStep],
) -> list[tuple[ReferralStatus, ReferralStep | None, bool]]:
    """Each state of the way with the step that led there, and whether it lies behind."""
    furthest = max((COURSE.index(status) for status in reached if status in COURSE), default=-1)
    return [(s, reached.get(s), place < furthest) for place, s in enumerate(COURSE)]


def _note_hint(referral: Referral) -> str:
    words = ((status.act, NEEDS_WORDS.get(status)) for status in NEXT[referral.status])
    return "".join(f"「{act}」のときは、{word}を書いてください。" for act, word in words if word)


@referrals.get(_ONE + "/sheet", needs=Permission.REFERRAL_READ)
def sheet(session: ScopedSession, case: Case, referral: Referral) -> ResponseReturnValue:
    """つなぎ書 for the organisation. That it was opened to print stands on the trail."""
    session.note(referral, detail="print: つなぎ書")
    return render_template(
        "referrals/sheet.html", case=case, referral=referral, today=clock.today()
    )


def _url(referral: Referral) -> str:
    return url_for("referrals.show", case_id=referral.case_id, referral_id=referral.id)
