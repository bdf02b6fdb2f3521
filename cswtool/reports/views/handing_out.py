"""What is prepared for outside and becomes an edition."""

from typing import cast

from flask import current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.db.session import ScopedSession
from cswtool.publications.commands.editions import Protected, keep
from cswtool.publications.commands.ledger import held
from cswtool.publications.models import PreparedEdition
from cswtool.publications.rules import Profile, SpoiltError, UnprovedError
from cswtool.reports.commands.editions import Around, as_it_leaves_for, outside
from cswtool.reports.commands.protecting import NotReadyError
from cswtool.reports.forms import PrepareForm
from cswtool.reports.rules import Wanted, unprinted_beside
from cswtool.reports.views.blueprint import (
    inside,
    made_of,
    maker,
    named,
    offering,
    page,
    reports,
)


@reports.post("/summary/prepare", needs=Permission.SUMMARY_PREPARE, reads=True)
def prepare(session: ScopedSession) -> ResponseReturnValue:
    """Reads only, but for what it keeps at the end: nobody's saving waits for the engine."""
    wanted = named()
    form = offering(session, PrepareForm(), wanted)
    key = form.new_record_id()
    if session.get(PreparedEdition, key) is None:
        if wanted is None or not form.validate():
            return page(session, form, inside(session, wanted) if wanted else None), 422
        try:
            keep(session, _ledger_key(), _protected(session, wanted, form), key)
        except (NotReadyError, UnprovedError) as refused:
            return page(session, form, inside(session, wanted), refused=_why(refused)), 422
        flash("外に出せる形に整えました。下の表を確かめて、確認を頼んでください。", "ok")
    return redirect(url_for("publications.prepared", edition_id=key), 303)


def _why(refused: Exception) -> str:
    if isinstance(refused, SpoiltError):
        number = refused.number
        return (
            f"第{number}号と期間が重なります。第{number}号は、伏せた数値の控えが壊れているか"
            "書き換えられているため、見比べて推計されないことを確かめられません。"
            "管理者に知らせてください。急ぐときは、重ならない期間を選んでください。"
        )
    if isinstance(refused, UnprovedError):
        number = refused.number
        return (
            f"第{number}号と期間が重なります。第{number}号は、"
            "伏せた数値の控えを取る前の版なので、見比べて推計されないことを確かめられません。"
            "重ならない期間を選んでください。"
        )
    return str(refused)


def _protected(session: ScopedSession, wanted: Wanted, form: PrepareForm) -> Protected:
    make, profile = maker(session), Profile(form.profile.data)
    made = as_it_leaves_for(made_of(session, wanted), profile, make)
    earlier = held(session, _ledger_key(), wanted.period)
    out = [*(Wanted.of_query(edition.kept.asked) for edition in earlier), made.wanted]
    beside = {one: make(one) for one in unprinted_beside(out)}
    around = Around(earlier, beside, form.correction())
    return outside(made, profile, make(made.wanted), around)


def _ledger_key() -> bytes:
    return cast("bytes", current_app.extensions["settings"].derive("ledger"))
