"""様式C: the list of 地域課題 as a paper, inside as it is, outside what two people let out."""

from collections.abc import Sequence
from io import BytesIO
from operator import itemgetter
from typing import Final

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.db.session import ScopedSession
from cswtool.regional.forms import ListForm
from cswtool.regional.queries import sheet
from cswtool.regional.queries.sheet import Printed
from cswtool.regional.rules.form_c import COLUMNS, TITLE, FormC
from cswtool.regional.rules.sheet import Use
from cswtool.regional.views.blueprint import regional
from cswtool.regional.views.issues import asked_list
from cswtool.regional.views.paper import imprint
from cswtool.typesetting.pages import PDF, to_pdf
from cswtool.web.exporting import Column, Listing, asked_kind, narrowed, written

_COLUMNS: Final = tuple(
    Column(heading, itemgetter(place), width) for place, (heading, width) in enumerate(COLUMNS)
)


@regional.get("/regional/form-c", needs=Permission.REGIONAL_READ)
def form_c(session: ScopedSession) -> ResponseReturnValue:
    form = asked_list(session)
    found = sheet.form_c(session, form.to_wanted(), imprint(session))
    return render_template("regional/form_c.html", form=form, found=found)


@regional.get("/regional/form-c/file", needs=Permission.REGIONAL_PRINT)
def form_c_file(session: ScopedSession) -> ResponseReturnValue:
    """`?use=outside` leaves out what nobody released; `&as=xlsx` or `csv`, else PDF."""
    form, by = asked_list(session), imprint(session)
    found = sheet.form_c(session, form.to_wanted(), by)
    use = Use.OUTSIDE if request.args.get("use") == Use.OUTSIDE else Use.INSIDE
    sheets = [one.sheet for one in found]
    made = FormC(sheets, use, narrowed(form), by.today, by.office, by.demo)
    kind = asked_kind() or "pdf"
    _note(session, found, made, kind)
    content, media_type = _content(made, form, kind)
    name = f"{made.file_name}.{kind}"
    return send_file(BytesIO(content), media_type, as_attachment=True, download_name=name)


def _note(session: ScopedSession, found: Sequence[Printed], made: FormC, kind: str) -> None:
    """The paper; and of each issue that may go outside on it, that it is there."""
    told = f"{made.use.label}、{kind}、{len(made.lines)}件"
    session.note(detail=f"書き出し：{TITLE}（{told}）")
    for one in found:
        if made.use is Use.OUTSIDE and one.sheet.released:
            session.note(one.issue, detail=f"print: 様式C（{made.use.label}）")


def _content(made: FormC, form: ListForm, kind: str) -> tuple[bytes, str]:
    if kind == "pdf":
        return to_pdf("regional/form_c.typ", made.content(), made.made_on), PDF
    listing = Listing(TITLE, _COLUMNS, form, made.lines, len(made.lines), made.use.mark)
    return written(listing, made.head, kind)
