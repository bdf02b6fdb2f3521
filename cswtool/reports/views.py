"""The papers of a period: looked at inside, made coarser, prepared for outside, handed out."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from cswtool.access import clock, fiscal
from cswtool.access.fiscal import Period
from cswtool.access.permissions import Permission
from cswtool.accounts.models import Office
from cswtool.db.session import ScopedSession
from cswtool.publications.commands import OverlapError, freeze, refuse_overlap
from cswtool.publications.document import Document, printed, spoken
from cswtool.publications.excel import EXCEL, to_excel
from cswtool.publications.models import Publication
from cswtool.publications.paper import PDF, to_pdf
from cswtool.publications.plain import CSV, to_csv
from cswtool.publications.rules import PUBLIC_THRESHOLD, Profile
from cswtool.reports import commands, periods
from cswtool.reports.forms import (
    FileForm,
    OutsideForm,
    PeriodForm,
    PublishForm,
    as_query,
    seal,
)
from cswtool.reports.queries import counted, form_a_counted
from cswtool.reports.queries import trend as counted_trend
from cswtool.reports.rules import (
    Cut,
    Paper,
    Summary,
    Wanted,
    form_a_of,
    options,
    percent_shown,
    summary_of,
)
from cswtool.web.guarded import GuardedBlueprint

reports = GuardedBlueprint("reports")

YEARS_OFFERED = 3
_MADE: dict[str, tuple[Callable[[Document], bytes], str]] = {
    "xlsx": (to_excel, EXCEL),
    "pdf": (to_pdf, PDF),
    "csv": (to_csv, CSV),
}


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
    lines = counted_trend(session, years)
    picture = commands.drawn_trend(lines, years)
    return render_template("reports/trend.html", years=years, lines=lines, picture=picture)


@reports.get("/summary.xlsx", needs=Permission.SUMMARY_PREPARE)
def xlsx(session: ScopedSession) -> ResponseReturnValue:
    session.note(detail="reports.xlsx")
    return _file(_inside(session, _valid_input()), "xlsx")


@reports.get("/summary.pdf", needs=Permission.SUMMARY_PREPARE)
def pdf(session: ScopedSession) -> ResponseReturnValue:
    session.note(detail="reports.pdf")
    return _file(_inside(session, _valid_input()), "pdf")


@reports.get("/summary.csv", needs=Permission.SUMMARY_PREPARE)
def csv(session: ScopedSession) -> ResponseReturnValue:
    session.note(detail="reports.csv")
    return _file(_inside(session, _valid_input()), "csv")


@reports.get("/summary/coarser", needs=Permission.SUMMARY_PREPARE)
def coarser(session: ScopedSession) -> ResponseReturnValue:
    """Which merges would show how much, with the tables as they would look."""
    wanted, make = _valid_input(), _maker(session)
    return render_template(
        "reports/coarser.html",
        document=commands.first_sight(_made(session, wanted), make(wanted), PUBLIC_THRESHOLD),
        now=percent_shown(make(wanted).problem(PUBLIC_THRESHOLD)),
        options=options(wanted, make, PUBLIC_THRESHOLD, clock.today()),
        asked=as_query(wanted),
        as_query=as_query,
        printed=printed,
        spoken=spoken,
    )


@reports.post("/summary/prepare", needs=Permission.SUMMARY_PREPARE, reads=True)
def prepare(session: ScopedSession) -> ResponseReturnValue:
    """Reads only: nobody's saving waits while the tables are being protected."""
    form, outside = PeriodForm(meta={"csrf": False}), OutsideForm(meta={"csrf": False})
    if not (form.validate() and outside.validate()):
        return _page(form), 422
    return _prepared(session, form, Profile(outside.profile.data))


def _prepared(session: ScopedSession, form: PeriodForm, profile: Profile) -> ResponseReturnValue:
    wanted = form.to_input()
    try:
        if profile is Profile.PUBLIC:
            refuse_overlap(session, wanted.period)
        document = commands.outside(_made(session, wanted), profile, _counts(session, wanted))
    except OverlapError as overlap:
        return _page(form, _inside(session, wanted), overlap=overlap.number), 422
    except commands.NotReadyError as refused:
        return _page(form, _inside(session, wanted), refused=str(refused)), 422
    return _for_outside(document, wanted)


def _for_outside(document: Document, wanted: Wanted) -> str:
    public = document.profile is Profile.PUBLIC
    form = (PublishForm if public else FileForm)(formdata=None, sealed=seal(document))
    return render_template(
        "reports/prepared.html" if public else "reports/for_city.html",
        document=document,
        form=form,
        again=as_query(wanted),
        printed=printed,
        spoken=spoken,
    )


@reports.post("/summary/file", needs=Permission.SUMMARY_PREPARE, reads=True)
def prepared_file(session: ScopedSession) -> ResponseReturnValue:
    """What was prepared for the city, as it was looked at."""
    form = FileForm()
    document = form.document() if form.validate() else None
    if document is None:
        return render_template("reports/not_published.html", overlap=None), 422
    session.note(detail=f"市への報告：{document.title}（{form.kind.data}）")
    return _file(document, form.kind.data)


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


def _file(document: Document, kind: str) -> ResponseReturnValue:
    make, media_type = _MADE[kind]
    name = f"{document.file_name}.{kind}"
    return send_file(BytesIO(make(document)), media_type, as_attachment=True, download_name=name)


def _asked() -> PeriodForm:
    """The period in the address; without one, the one that ended last."""
    usual = Wanted(Paper.SUMMARY, periods.last_finished(clock.today()), Cut())
    asked = as_query(usual) | request.args.to_dict()
    return PeriodForm(formdata=MultiDict(asked), meta={"csrf": False})


def _valid_input() -> Wanted:
    form = _asked()
    if not form.validate():
        abort(422)
    return form.to_input()


def _counts(session: ScopedSession, wanted: Wanted) -> Summary:
    return _maker(session)(wanted)


def _maker(session: ScopedSession) -> Callable[[Wanted], Summary]:
    """Makes the tables of a paper; each period is counted once, however often it is cut."""
    found: dict[Paper, Callable[[Period, Cut], Summary]] = {}
    read_summary = cache(lambda period: counted(session, period))
    read_form_a = cache(lambda period: form_a_counted(session, period))
    found[Paper.SUMMARY] = lambda period, cut: summary_of(read_summary(period), cut)
    found[Paper.FORM_A] = lambda period, cut: form_a_of(read_form_a(period), cut)
    return lambda wanted: found[wanted.paper](wanted.period, wanted.cut)


def _made(session: ScopedSession, wanted: Wanted) -> commands.Made:
    return commands.Made(session.get_one(Office, 1), wanted, clock.today())


def _inside(session: ScopedSession, wanted: Wanted) -> Document:
    return commands.internal(_made(session, wanted), _counts(session, wanted))


def _page(form: PeriodForm, document: Document | None = None, **more: Any) -> str:
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
