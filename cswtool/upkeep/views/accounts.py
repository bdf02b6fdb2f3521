"""Accounts: who there is, inviting, changing, disabling with a handing over."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.accounts.commands import Invited, LoginTakenError, add_user, enable, invite
from cswtool.accounts.models import Invitation, User
from cswtool.accounts.queries import case_staff
from cswtool.accounts.rules import INVITATION_LIFE
from cswtool.community.queries import districts, organisations_by_kind, zones
from cswtool.db.session import ScopedSession
from cswtool.upkeep import commands, queries
from cswtool.upkeep.forms import (
    AccountSearchForm,
    HandoverForm,
    InviteForm,
    NewUserForm,
    UserForm,
    handover_form,
)
from cswtool.upkeep.views.blueprint import upkeep
from cswtool.web.editing import EditPage, require_as_shown

NEEDS = Permission.ACCOUNTS
ONCE = "招待コードは1回だけ表示します。控えられなかったときは、新しいコードを出してください。"
NEEDED = "自分自身の管理者の役割は外せず、停止もできません。ほかの管理者に頼んでください。"

OWN_SIGHT = (
    "自分自身に、ケースや証跡を見る役割を加えることはできません。ほかの管理者に頼んでください。"
)


@upkeep.get("/accounts", needs=NEEDS)
def accounts(session: ScopedSession) -> ResponseReturnValue:
    return _list_page(session, AccountSearchForm(formdata=None), "")


@upkeep.post("/accounts", endpoint="find_accounts", needs=NEEDS, reads=True)
def find_accounts(session: ScopedSession) -> ResponseReturnValue:
    form = AccountSearchForm()
    if not form.validate():
        return _list_page(session, form, ""), 422
    return _list_page(session, form, form.typed.data or "")


def _list_page(session: ScopedSession, form: AccountSearchForm, typed: str) -> str:
    names = {zone.id: zone.name for zone in zones(session)}
    groups = queries.users_by_group(session, typed)
    shown = {"form": form, "typed": typed, "groups": groups, "zone_names": names}
    return render_template("upkeep/accounts.html", **shown)


def _offered(session: ScopedSession, form: Any) -> Any:
    found = [row for _, rows in organisations_by_kind(session) for row in rows]
    return form.offer(zones(session), districts(session), found)


def _new_page() -> EditPage:
    return EditPage("利用者を加える", url_for("upkeep.accounts"), "利用者", submit="招待する")


@upkeep.get("/accounts/new", needs=NEEDS)
def new_account(session: ScopedSession) -> ResponseReturnValue:
    return _new_page().shown(_offered(session, NewUserForm()))


@upkeep.post("/accounts/new", needs=NEEDS)
def create_account(session: ScopedSession) -> ResponseReturnValue:
    page, form = _new_page(), _offered(session, NewUserForm())
    if not form.validate():
        return page.invalid(form)
    key = form.new_record_id()
    if session.get(User, key) is not None:
        return _shown_already(key)
    try:
        user = add_user(session, form.to_input(form.login.data), key=key)
    except LoginTakenError:
        form.login.errors = ["このログイン名はもう使われています。別の名前にしてください。"]
        return page.invalid(form)
    return _invitation_page(invite(session, user))


def _shown_already(user_id: Any) -> ResponseReturnValue:
    flash(ONCE, "warn")
    return redirect(url_for("upkeep.account", user_id=user_id), 303)


def _invitation_page(invited: Invited) -> str:
    return render_template(
        "upkeep/invitation.html",
        invited=invited,
        days=INVITATION_LIFE.days,
        address=url_for("accounts.invitation", _external=True),
    )


def _account_page(user: User, form: UserForm) -> str:
    return render_template("upkeep/account.html", user=user, form=form, invite=InviteForm())


def _user_form(session: ScopedSession, user: User, **more: None) -> UserForm:
    form: UserForm = _offered(session, UserForm(obj=user, **more))
    return form


@upkeep.get("/accounts/<uuid:user_id>", needs=NEEDS)
def account(session: ScopedSession, user: User) -> ResponseReturnValue:
    return _account_page(user, _user_form(session, user))


def _edit_page(user: User) -> EditPage:
    return EditPage(f"{user.login} を直す", url_for("upkeep.accounts"), "利用者")


@upkeep.post("/accounts/<uuid:user_id>", needs=NEEDS)
def save_account(session: ScopedSession, user: User) -> ResponseReturnValue:
    page, form = _edit_page(user), _user_form(session, user)
    if refusal := page.refused(form, _user_form(session, user, formdata=None)):
        return refusal
    try:
        commands.change_account(session, user, form.to_input(user.login))
    except commands.AdministratorNeededError:
        form.roles.errors = [NEEDED]
        return page.invalid(form)
    except commands.OwnSightError:
        form.roles.errors = [OWN_SIGHT]
        return page.invalid(form)
    return page.done("保存しました。")


@upkeep.post("/accounts/<uuid:user_id>/invite", needs=NEEDS)
def invite_again(session: ScopedSession, user: User) -> ResponseReturnValue:
    form = InviteForm()
    if not form.validate() or user.is_disabled:
        abort(422)
    key = form.new_record_id()
    if session.get(Invitation, key) is not None:
        return _shown_already(user.id)
    return _invitation_page(invite(session, user, key=key))


def _handover(session: ScopedSession, user: User) -> tuple[list[queries.Holding], HandoverForm]:
    held = queries.holdings(session, user)
    ids = {holding.zone_id for holding in held}
    staff = [other for other in case_staff(session) if other.id != user.id]
    touched = [zone for zone in zones(session) if zone.id in ids]
    return held, handover_form(touched, staff, obj=user)


def _disable_page(
    session: ScopedSession, user: User, held: list[queries.Holding], form: HandoverForm
) -> str:
    names = {zone.id: zone.name for zone in zones(session)}
    return render_template(
        "upkeep/disable.html", user=user, holdings=held, form=form, zone_names=names
    )


@upkeep.get("/accounts/<uuid:user_id>/disable", needs=NEEDS)
def ask_disable(session: ScopedSession, user: User) -> ResponseReturnValue:
    held, form = _handover(session, user)
    return _disable_page(session, user, held, form)


@upkeep.post("/accounts/<uuid:user_id>/disable", needs=NEEDS)
def disable_account(session: ScopedSession, user: User) -> ResponseReturnValue:
    held, form = _handover(session, user)
    if not form.says_who(holding.zone_id for holding in held):
        return _disable_page(session, user, held, form), 422
    require_as_shown(user)
    try:
        commands.disable_account(session, user, form.successors(h.zone_id for h in held))
    except commands.AdministratorNeededError:
        flash(NEEDED, "error")
        return _disable_page(session, user, held, form), 422
    flash("停止しました。", "ok")
    return redirect(url_for("upkeep.accounts"), 303)


@upkeep.post("/accounts/<uuid:user_id>/enable", needs=NEEDS)
def enable_account(_session: ScopedSession, user: User) -> ResponseReturnValue:
    require_as_shown(user)
    enable(user)
    flash("ふたたび使えるようにしました。", "ok")
    return redirect(url_for("upkeep.account", user_id=user.id), 303)
