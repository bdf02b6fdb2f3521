"""The audit trail, as the privacy officer reads it."""

from collections.abc import Mapping
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from cswtool.access.actor import NOBODY
from cswtool.access.permissions import Permission
from cswtool.accounts.queries import calendar_owners
from cswtool.db.session import ScopedSession
from cswtool.listings.forms import shelf
from cswtool.upkeep import queries, rules
from cswtool.upkeep.forms import TrailForm
from cswtool.upkeep.views.blueprint import upkeep
from cswtool.web.exporting import Column, Listing, asked_kind, exported, listed

ROWS = 100


@upkeep.get("/trail", needs=Permission.TRAIL_READ)
def trail(session: ScopedSession) -> ResponseReturnValue:
    people = queries.users(session)
    form = TrailForm(request.args, meta={"csrf": False}).offer(people)
    names = {
        NOBODY.id: "（サインインの前）",
        **{user.id: user.name for user in people},
        **{key: f"{name}のカレンダー" for key, name in calendar_owners(session).items()},
    }
    page = listed(session, queries.trail(form.to_wanted()), ROWS)
    if asked_kind():
        listing = Listing("証跡", _columns(names), form, page.items, page.total)
        return exported(session, listing)
    shown = {"form": form, "page": page, "names": names, "rules": rules}
    return render_template("upkeep/trail.html", shelf=shelf(session), **shown)


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
