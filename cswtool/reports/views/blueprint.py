"""Where all pages of the papers hang, and what several of them do."""

from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

from flask import abort, render_template, request
from werkzeug.datastructures import MultiDict

from cswtool.access import clock, fiscal
from cswtool.access.fiscal import Period
from cswtool.accounts.models import Office
from cswtool.accounts.queries import other_supervisors
from cswtool.db.session import ScopedSession
from cswtool.publications.document import Document, printed, spoken
from cswtool.publications.forms import NOBODY_CHECKS
from cswtool.publications.models import PreparedEdition
from cswtool.publications.queries import correctable
from cswtool.reports import periods
from cswtool.reports.commands.documents import Made, internal
from cswtool.reports.forms import PeriodForm, PrepareForm
from cswtool.reports.queries import counted, form_a_counted, form_b_counted
from cswtool.reports.rules import Cut, Paper, Summary, Wanted, form_a_of, form_b_of, summary_of
from cswtool.web.guarded import GuardedBlueprint

reports = GuardedBlueprint("reports")

YEARS_OFFERED = 3


def asked() -> PeriodForm:
    """The period in the address; without one, the one that ended last."""
    usual = Wanted(Paper.SUMMARY, periods.last_finished(clock.today()), Cut())
    fields = usual.as_query() | request.args.to_dict()
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
    return Made(session.get_one(Office, 1), wanted, clock.now())


def inside(session: ScopedSession, wanted: Wanted) -> Document:
    return internal(made_of(session, wanted), maker(session)(wanted))


def named() -> Wanted | None:
    """The tables that a form is about, where it names them at all."""
    form = PeriodForm(meta={"csrf": False})
    return form.to_input() if form.validate() else None


def offering(session: ScopedSession, form: PrepareForm, wanted: Wanted | None) -> PrepareForm:
    """The form with the editions of its period that may be put right."""
    if wanted is None:
        return form.offer(())
    return form.offer(correctable(session, wanted.paper.value, wanted.period))


def _preparing(session: ScopedSession, form: PeriodForm, wanted: Wanted) -> PrepareForm:
    """As it was sent, or opened: what was said of one that is prepared again is kept."""
    if isinstance(form, PrepareForm):
        return form
    before = request.args.get("again", type=UUID)
    edition = session.get(PreparedEdition, before) if before else None
    if edition is not None:
        session.note(edition)
    said = edition.said if edition else {}
    return offering(session, PrepareForm(formdata=None, **wanted.as_query(), **said), wanted)


def page(
    session: ScopedSession, form: PeriodForm, document: Document | None = None, **more: Any
) -> str:
    today = clock.today()
    year = fiscal.fiscal_year(today)
    wanted = form.to_input() if document else None
    return render_template(
        "reports/summary.html",
        form=form,
        document=document,
        asked=wanted.as_query() if wanted else {},
        again=request.args.get("again"),
        nobody_checks="" if other_supervisors(session) else NOBODY_CHECKS,
        preparing=_preparing(session, form, wanted) if wanted else None,
        years=[(y, periods.offered(y, today)) for y in range(year, year - YEARS_OFFERED, -1)],
        today=today,
        printed=printed,
        spoken=spoken,
        **more,
    )
