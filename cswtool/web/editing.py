"""A page with one small form about one record, and what can go wrong when it is saved."""

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from cswtool.db.base import Versioned
from cswtool.web.conflicts import unsettled
from cswtool.web.forms import Form, VersionMixin


@dataclass(frozen=True, slots=True)
class EditPage:
    """The page is read and sent at one address; `back_url` is where it was opened from."""

    title: str
    back_url: str
    back_label: str
    lead: str = ""
    submit: str = "保存する"
    remove_url: str = ""
    """Where the button that takes the record away sends to, if there is one."""
    draft_url: str = ""
    """Where what is typed is kept meanwhile, if it is long; the form then has a form key."""

    def shown(self, form: Form, restored: object = None) -> str:
        """`restored`: the draft that the form was filled with (`drafts.forms.Restored`)."""
        shown = {"form": form, "action": request.path, "restored": restored, "here": _here()}
        return render_template("layouts/edit.html", page=self, **shown)

    def invalid(self, form: Form) -> ResponseReturnValue:
        return self.shown(form), HTTPStatus.UNPROCESSABLE_ENTITY

    def refused(self, form: Form, stored: Form) -> ResponseReturnValue | None:
        """422 for a faulty form, 409 where somebody saved since it was opened, else None.

        `stored` is the same form filled from the record as it is now.
        """
        if not form.validate():
            return self.invalid(form)
        return unsettled(form, stored, lambda: self.shown(form))

    def done(self, message: str) -> ResponseReturnValue:
        flash(message, "ok")
        return redirect(self.back_url, HTTPStatus.SEE_OTHER)


def _here() -> str:
    """The address of this page, without the draft that it was opened with."""
    asked = {name: value for name, value in request.args.items() if name != "draft"}
    return f"{request.path}?{urlencode(asked)}" if asked else request.path


class TapForm(VersionMixin, Form):
    """A single button about a record as it was shown."""


def require_as_shown(record: Versioned) -> None:
    """Stop a one-button act (422, 409) unless the record is still as the person saw it."""
    form = TapForm()
    if not form.validate():
        abort(HTTPStatus.UNPROCESSABLE_ENTITY)
    if form.version.data != record.version:
        abort(HTTPStatus.CONFLICT)
