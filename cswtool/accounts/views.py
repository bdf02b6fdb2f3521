"""Signing in and out, choosing a password, one's own account."""

from datetime import timedelta
from typing import cast
from uuid import UUID

from flask import current_app, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from cswtool.access.actor import NOBODY
from cswtool.access.permissions import Permission
from cswtool.accounts import commands, login
from cswtool.accounts.forms import InvitationForm, PasswordForm, SignInForm, refuse_weak
from cswtool.accounts.models import SignIn, User
from cswtool.accounts.queries import living_sign_ins
from cswtool.db.session import ScopedSession
from cswtool.web import kept
from cswtool.web.errors import typed_texts
from cswtool.web.guarded import PUBLIC, GuardedBlueprint, engine
from cswtool.web.paths import own_path

accounts = GuardedBlueprint("accounts")

OWNER = "owner"
"""In the cookie: whose browser tab this was, so that late forms find their way back."""


@accounts.get("/sign-in", needs=PUBLIC)
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("today.home"))
    return _sign_in_page(SignInForm(next=request.args.get("next", "")))


@accounts.post("/sign-in", endpoint="sign_in_post", needs=PUBLIC)
def sign_in_post() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate():
        return _sign_in_page(form), 422
    try:
        signed_in = login.sign_in(engine(), form.login.data, form.password.data)
    except login.RefusedError as refused:
        return _sign_in_page(form, refused), 429 if refused.until else 422
    _remember(signed_in)
    return _go_on(form, signed_in)


def _sign_in_page(form: SignInForm, refused: login.RefusedError | None = None) -> str:
    return render_template("accounts/sign_in.html", form=form, refused=refused)


def _remember(signed_in: login.SignedIn) -> None:
    session.clear()
    # The form token made earlier in this request went with the session; pages that are
    # rendered now must carry a new one.
    g.pop("csrf_token", None)
    login_user(signed_in)
    session[OWNER] = str(signed_in.actor.id)


def _go_on(form: SignInForm, signed_in: login.SignedIn) -> ResponseReturnValue:
    """Back to where the person was, with what they had typed."""
    late = kept.unseal(form.kept.data or "", signed_in.actor.id)
    if late is not None:
        return render_template("accounts/resume.html", late=late)
    return redirect(own_path(form.next.data) or url_for("today.home"), 303)


def ask_to_sign_in(_error: object) -> ResponseReturnValue:
    """The 401 page: sign in again, and nothing typed is lost."""
    form = SignInForm(formdata=None)
    if request.method == "GET":
        form.next.data = request.full_path.rstrip("?")
    elif OWNER in session:
        form.kept.data = kept.seal(request, UUID(session[OWNER]))
    return render_template("accounts/sign_in.html", form=form, refused=None, late=True), 401


@accounts.post("/sign-out", needs=Permission.OWN_ACCOUNT)
def sign_out(session: ScopedSession) -> ResponseReturnValue:
    commands.end_sign_in(session, session.get_one(SignIn, current_user.sign_in_id))
    _forget()
    return redirect(url_for("accounts.sign_in"), 303)


def _forget() -> None:
    owner = session.get(OWNER)
    logout_user()
    session.clear()
    session[OWNER] = owner


def token_ran_out(_error: object) -> ResponseReturnValue:
    """A form from before a sign-in in another tab: what was typed can be sent once more."""
    if OWNER not in session or not request.form:
        here = request.headers.get("Sec-Fetch-Site") == "same-origin"  # not from a page elsewhere
        return render_template("errors/400.html", typed=typed_texts() if here else []), 400
    if not current_user.is_authenticated:
        return ask_to_sign_in(_error)
    late = kept.unseal(kept.seal(request, UUID(session[OWNER])), current_user.actor.id)
    if late is None or not late.fields:
        return render_template("errors/400.html"), 400
    return render_template("accounts/resume.html", late=late, signed_in=True), 400


@accounts.get("/invitation", needs=PUBLIC)
def invitation() -> ResponseReturnValue:
    return render_template("accounts/invitation.html", form=InvitationForm())


@accounts.post("/invitation", endpoint="invitation_post", needs=PUBLIC)
def invitation_post() -> ResponseReturnValue:
    form = InvitationForm()
    if not form.validate():
        return render_template("accounts/invitation.html", form=form), 422
    with ScopedSession(engine(), NOBODY, "invitation", writes=True) as scoped:
        try:
            commands.accept_invitation(scoped, form.login.data, form.code.data, form.password.data)
        except commands.BadInvitationError:
            form.code.errors = [
                "ログイン名か招待コードが違うか、期限が切れています。用紙をもう一度確かめ、だめなときは事務局に新しいコードを頼んでください。"
            ]
            return render_template("accounts/invitation.html", form=form), 422
        scoped.commit()
    flash("パスワードを登録しました。サインインしてください。", "ok")
    return redirect(url_for("accounts.sign_in"), 303)


@accounts.get("/account", needs=Permission.OWN_ACCOUNT)
def account(session: ScopedSession) -> ResponseReturnValue:
    return _account_page(session, PasswordForm())


def _account_page(session: ScopedSession, form: PasswordForm) -> str:
    user = session.get_one(User, session.actor.id)
    return render_template(
        "accounts/account.html",
        form=form,
        user=user,
        sign_ins=living_sign_ins(session, user, limits()),
        here=current_user.sign_in_id,
    )


@accounts.post("/account/password", needs=Permission.OWN_ACCOUNT)
def change_password(session: ScopedSession) -> ResponseReturnValue:
    form, user = PasswordForm(), session.get_one(User, session.actor.id)
    if not form.validate() or not refuse_weak(form, user.login):
        return _account_page(session, form), 422
    if not _knows_password(session, user, form):
        return _account_page(session, form), 422
    commands.set_password(session, user, form.password.data)
    _remember(login.open_sign_in(session, user))
    flash("パスワードを変えました。ほかの端末ではサインインし直してください。", "ok")
    return redirect(url_for("accounts.account"), 303)


def _knows_password(session: ScopedSession, user: User, form: PasswordForm) -> bool:
    """Guesses at an unattended screen are counted, noted and slowed down as at the door."""
    if login.may_try(user) and login.matches(user.password_hash, form.current.data):
        return True
    until = login.count_failure(session, user)
    session.commit()
    form.current.errors = ["今のパスワードが違います。もう一度入力してください。"]
    if until:
        form.current.errors = [
            "まちがいが続いたため、しばらく変えられません。時間をおいて、もう一度お試しください。"
        ]
    return False


@accounts.post("/account/sign-out-everywhere", needs=Permission.OWN_ACCOUNT)
def sign_out_everywhere(session: ScopedSession) -> ResponseReturnValue:
    commands.sign_out_everywhere(session, session.get_one(User, session.actor.id))
    _forget()
    return redirect(url_for("accounts.sign_in"), 303)


def limits() -> login.Limits:
    settings = current_app.extensions["settings"]
    return login.Limits(
        idle=timedelta(minutes=cast("int", settings.idle_minutes)),
        longest=timedelta(hours=cast("int", settings.sign_in_hours)),
    )


def load_signed_in(token: str) -> login.SignedIn | None:
    """Flask-Login's user loader."""
    return login.find(engine(), token, limits())
