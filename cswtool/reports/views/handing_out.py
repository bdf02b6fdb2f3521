"""What is prepared for everybody and becomes an edition; what is prepared for the city."""

from dataclasses import replace
from typing import cast

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cswtool.access.fiscal import Period
from cswtool.access.permissions import Permission
from cswtool.db.session import ScopedSession
from cswtool.publications.commands.editions import Protected, keep
from cswtool.publications.commands.ledger import held, span_of
from cswtool.publications.document import Document, printed, spoken
from cswtool.publications.ledger.spans import unprinted
from cswtool.publications.models import PreparedEdition
from cswtool.publications.queries import correctable
from cswtool.publications.rules import UnprovedError
from cswtool.reports.commands.documents import for_city
from cswtool.reports.commands.editions import Around, public
from cswtool.reports.commands.protecting import NotReadyError
from cswtool.reports.forms import FileForm, PeriodForm, PrepareForm, as_query, seal
from cswtool.reports.queries import finest_parts
from cswtool.reports.rules import Wanted
from cswtool.reports.views.blueprint import as_file, inside, made_of, maker, page, reports


@reports.post("/summary/prepare", needs=Permission.SUMMARY_PREPARE, reads=True)
def prepare(session: ScopedSession) -> ResponseReturnValue:
    """Reads only, but for what it keeps at the end: nobody's saving waits for the engine."""
    form = PrepareForm().offer(correctable(session))
    key = form.new_record_id()
    if session.get(PreparedEdition, key) is None:
        if not form.validate():
            return page(session, form, _looked_at(session, form)), 422
        try:
            keep(session, _ledger_key(), _protected(session, form), key)
        except (NotReadyError, UnprovedError) as refused:
            shown = inside(session, form.to_input())
            return page(session, form, shown, refused=_why(refused)), 422
        flash("公表できる形に整えました。下の表を確かめて、確認を頼んでください。", "ok")
    return redirect(url_for("publications.prepared", edition_id=key), 303)


def _looked_at(session: ScopedSession, form: PeriodForm) -> Document | None:
    """The tables below a form that came back, where it names them at all."""
    named = PeriodForm(meta={"csrf": False})
    return inside(session, form.to_input()) if named.validate() else None


def _why(refused: Exception) -> str:
    if isinstance(refused, UnprovedError):
        number = refused.number
        return (
            f"第{number}号と期間が重なります。第{number}号は、"
            "伏せた数値の控えを取る前の版なので、見比べて推計されないことを確かめられません。"
            "重ならない期間を選んでください。"
        )
    return str(refused)


def _protected(session: ScopedSession, form: PrepareForm) -> Protected:
    wanted, make = form.to_input(), maker(session)
    earlier = held(session, _ledger_key(), wanted.period)
    spans = [edition.kept.span for edition in earlier]
    between = unprinted([*spans, span_of(wanted.period)]) if earlier else []
    aside = [Period(span.first, span.last) for span in between]
    around = Around(
        earlier,
        {period: make(replace(wanted, period=period)) for period in aside},
        finest_parts(session, wanted.cut.grain),
        form.correction(),
    )
    done = public(made_of(session, wanted), make(wanted), around)
    return replace(done, asked=as_query(wanted))


def _ledger_key() -> bytes:
    return cast("bytes", current_app.extensions["settings"].derive("ledger"))


@reports.post("/summary/city", needs=Permission.SUMMARY_PREPARE, reads=True)
def prepare_for_city(session: ScopedSession) -> ResponseReturnValue:
    """Reads only: nobody's saving waits while the tables are being protected."""
    form = PeriodForm(meta={"csrf": False})
    if not form.validate():
        return page(session, form), 422
    wanted = form.to_input()
    try:
        document = for_city(made_of(session, wanted), maker(session)(wanted))
    except NotReadyError as refused:
        return page(session, form, inside(session, wanted), refused=str(refused)), 422
    return _for_city(document, wanted)


def _for_city(document: Document, wanted: Wanted) -> str:
    return render_template(
        "reports/for_city.html",
        document=document,
        form=FileForm(formdata=None, sealed=seal(document)),
        again=as_query(wanted),
        unit=wanted.paper.unit,
        printed=printed,
        spoken=spoken,
    )


@reports.post("/summary/city/file", needs=Permission.SUMMARY_PREPARE, reads=True)
def city_file(session: ScopedSession) -> ResponseReturnValue:
    """What was prepared for the city, as it was looked at."""
    form = FileForm()
    document = form.document() if form.validate() else None
    if document is None:
        return render_template("reports/not_saved.html"), 422
    session.note(detail=f"市への報告：{document.title}（{form.kind.data}）")
    return as_file(document, form.kind.data)
