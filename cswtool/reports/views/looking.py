"""What the people of the office look at, and the files for them."""

from collections.abc import Callable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from cswtool.access import clock, fiscal
from cswtool.access.permissions import Permission
from cswtool.db.session import ScopedSession
from cswtool.publications.document import printed, spoken
from cswtool.publications.files import as_file
from cswtool.publications.rules import PUBLIC_THRESHOLD
from cswtool.reports.commands.documents import drawn_trend, first_sight
from cswtool.reports.queries import trend as counted_trend
from cswtool.reports.rules import (
    Summary,
    Wanted,
    as_it_leaves,
    for_everybody,
    options,
    percent_shown,
    years_recorded,
)
from cswtool.reports.views.blueprint import (
    asked,
    inside,
    made_of,
    maker,
    page,
    reports,
    valid_input,
)


@reports.get("/summary", needs=Permission.SUMMARY_PREPARE)
def summary(session: ScopedSession) -> ResponseReturnValue:
    form = asked()
    if not form.validate():
        return page(session, form), 422
    return page(session, form, inside(session, form.to_input()))


@reports.get("/summary/trend", needs=Permission.SUMMARY_PREPARE)
def trend(session: ScopedSession) -> ResponseReturnValue:
    present = fiscal.fiscal_year(clock.today())
    asked_for = range(present - fiscal.YEARS_REPORTED + 1, present + 1)
    lines = counted_trend(session, asked_for)
    years = years_recorded(lines, asked_for)
    picture = drawn_trend(lines, years)
    return render_template("reports/trend.html", years=years, lines=lines, picture=picture)


@reports.get("/summary.xlsx", needs=Permission.SUMMARY_PREPARE)
def xlsx(session: ScopedSession) -> ResponseReturnValue:
    return _saved(session, "xlsx")


@reports.get("/summary.pdf", needs=Permission.SUMMARY_PREPARE)
def pdf(session: ScopedSession) -> ResponseReturnValue:
    return _saved(session, "pdf")


@reports.get("/summary.csv", needs=Permission.SUMMARY_PREPARE)
def csv(session: ScopedSession) -> ResponseReturnValue:
    return _saved(session, "csv")


def _saved(session: ScopedSession, kind: str) -> ResponseReturnValue:
    """The file; the trail says which figures are in it, for nothing in it is hidden."""
    document = inside(session, valid_input())
    session.note(detail=f"書き出し：{document.title}（{document.profile.label}、{kind}）")
    return as_file(document, kind)


@reports.get("/summary/coarser", needs=Permission.SUMMARY_PREPARE)
def coarser(session: ScopedSession) -> ResponseReturnValue:
    """Which merges would show how much, with the tables as they would look."""
    wanted, make = valid_input(), _leaving(session)
    made = made_of(session, wanted)
    problem, document = first_sight(made, make(wanted), PUBLIC_THRESHOLD)
    return render_template(
        "reports/coarser.html",
        document=document,
        now=percent_shown(problem),
        options=options(wanted, make, PUBLIC_THRESHOLD, clock.today()),
        made=made,
        least=PUBLIC_THRESHOLD,
        again=request.args.get("again"),
        printed=printed,
        spoken=spoken,
    )


def _leaving(session: ScopedSession) -> Callable[[Wanted], Summary]:
    """Makes the tables of a paper without what no published edition shows."""
    make = maker(session)
    return lambda wanted: for_everybody(make(as_it_leaves(wanted, make, PUBLIC_THRESHOLD)))
