"""Forms of signing in and of one's own account."""

from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField, PasswordField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import EqualTo, InputRequired, Length

from cswtool.accounts.models import User
from cswtool.accounts.rules import LONGEST, password_fault
from cswtool.web.forms import LINE, REQUIRED, Form


def _password(label: str, autocomplete: str, **more: Any) -> PasswordField:
    checks = [InputRequired(f"{label}を{REQUIRED}"), *more.pop("checks", [])]
    return PasswordField(label, validators=checks, render_kw={"autocomplete": autocomplete}, **more)


def _login() -> StringField:
    return StringField(
        "ログイン名",
        validators=[InputRequired(f"ログイン名を{REQUIRED}"), Length(max=LINE)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )


class SignInForm(Form):
    login = _login()
    password = _password("パスワード", "current-password")
    next = HiddenField()
    kept = HiddenField()
    """What had been typed when the sign-in ran out, sealed for the person who typed it."""


class _NewPasswordForm(Form):
    password = _password("新しいパスワード", "new-password", checks=[Length(max=LONGEST)])
    again = _password(
        "新しいパスワード（もう一度）",
        "new-password",
        checks=[EqualTo("password", "2つの入力が違います。もう一度入力してください。")],
    )


class InvitationForm(_NewPasswordForm):
    login = _login()
    code = StringField(
        "招待コード",
        validators=[InputRequired(f"招待コードを{REQUIRED}"), Length(max=40)],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters"},
    )

    def validate_password(self, field: PasswordField) -> None:
        _refuse_weak(field, self.login.data or "")


class PasswordForm(_NewPasswordForm):
    current = _password("今のパスワード", "current-password")


def _refuse_weak(field: PasswordField, login: str) -> None:
    fault = password_fault(field.data or "", login)
    if fault:
        raise ValidationError(fault)


def refuse_weak(form: PasswordForm, login: str) -> bool:
    """Whether the new password will do for this login; otherwise the form says why not."""
    fault = password_fault(form.password.data or "", login)
    if fault:
        form.password.errors = [fault]
    return fault is None


def staff_choices(staff: Iterable[User], empty: str | None = None) -> list[SelectChoice]:
    """Colleagues by their ids; `empty`, where given, is what the empty choice says."""
    first = [SelectChoice("", empty)] if empty is not None else []
    return [*first, *(SelectChoice(str(user.id), user.name) for user in staff)]
