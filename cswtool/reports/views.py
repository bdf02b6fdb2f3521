"""The regional summary: looked at inside, prepared for outside, published."""

from io import BytesIO

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from cswtool.access import clock, fiscal
from cswtool.access.permissions import Permission
from cswtool.accounts.models import Office
from cswtool.db.session import ScopedSession
from cswtool.publications.commands import OverlapError, freeze, refuse_overlap
from cswtool.publications.document import Document, printed, spoken
from cswtool.publications.excel import EXCEL, to_excel
from cswtool.publications.models import Publication
from cswtool.publications.paper import PDF, to_pdf
from cswtool.reports import commands, periods
from cswtool.reports.forms import PeriodForm, PublishForm, Wanted, as_query, seal
from cswtool.reports.queries import counted
from cswtool.reports.queries import trend as counted_trend
from cswtool.reports.rules import Cut, Summary, summary_of
from cswtool.web.guarded import GuardedBlueprint

reports = GuardedBlueprint("reports")

YEARS_OFFERED = 3


@reports.get("/summary", needs=Permission.SUMMARY_PREPARE)
def summary(session: ScopedSession) -> ResponseReturnValue:
    form = _asked()
    if not form.validate():
        return _page(form), 422
    return _page(form, _inside(session, form.to_input()))


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
    """Reads only: nobody's saving waits while the tables are being protected."""
    form = PeriodForm(meta={"csrf": False})
    if not form.validate():
        return _page(form), 422
    return _prepared(session, form)


def _prepared(session: ScopedSession, form: PeriodForm) -> ResponseReturnValue:
    wanted = form.to_input()
    try:
        refuse_overlap(session, wanted.period)
        document = commands.public(_made(session, wanted), _counts(session, wanted))
    except OverlapError as overlap:
        return _page(form, _inside(session, wanted), overlap=overlap.number), 422
    except commands.NotReadyError as refused:
        return _page(form, _inside(session, wanted), refused=str(refused)), 422
    return render_template(
        "reports/prepared.html",
        document=document,
        form=PublishForm(formdata=None, sealed=seal(document)),
        again=as_query(wanted),
        printed=printed,
        spoken=spoken,
    )


@reports.post("/summary/publish", needs=Permission.SUMMARY_PUBLISH)
def publish(session: ScopedSession) -> ResponseReturnValue:
    form = PublishForm()
    key = form.new_record_id()
    if session.get(Publication, key) is None:
        document = form.document()
        if document is None:
            return render_template("reports/not_published.html", overlap=None), 422
        try:
            freeze(session, document, key)
        except OverlapError as overlap:
            return render_template("reports/not_published.html", overlap=overlap.number), 422
        flash("公表しました。この版の数値は、これから変わることはありません。", "ok")
    return redirect(url_for("publications.show", publication_id=key), 303)


def _asked() -> PeriodForm:
    """The period in the address; without one, the one that ended last."""
    usual = as_query(Wanted(periods.last_finished(clock.today()), Cut()))
    return PeriodForm(formdata=MultiDict(usual | request.args.to_dict()), meta={"csrf": False})


def _valid_input() -> Wanted:
    form = _asked()
    if not form.validate():
        abort(422)
    return form.to_input()


def _counts(session: ScopedSession, wanted: Wanted) -> Summary:
    return summary_of(counted(session, wanted.period), wanted.cut)


def _made(session: ScopedSession, wanted: Wanted) -> commands.Made:
    office = session.get_one(Office, 1)
    return commands.Made(office, wanted.period, clock.today())


def _inside(session: ScopedSession, wanted: Wanted) -> Document:
    return commands.internal(_made(session, wanted), _counts(session, wanted))


def _page(form: PeriodForm, document: Document | None = None, **more: object) -> str:
    today = clock.today()
    year = fiscal.fiscal_year(today)
    return render_template(
        "reports/summary.html",
        form=form,
        document=document,
        asked=as_query(form.to_input()) if document else {},
        years=[(y, periods.offered(y, today)) for y in range(year, year - YEARS_OFFERED, -1)],
        today=today,
        printed=printed,
        spoken=spoken,
        **more,
    )
