"""The page on which words are looked for in the records."""

from flask import render_template
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.accounts.queries import case_staff
from cswtool.community.queries import zones
from cswtool.db.session import ScopedSession
from cswtool.finding import queries
from cswtool.finding.forms import RecordsForm
from cswtool.finding.rules import snippet
from cswtool.taxonomy.queries import issues_by_group
from cswtool.web.guarded import GuardedBlueprint

finding = GuardedBlueprint("finding")


@finding.get("/records", needs=Permission.SEARCH)
def records(session: ScopedSession) -> ResponseReturnValue:
    return _page(_form(session, formdata=None), None)


@finding.post("/records", endpoint="find", needs=Permission.SEARCH, reads=True)
def find(session: ScopedSession) -> ResponseReturnValue:
    form = _form(session)
    if not form.validate():
        return _page(form, None), 422
    return _page(form, queries.find(session, form.to_wanted(), form.asked_page()))


def _form(session: ScopedSession, **more: None) -> RecordsForm:
    issues = [issue for _, group in issues_by_group(session) for issue in group]
    return RecordsForm(**more).offer(zones(session), case_staff(session), issues)


def _page(form: RecordsForm, found: queries.Found | None) -> str:
    words = form.to_wanted().words if found else ()
    return render_template(
        "finding/records.html",
        form=form,
        found=found,
        snippets={c.id: snippet(c.text, words) for c in found.contacts} if found else {},
        most=queries.MOST_COUNTED,
        size=queries.SIZE,
    )
