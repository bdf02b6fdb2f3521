"""ジェノグラム, エコマップ and 家族年表, on the screen and for paper."""

from datetime import date
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.cases.models import Case
from cswtool.db.session import ScopedSession
from cswtool.drawing import ecomap as ecomaps
from cswtool.drawing import genogram as genograms
from cswtool.drawing.rows import rows
from cswtool.portrait import queries
from cswtool.portrait.forms import DayForm
from cswtool.portrait.views.blueprint import portrait

NEEDS = Permission.PORTRAIT_READ


def _day_form() -> DayForm:
    return DayForm(request.args, meta={"csrf": False})


@portrait.get("/genogram", needs=NEEDS)
def genogram(session: ScopedSession, case: Case) -> ResponseReturnValue:
    return _genogram(session, case, "portrait/genogram.html")


@portrait.get("/genogram/sheet", needs=NEEDS)
def genogram_sheet(session: ScopedSession, case: Case) -> ResponseReturnValue:
    session.note(case, detail="print: ジェノグラム")
    return _genogram(session, case, "portrait/genogram_sheet.html")


def _genogram(session: ScopedSession, case: Case, template: str) -> str:
    form, today = _day_form(), clock.today()
    kinship = queries.kinship_of(session, case, form.day_or(today))
    family = kinship.family
    return _page(
        template,
        case,
        form,
        kinship.day,
        picture=genograms.genogram(family, title="ジェノグラム", desc=_DESC),
        legend=genograms.LEGEND,
        rows=rows(family),
        guessed=kinship.is_guessed,
    )


@portrait.get("/ecomap", needs=NEEDS)
def ecomap(session: ScopedSession, case: Case) -> ResponseReturnValue:
    return _ecomap(session, case, "portrait/ecomap.html")


@portrait.get("/ecomap/sheet", needs=NEEDS)
def ecomap_sheet(session: ScopedSession, case: Case) -> ResponseReturnValue:
    session.note(case, detail="print: エコマップ")
    return _ecomap(session, case, "portrait/ecomap_sheet.html")


def _ecomap(session: ScopedSession, case: Case, template: str) -> str:
    form, today = _day_form(), clock.today()
    found = queries.surroundings_of(session, case, form.day_or(today))
    return _page(
        template,
        case,
        form,
        found.day,
        picture=ecomaps.ecomap(found.members, found.ties, title="エコマップ", desc=_DESC),
        legend=ecomaps.LEGEND,
        lines=found.lines,
        members=found.members,
    )


@portrait.get("/history", needs=NEEDS)
def history(session: ScopedSession, case: Case) -> ResponseReturnValue:
    return _history(session, case, "portrait/history.html")


@portrait.get("/history/sheet", needs=NEEDS)
def history_sheet(session: ScopedSession, case: Case) -> ResponseReturnValue:
    session.note(case, detail="print: 家族年表")
    return _history(session, case, "portrait/history_sheet.html")


def _history(session: ScopedSession, case: Case, template: str) -> str:
    today = clock.today()
    years = queries.years_of(session, case, today)
    return render_template(template, case=case, years=years, today=today)


def _page(template: str, case: Case, form: DayForm, day: date, **more: Any) -> str:
    form.on.data = day
    return render_template(template, case=case, form=form, day=day, today=clock.today(), **more)


_DESC = "同じ内容が、この図の下の表にあります。"
