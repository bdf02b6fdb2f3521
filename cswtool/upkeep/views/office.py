"""The office's data at a glance, and its one setting."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.db.session import ScopedSession
from cswtool.upkeep import commands, queries
from cswtool.upkeep.forms import OfficeForm
from cswtool.upkeep.views.blueprint import upkeep
from cswtool.web.editing import EditPage


@upkeep.get("", needs=Permission.OFFICE_DATA)
def office(session: ScopedSession) -> ResponseReturnValue:
    return render_template(
        "upkeep/office.html", sizes=queries.sizes(session), office=queries.office(session)
    )


def _settings_page() -> EditPage:
    lead = "制限をかけたケースは、どちらを選んでも、担当者と許可された人だけが見られます。"
    return EditPage(
        "ケースの見え方・記録の直し方・終結の承認", url_for("upkeep.office"), "事業所のデータ", lead
    )


@upkeep.get("/settings", needs=Permission.OFFICE_DATA)
def settings(session: ScopedSession) -> ResponseReturnValue:
    return _settings_page().shown(OfficeForm(obj=queries.office(session)))


@upkeep.post("/settings", needs=Permission.OFFICE_DATA)
def save_settings(session: ScopedSession) -> ResponseReturnValue:
    page, stored = _settings_page(), queries.office(session)
    form = OfficeForm(obj=stored)
    if refusal := page.refused(form, OfficeForm(obj=stored, formdata=None)):
        return refusal
    commands.change_office(stored, form.to_input())
    return page.done("保存しました。")
