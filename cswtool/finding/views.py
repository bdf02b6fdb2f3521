"""The page on which words are looked for in the records."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from cswtool.access.permissions import Permission
from cswtool.accounts.queries import case_staff
from cswtool.community.queries import zones
from cswtool.db.session import ScopedSession
from cswtool.finding import queries
from cswtool.finding.forms import RecordsForm
from cswtool.finding.rules import snippet
from cswtool.listings.forms import shelf
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
    """The filters may stand in the address, where nobody's name is; words are posted."""
    form = _form(session, formdata=_asked_filters(), meta={"csrf": False})
    if not form.filters() or not form.validate():
        return _page(session, form, None)
    return _page(session, form, queries.find(session, form.to_wanted(), 1))


def _asked_filters() -> MultiDict[str, str]:
    asked = request.args.items(multi=True)
    return MultiDict([(name, value) for name, value in asked if name not in {"typed", "page"}])


@finding.post("/records", endpoint="find", needs=Permission.SEARCH, reads=True)
def find(session: ScopedSession) -> ResponseReturnValue:
    form = _form(session)
    if not form.validate():
        return _page(session, form, None), 422
    if asked_kind():
        return _file(session, form)
    return _page(session, form, queries.find(session, form.to_wanted(), form.asked_page()))


def _file(session: ScopedSession, form: RecordsForm) -> ResponseReturnValue:
    found = listed(session, queries.matches(session, form.to_wanted()))
    return exported(session, Listing("相談記録", _COLUMNS, form, found.items, found.total))


def _form(session: ScopedSession, **more: Any) -> RecordsForm:
    issues = [issue for _, group in issues_by_group(session) for issue in group]
    return RecordsForm(**more).offer(zones(session), case_staff(session), issues)


def _page(session: ScopedSession, form: RecordsForm, found: queries.Found | None) -> str:
    words = form.to_wanted().words if found else ()
    return render_template(
        "finding/records.html",
        form=form,
        shelf=shelf(session, form.filters()),
        found=found,
        snippets={c.id: snippet(c.text, words) for c in found.contacts} if found else {},
        most=queries.MOST_COUNTED,
        size=queries.SIZE,
    )
