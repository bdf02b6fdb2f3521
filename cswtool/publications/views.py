"""Editions that were handed out, their files, and those that wait to be checked."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.accounts.queries import other_supervisors
from cswtool.db.session import ScopedSession
from cswtool.publications import queries
from cswtool.publications.commands import editions as commands
from cswtool.publications.document import printed, spoken
from cswtool.publications.files import as_file
from cswtool.publications.forms import AskForm, SendBackForm
from cswtool.publications.models import PreparedEdition, Publication
from cswtool.publications.queries import document_of
from cswtool.publications.rules import (
    HidesTooLittleError,
    LedgerMovedError,
    NotOpenError,
    TooOldError,
)
from cswtool.web.editing import EditPage
from cswtool.web.guarded import GuardedBlueprint
from cswtool.web.paging import asked_page, page_of

publications = GuardedBlueprint(
    "publications", records={"publication_id": Publication, "edition_id": PreparedEdition}
)

_PREPARED = "/publications/prepared/<uuid:edition_id>"
_TOO_LATE = {
    NotOpenError: "この版は、もう出されたか、差し戻しか取り下げになっています。",
    HidesTooLittleError: "整えたあとに、伏せる世帯数が増えました。もう一度整えてください。",
    TooOldError: "集計してから日がたちすぎています。もう一度整えてください。",
    LedgerMovedError: "整えたあとに、期間の重なる版が出ました。もう一度整えてください。",
}


@publications.get("/publications", needs=Permission.PUBLICATION_READ)
def index(session: ScopedSession) -> ResponseReturnValue:
    page = page_of(session, queries.editions(), asked_page())
    # The office says what it gave out; whoever reads it knows it as published.
    name = "index" if session.actor.is_case_staff else "published"
    return render_template(
        f"publications/{name}.html",
        page=page,
        corrected=queries.corrected_by(session, page.items),
        on_their_way=queries.on_their_way(session),
    )


@publications.get("/publications/<uuid:publication_id>", needs=Permission.PUBLICATION_READ)
def show(session: ScopedSession, publication: Publication) -> ResponseReturnValue:
    whole = document_of(publication)
    chosen = whole.column(request.args.get("zone", ""))
    return render_template(
        "publications/show.html",
        publication=publication,
        whole=whole,
        chosen=chosen,
        corrects=queries.corrected_one(session, publication.corrects),
        corrections=queries.corrections_of(session, publication),
        checked=session.get(PreparedEdition, publication.id),
        document=whole.with_zone(chosen.key) if chosen else whole,
        printed=printed,
        spoken=spoken,
    )


@publications.get("/publications/<uuid:publication_id>.xlsx", needs=Permission.PUBLICATION_READ)
def xlsx(_session: ScopedSession, publication: Publication) -> ResponseReturnValue:
    return as_file(document_of(publication), "xlsx")


@publications.get("/publications/<uuid:publication_id>.pdf", needs=Permission.PUBLICATION_READ)
def pdf(_session: ScopedSession, publication: Publication) -> ResponseReturnValue:
    return as_file(document_of(publication), "pdf")


@publications.get("/publications/<uuid:publication_id>.csv", needs=Permission.PUBLICATION_READ)
def csv(_session: ScopedSession, publication: Publication) -> ResponseReturnValue:
    return as_file(document_of(publication), "csv")


@publications.get(_PREPARED, needs=Permission.EDITION_READ)
def prepared(session: ScopedSession, edition: PreparedEdition) -> ResponseReturnValue:
    return _page(session, edition, _ask_form(session, edition))


def _ask_form(session: ScopedSession, edition: PreparedEdition) -> AskForm:
    return AskForm.of(edition, other_supervisors(session))


def _page(session: ScopedSession, edition: PreparedEdition, form: AskForm) -> str:
    """The document exactly as it would go out now, and what may be done about it."""
    beside = queries.beside(session, edition)
    return render_template(
        "publications/prepared.html",
        edition=edition,
        form=form,
        corrects=queries.corrected_one(session, edition.corrects),
        stale=beside.stale,
        beside=beside.editions,
        document=queries.document_to_check(edition, clock.today()),
        printed=printed,
        spoken=spoken,
    )


def _to(edition: PreparedEdition) -> ResponseReturnValue:
    url = url_for("publications.prepared", edition_id=edition.id)
    return redirect(url, HTTPStatus.SEE_OTHER)


def _too_late(edition: PreparedEdition, error: Exception) -> ResponseReturnValue:
    flash(_TOO_LATE[type(error)], "warn")
    return _to(edition)


@publications.post(f"{_PREPARED}/ask", needs=Permission.EDITION_ASK)
def ask(session: ScopedSession, edition: PreparedEdition) -> ResponseReturnValue:
    form = _ask_form(session, edition)
    if not form.validate():
        return _page(session, edition, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        commands.ask(session, edition, form.checker_id(), form.note.data)
    except tuple(_TOO_LATE) as error:
        return _too_late(edition, error)
    flash("確認を頼みました。版が出るか差し戻されると、あなたの「今日」に出ます。", "ok")
    return _to(edition)


@publications.post(f"{_PREPARED}/publish", needs=Permission.EDITION_PUBLISH)
def publish(session: ScopedSession, edition: PreparedEdition) -> ResponseReturnValue:
    try:
        publication = commands.publish(session, edition)
    except tuple(_TOO_LATE) as error:
        return _too_late(edition, error)
    flash("版を出しました。この版の数値は、これから変わることはありません。", "ok")
    url = url_for("publications.show", publication_id=publication.id)
    return redirect(url, HTTPStatus.SEE_OTHER)


def _send_back_page(edition: PreparedEdition) -> EditPage:
    back = url_for("publications.prepared", edition_id=edition.id)
    lead = "整えた人の「今日」に出ます。直すには、もう一度整えてもらいます。"
    return EditPage("版を差し戻す", back, "確認する版", lead, "差し戻す")


@publications.get(f"{_PREPARED}/send-back", needs=Permission.EDITION_PUBLISH)
def sending_back(_session: ScopedSession, edition: PreparedEdition) -> ResponseReturnValue:
    form = SendBackForm(formdata=None, version=edition.version)
    return _send_back_page(edition).shown(form)


@publications.post(f"{_PREPARED}/send-back", needs=Permission.EDITION_PUBLISH)
def send_back(session: ScopedSession, edition: PreparedEdition) -> ResponseReturnValue:
    page, form = _send_back_page(edition), SendBackForm()
    if refusal := page.refused(form, SendBackForm(formdata=None, version=edition.version)):
        return refusal
    try:
        commands.send_back(session, edition, form.answer.data)
    except NotOpenError as error:
        form.form_errors.append(_TOO_LATE[type(error)])
        return page.shown(form), HTTPStatus.CONFLICT
    flash("差し戻しました。", "ok")
    return _to(edition)


@publications.post(f"{_PREPARED}/withdraw", needs=Permission.EDITION_WITHDRAW)
def withdraw(session: ScopedSession, edition: PreparedEdition) -> ResponseReturnValue:
    try:
        commands.withdraw(session, edition)
    except NotOpenError as error:
        return _too_late(edition, error)
    flash("取り下げました。外に出ることはありません。", "ok")
    return _to(edition)
