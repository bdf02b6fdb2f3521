"""The audit trail, as the privacy officer reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cswtool.access.actor import NOBODY
from cswtool.access.permissions import Permission
from cswtool.accounts.queries import calendar_owners
from cswtool.db.audit import AuditEvent
from cswtool.db.session import ScopedSession
from cswtool.listings.forms import shelf
from cswtool.upkeep import queries, rules
from cswtool.upkeep.commands import case_for_the_trail
from cswtool.upkeep.forms import CaseTrailForm, TrailForm
from cswtool.upkeep.views.blueprint import upkeep
from cswtool.web.exporting import Column, Listing, asked_kind, exported, listed
from cswtool.web.paging import Page

ROWS = 100


@upkeep.get("/trail", needs=Permission.TRAIL_READ)
def trail(session: ScopedSession) -> ResponseReturnValue:
    if not asked_kind():
        return _page(session, CaseTrailForm(formdata=None))
    found = _found(session)
    columns, page = _columns(found.names), found.page
    title = "1つの記録の証跡" if found.form.record.data else "証跡"
    return exported(session, Listing(title, columns, found.form, page.items, page.total))


@upkeep.post("/trail", endpoint="trail_of_case", needs=Permission.TRAIL_READ, reads=True)
def trail_of_case(session: ScopedSession) -> ResponseReturnValue:
    form = CaseTrailForm()
    if not form.validate():
        return _page(session, form), 422
    found = case_for_the_trail(session, form.typed) if form.typed else None
    if found is None:
        form.refuse_number()
        return _page(session, form), 422
    return redirect(url_for("upkeep.trail", record=found), 303)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the address asks for; `names` are those of everybody who may stand in a row."""

    form: TrailForm
    page: Page[AuditEvent]
    names: Mapping[UUID, str]


def _found(session: ScopedSession) -> _Found:
    people = queries.users(session)
    form = TrailForm(request.args, meta={"csrf": False}).offer(people)
    names = {
        NOBODY.id: "（サインインの前）",
        **{user.id: user.name for user in people},
        **{key: f"{name}のカレンダー" for key, name in calendar_owners(session).items()},
    }
    return _Found(form, listed(session, queries.trail(form.to_wanted()), ROWS), names)


def _page(session: ScopedSession, of_case: CaseTrailForm) -> str:
    return render_template(
        "upkeep/trail.html",
        found=_found(session),
        of_case=of_case,
        rules=rules,
        shelf=shelf(session),
    )


def _columns(names: Mapping[UUID, str]) -> tuple[Column, ...]:
    return (
        Column("時刻", lambda row: row.at, 16),
        Column("だれが", lambda row: names.get(row.actor_id, "（システム）")),
        Column("何を", lambda row: rules.ACTIONS.get(row.action, row.action), 24),
        Column("結果", lambda row: rules.OUTCOMES[row.outcome]),
        Column("記録", lambda row: rules.RECORDS.get(row.record_type, row.record_type)),
        Column("だれの", lambda row: names.get(row.record_id)),
        Column("記録の印", lambda row: str(row.record_id) if row.record_id else None, 38),
        Column("理由", lambda row: rules.told(row.reason)),
        Column("書いた欄", lambda row: rules.told_fields(row.fields) if row.fields else None, 30),
        Column("くわしく", lambda row: rules.told(row.detail), 40),
    )
