"""The regional summary: looked at inside, prepared for outside, published."""

from dataclasses import replace
from io import BytesIO
from typing import cast

from flask import abort, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from cswtool.access import clock, fiscal
from cswtool.access.fiscal import Period
from cswtool.access.permissions import Permission
from cswtool.accounts.models import Office
from cswtool.db.session import ScopedSession
from cswtool.publications.commands.editions import Protected, keep
from cswtool.publications.commands.ledger import held, span_of
from cswtool.publications.document import Document, printed, spoken
from cswtool.publications.excel import EXCEL, to_excel
from cswtool.publications.ledger.spans import unprinted
from cswtool.publications.models import PreparedEdition
from cswtool.publications.paper import PDF, to_pdf
from cswtool.publications.queries import correctable
from cswtool.publications.rules import UnprovedError
from cswtool.reports import commands, periods
from cswtool.reports.forms import PeriodForm, PrepareForm, Wanted, as_query
from cswtool.reports.queries import finest_parts
from cswtool.reports.queries import summary as counted
from cswtool.reports.queries import trend as counted_trend
from cswtool.reports.rules import Grain, Summary
from cswtool.web.guarded import GuardedBlueprint

reports = GuardedBlueprint("reports")

YEARS_OFFERED = 3


@reports.get("/summary", needs=Permission.SUMMARY_PREPARE)
def summary(session: ScopedSession) -> ResponseReturnValue:
    form = _asked()
    if not form.validate():
        return _page(session, form), 422
    return _page(session, form, _inside(session, form.to_input()))


@reports.get("/summary/trend", needs=Permission.SUMMARY_PREPARE)
def trend(session: ScopedSession) -> ResponseReturnValue:
    present = fiscal.fiscal_year(clock.today())
    years = range(present - periods.YEARS_BACK + 1, present + 1)
    return render_template("reports/trend.html", years=years, lines=counted_trend(session, years))


@reports.get("/summary.xlsx", needs=Permission.SUMMARY_PREPARE)
def xlsx(session: ScopedSession) -> ResponseReturnValue:
    document = _inside(session, _valid_input())
    session.note(detail="reports.xlsx")
    name = f"{document.file_name}.xlsx"
    return send_file(BytesIO(to_excel(document)), EXCEL, as_attachment=True, download_name=name)


@reports.get("/summary.pdf", needs=Permission.SUMMARY_PREPARE)
def pdf(session: ScopedSession) -> ResponseReturnValue:
    document = _inside(session, _valid_input())
    session.note(detail="reports.pdf")
    name = f"{document.file_name}.pdf"
    return send_file(BytesIO(to_pdf(document)), PDF, as_attachment=True, download_name=name)


@reports.post("/summary/prepare", needs=Permission.SUMMARY_PREPARE, reads=True)
def prepare(session: ScopedSession) -> ResponseReturnValue:
    """Reads only, but for what it keeps at the end: nobody's saving waits for the engine."""
    form = PrepareForm().offer(correctable(session))
    key = form.new_record_id()
    if session.get(PreparedEdition, key) is None:
        if not form.validate():
            return _page(session, form, _looked_at(session, form)), 422
        try:
            protected = _protected(session, form)
            again = as_query(form.to_input())
            keep(session, _ledger_key(), replace(protected, asked=again), key)
        except (commands.NotReadyError, UnprovedError) as refused:
            inside = _inside(session, form.to_input())
            return _page(session, form, inside, refused=_why(refused)), 422
        flash("公表できる形に整えました。下の表を確かめて、確認を頼んでください。", "ok")
    return redirect(url_for("publications.prepared", edition_id=key), 303)


def _looked_at(session: ScopedSession, form: PrepareForm) -> Document | None:
    """The tables below a form that came back, where it names a period at all."""
    wrong = {"first", "last", "grain"} & form.errors.keys()
    return None if wrong else _inside(session, form.to_input())


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
    wanted, made = form.to_input(), _made(session, form.to_input())
    earlier = held(session, _ledger_key(), wanted.period)
    spans = [edition.kept.span for edition in earlier]
    between = unprinted([*spans, span_of(wanted.period)]) if earlier else []
    periods_between = [Period(span.first, span.last) for span in between]
    around = commands.Around(
        earlier,
        {period: counted(session, period, wanted.grain) for period in periods_between},
        finest_parts(session, wanted.grain),
        form.correction(),
    )
    return commands.public(made, _counts(session, wanted), around)


def _ledger_key() -> bytes:
    return cast("bytes", current_app.extensions["settings"].derive("ledger"))


def _asked() -> PeriodForm:
    """The period in the address; without one, the one that ended last."""
    usual = as_query(Wanted(periods.last_finished(clock.today()), Grain.SINGLE))
    return PeriodForm(formdata=MultiDict(usual | request.args.to_dict()), meta={"csrf": False})


def _valid_input() -> Wanted:
    form = _asked()
    if not form.validate():
        abort(422)
    return form.to_input()


def _counts(session: ScopedSession, wanted: Wanted) -> Summary:
    return counted(session, wanted.period, wanted.grain)


def _made(session: ScopedSession, wanted: Wanted) -> commands.Made:
    office = session.get_one(Office, 1)
    return commands.Made(office, wanted.period, clock.today())


def _inside(session: ScopedSession, wanted: Wanted) -> Document:
    return commands.internal(_made(session, wanted), _counts(session, wanted))


def _page(
    session: ScopedSession, form: PeriodForm, document: Document | None = None, **more: object
) -> str:
    today = clock.today()
    year = fiscal.fiscal_year(today)
    asked = as_query(form.to_input()) if document else {}
    sent = form if isinstance(form, PrepareForm) else PrepareForm(formdata=None, **asked)
    return render_template(
        "reports/summary.html",
        form=form,
        document=document,
        asked=asked,
        preparing=sent.offer(correctable(session)) if document else None,
        years=[(y, periods.offered(y, today)) for y in range(year, year - YEARS_OFFERED, -1)],
        today=today,
        printed=printed,
        spoken=spoken,
        **more,
    )
