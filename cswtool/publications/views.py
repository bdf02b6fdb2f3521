"""Editions that were handed out: the list, one of them, its files."""

from io import BytesIO

from flask import render_template, send_file
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.db.session import ScopedSession
from cswtool.publications.document import printed, spoken
from cswtool.publications.excel import EXCEL, to_excel
from cswtool.publications.models import Publication
from cswtool.publications.paper import PDF, to_pdf
from cswtool.publications.queries import document_of, editions
from cswtool.web.guarded import GuardedBlueprint
from cswtool.web.paging import asked_page, page_of

publications = GuardedBlueprint("publications", records={"publication_id": Publication})


@publications.get("/publications", needs=Permission.PUBLICATION_READ)
def index(session: ScopedSession) -> ResponseReturnValue:
    page = page_of(session, editions(), asked_page())
    return render_template("publications/index.html", page=page)


@publications.get("/publications/<uuid:publication_id>", needs=Permission.PUBLICATION_READ)
def show(_session: ScopedSession, publication: Publication) -> ResponseReturnValue:
    return render_template(
        "publications/show.html",
        publication=publication,
        document=document_of(publication),
        printed=printed,
        spoken=spoken,
    )


@publications.get("/publications/<uuid:publication_id>.xlsx", needs=Permission.PUBLICATION_READ)
def xlsx(_session: ScopedSession, publication: Publication) -> ResponseReturnValue:
    document = document_of(publication)
    name = f"{document.file_name}_第{publication.number}号.xlsx"
    return send_file(BytesIO(to_excel(document)), EXCEL, as_attachment=True, download_name=name)


@publications.get("/publications/<uuid:publication_id>.pdf", needs=Permission.PUBLICATION_READ)
def pdf(_session: ScopedSession, publication: Publication) -> ResponseReturnValue:
    document = document_of(publication)
    name = f"{document.file_name}_第{publication.number}号.pdf"
    return send_file(BytesIO(to_pdf(document)), PDF, as_attachment=True, download_name=name)
