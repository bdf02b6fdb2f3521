from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.db.session import ScopedSession
from cswtool.listings import commands
from cswtool.listings.forms import SaveForm
from cswtool.listings.models import SavedList
from cswtool.web.editing import EditPage
from cswtool.web.guarded import GuardedBlueprint
from cswtool.web.paths import own_path

listings = GuardedBlueprint("listings", records={"saved_id": SavedList})


@listings.post("/lists", needs=Permission.LIST_KEEP)
def keep(session: ScopedSession) -> ResponseReturnValue:
    form = SaveForm()
    back = own_path(form.path.data) or url_for("today.home")
    page = EditPage("絞り込みに名前を付ける", back, "一覧")
    if not form.validate():
        return page.invalid(form)
    commands.keep(session, form.new_record_id(), form.to_input(session.actor))
    return page.done("絞り込みに名前を付けました。一覧の上から、いつでも開けます。")


@listings.post("/lists/<uuid:saved_id>/remove", needs=Permission.LIST_REMOVE)
def remove(session: ScopedSession, saved: SavedList) -> ResponseReturnValue:
    page = saved.page
    commands.remove(session, saved)
    flash("名前を付けた絞り込みを取り除きました。", "ok")
    return redirect(page, 303)
