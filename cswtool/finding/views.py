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
from cswtool.web.exporting import Column, Listing, asked_kind, exported, listed
from cswtool.web.guarded import GuardedBlueprint

finding = GuardedBlueprint("finding")

_COLUMNS = (
    Column("日時", lambda contact: contact.at, 16),
    Column("方法", lambda contact: contact.method.label, 10),
    Column("ケース", lambda contact: contact.case.number if contact.case else None, 10),
    Column("主訴", lambda contact: contact.case.headline if contact.case else None, 30),
    Column("記録した人", lambda contact: contact.author.name),
    Column("課題", lambda contact: "、".join(row.issue.label for row in contact.tags), 24),
    Column("内容", lambda contact: contact.text, 80),
)


@finding.get("/records", needs=Permission.SEARCH)
def records(session: ScopedSession) -> ResponseReturnValue:
    return _page(_form(session, formdata=None), None)


@finding.post("/records", endpoint="find", needs=Permission.SEARCH, reads=True)
def find(session: ScopedSession) -> ResponseReturnValue:
    form = _form(session)
    if not form.validate():
        return _page(form, None), 422
    if asked_kind():
        return _file(session, form)
    return _page(form, queries.find(session, form.to_wanted(), form.asked_page()))


def _file(session: ScopedSession, form: RecordsForm) -> ResponseReturnValue:
    found = listed(session, queries.matches(session, form.to_wanted()))
    return exported(session, Listing("相談記録", _COLUMNS, form, found.items, found.total))


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
