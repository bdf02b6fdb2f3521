"""Where all pages of the papers hang, and what several of them do."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

from flask import abort, render_template, request, send_file
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from cswtool.access import clock, fiscal
from cswtool.access.fiscal import Period
from cswtool.accounts.models import Office
from cswtool.db.session import ScopedSession
from cswtool.publications.document import Document, printed, spoken
from cswtool.publications.excel import EXCEL, to_excel
from cswtool.publications.paper import PDF, to_pdf
from cswtool.publications.plain import CSV, to_csv
from cswtool.publications.queries import correctable
from cswtool.reports import periods
from cswtool.reports.commands.documents import Made, internal
from cswtool.reports.forms import PeriodForm, PrepareForm, as_query
from cswtool.reports.queries import counted, form_a_counted, form_b_counted
from cswtool.reports.rules import Cut, Paper, Summary, Wanted, form_a_of, form_b_of, summary_of
from cswtool.web.guarded import GuardedBlueprint

reports = GuardedBlueprint("reports")

YEARS_OFFERED = 3
_MADE: dict[str, tuple[Callable[[Document], bytes], str]] = {
    "xlsx": (to_excel, EXCEL),
    "pdf": (to_pdf, PDF),
    "csv": (to_csv, CSV),
}


def asked() -> PeriodForm:
    """The period in the address; without one, the one that ended last."""
    usual = Wanted(Paper.SUMMARY, periods.last_finished(clock.today()), Cut())
    fields = as_query(usual) | request.args.to_dict()
    return PeriodForm(formdata=MultiDict(fields), meta={"csrf": False})


def valid_input() -> Wanted:
    form = asked()
    if not form.validate():
        abort(422)
    return form.to_input()


def maker(session: ScopedSession) -> Callable[[Wanted], Summary]:
    """Makes the tables of a paper; each period is counted once, however often it is cut."""
    found: dict[Paper, Callable[[Period, Cut], Summary]] = {}
    read_summary = cache(lambda period: counted(session, period))
    read_form_a = cache(lambda period: form_a_counted(session, period))
    read_form_b = cache(lambda period: form_b_counted(session, period))
    found[Paper.SUMMARY] = lambda period, cut: summary_of(read_summary(period), cut)
    found[Paper.FORM_A] = lambda period, cut: form_a_of(read_form_a(period), cut)
    found[Paper.FORM_B] = lambda period, cut: form_b_of(read_form_b(period), cut)
    return lambda wanted: found[wanted.paper](wanted.period, wanted.cut)


def made_of(session: ScopedSession, wanted: Wanted) -> Made:
    return Made(session.get_one(Office, 1), wanted, clock.today())


def inside(session: ScopedSession, wanted: Wanted) -> Document:
    return internal(made_of(session, wanted), maker(session)(wanted))


def as_file(document: Document, kind: str) -> ResponseReturnValue:
    make, media_type = _MADE[kind]
    name = f"{document.file_name}.{kind}"
    return send_file(BytesIO(make(document)), media_type, as_attachment=True, download_name=name)


def page(
    session: ScopedSession, form: PeriodForm, document: Document | None = None, **more: Any
) -> str:
    today = clock.today()
    year = fiscal.fiscal_year(today)
    again = as_query(form.to_input()) if document else {}
    sent = form if isinstance(form, PrepareForm) else PrepareForm(formdata=None, **again)
    return render_template(
        "reports/summary.html",
        form=form,
        document=document,
        asked=again,
        preparing=sent.offer(correctable(session)) if document else None,
        years=[(y, periods.offered(y, today)) for y in range(year, year - YEARS_OFFERED, -1)],
        today=today,
        printed=printed,
        spoken=spoken,
        **more,
    )
