"""地域課題シート on paper, and as a picture for a slide."""

from io import BytesIO

from flask import send_file
from flask.typing import ResponseReturnValue

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.accounts.models import Office
from cswtool.db.session import ScopedSession
from cswtool.regional.models import RegionalIssue
from cswtool.regional.queries.sheet import Imprint, sheet_of
from cswtool.regional.rules.sheet import Sheet
from cswtool.regional.views.blueprint import ONE, regional
from cswtool.typesetting.pages import PDF, PNG, to_pdf, to_png


@regional.get(ONE + "/sheet.pdf", needs=Permission.REGIONAL_PRINT)
def sheet(session: ScopedSession, regional: RegionalIssue) -> ResponseReturnValue:
    made = _made(session, regional)
    session.note(regional, detail=f"print: 地域課題シート（{made.use.label}）")
    paper = to_pdf("regional/sheet.typ", made.content(), made.made_on)
    name = f"{made.file_name}.pdf"
    return send_file(BytesIO(paper), PDF, as_attachment=True, download_name=name)


@regional.get(ONE + "/slide.png", needs=Permission.REGIONAL_PRINT)
def slide(session: ScopedSession, regional: RegionalIssue) -> ResponseReturnValue:
    made = _made(session, regional)
    session.note(regional, detail=f"print: 地域課題のスライド（{made.use.label}）")
    picture = to_png("regional/slide.typ", made.slide(), made.made_on)
    name = f"{made.file_name}.png"
    return send_file(BytesIO(picture), PNG, as_attachment=True, download_name=name)


def _made(session: ScopedSession, issue: RegionalIssue) -> Sheet:
    return sheet_of(session, issue, imprint(session))


def imprint(session: ScopedSession) -> Imprint:
    """The office's, of today."""
    office = session.get_one(Office, 1)
    return Imprint(office.name, office.demo, clock.today())
