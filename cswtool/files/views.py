"""Attachments of a case. Their content leaves by the doors in this module only."""

import io
from typing import Final

from flask import Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.cases.models import Case
from cswtool.db.audit import Outcome
from cswtool.db.session import ScopedSession
from cswtool.files import commands, queries
from cswtool.files.forms import AttachmentForm, WithdrawForm, attachment_key
from cswtool.files.models import Attachment
from cswtool.files.rules.names import file_id
from cswtool.web.guarded import GuardedBlueprint

files = GuardedBlueprint("files", records={"case_id": Case, "attachment_id": Attachment})

_ALL: Final = "/cases/<uuid:case_id>/attachments"
_ONE: Final = _ALL + "/<uuid:attachment_id>"
_POLICY: Final = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""Whatever a file holds, it runs nothing, loads nothing and is of no site."""


@files.get(_ALL + "/new", needs=Permission.ATTACHMENT_ADD)
def new(_session: ScopedSession, case: Case) -> ResponseReturnValue:
    return _new_page(case, AttachmentForm(formdata=None))


@files.post(_ALL, endpoint="add", needs=Permission.ATTACHMENT_ADD, uploads=True)
def add(session: ScopedSession, case: Case) -> ResponseReturnValue:
    form = AttachmentForm()
    if session.get(Attachment, file_id(form.new_record_id(), 0)) is None:
        if not form.validate():
            return _new_page(case, form), 422
        target = commands.Target(case.id, caption=form.caption.data or "")
        key, sent = attachment_key(), form.files.received
        commands.attach(session, key, form.new_record_id(), sent, target)
        flash(f"{len(sent)}つのファイルを添付しました。", "ok")
    return _to_case(case)


def _new_page(case: Case, form: AttachmentForm) -> str:
    return render_template("files/new.html", case=case, form=form)


def _to_case(case: Case) -> ResponseReturnValue:
    return redirect(url_for("casefile.show", case_id=case.id, _anchor="attachments"), 303)


@files.get(_ONE, needs=Permission.ATTACHMENT_READ)
def download(session: ScopedSession, case: Case, attachment: Attachment) -> ResponseReturnValue:
    """The file, to be kept on the person's own machine."""
    return _sent(session, case, attachment, saved=True)


@files.get(_ONE + "/view", needs=Permission.ATTACHMENT_READ)
def view(session: ScopedSession, case: Case, attachment: Attachment) -> ResponseReturnValue:
    """A picture or PDF in the browser's own window; other kinds can only be saved."""
    if not attachment.kind.is_shown:
        return redirect(url_for("files.download", case_id=case.id, attachment_id=attachment.id))
    return _sent(session, case, attachment, saved=False)


def _sent(
    session: ScopedSession, case: Case, attachment: Attachment, *, saved: bool
) -> ResponseReturnValue:
    if attachment.is_withdrawn:
        session.note(attachment, outcome=Outcome.UNSEEN, detail=request.endpoint)
        abort(404)
    try:
        content = queries.content_of(session, attachment_key(), attachment)
    except queries.DamagedError:
        session.note(attachment, detail="damaged")
        return render_template("files/damaged.html", case=case, attachment=attachment), 500
    if saved:
        session.note(attachment, detail="downloaded")
    return _as_file(attachment, content, saved=saved)


def _as_file(attachment: Attachment, content: bytes, *, saved: bool) -> Response:
    response = send_file(
        io.BytesIO(content),
        mimetype=attachment.kind.media_type,
        as_attachment=saved,
        download_name=attachment.name,
    )
    response.headers["Content-Security-Policy"] = _POLICY
    return response


@files.get(_ONE + "/withdraw", needs=Permission.ATTACHMENT_WITHDRAW)
def withdrawing(_session: ScopedSession, case: Case, attachment: Attachment) -> ResponseReturnValue:
    return _withdraw_page(case, attachment, WithdrawForm(formdata=None))


@files.post(_ONE + "/withdraw", needs=Permission.ATTACHMENT_WITHDRAW)
def withdraw(session: ScopedSession, case: Case, attachment: Attachment) -> ResponseReturnValue:
    form = WithdrawForm()
    if not form.validate():
        return _withdraw_page(case, attachment, form), 422
    commands.withdraw(session, attachment, form.reason.data)
    flash("添付を取り下げました。ファイルの中身は消え、記録だけが残ります。", "ok")
    return _to_case(case)


def _withdraw_page(case: Case, attachment: Attachment, form: WithdrawForm) -> str:
    return render_template("files/withdraw.html", case=case, attachment=attachment, form=form)
