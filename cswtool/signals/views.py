"""気づき: a quiet list of what is met more often of late, and what was decided about it."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.db.session import ScopedSession
from cswtool.drafts.commands import spend
from cswtool.drafts.forms import keep_url, restored
from cswtool.drafts.rules import Place
from cswtool.signals import commands, queries
from cswtool.signals.forms import LeaveForm
from cswtool.signals.models import SetAside
from cswtool.signals.queries import Kind, Words
from cswtool.signals.rules import Signal, household, odds, sentence
from cswtool.web.editing import EditPage
from cswtool.web.guarded import GuardedBlueprint

signals = GuardedBlueprint("signals", records={"decision_id": SetAside})


@dataclass(frozen=True, slots=True)
class Shown:
    """A 気づき in words."""

    signal: Signal
    where: str
    kind: str
    what: str

    @property
    def sentence(self) -> str:
        return sentence(self.signal, self.where, self.what)

    @property
    def about(self) -> str:
        """What a 地域課題 of it begins with."""
        return household(self.signal.kind, self.what)

    @property
    def odds(self) -> str:
        return odds(self.signal.chance)


@signals.get("/signals", needs=Permission.SIGNAL_READ)
def index(session: ScopedSession) -> ResponseReturnValue:
    today = clock.today()
    words, left = queries.words(session), queries.set_aside(session, today)
    quiet = {(decision.zone, decision.kind, decision.key) for decision in left}
    found = [one for one in queries.noticed(session, today) if _name(one) not in quiet]
    return render_template(
        "signals/index.html",
        found=[_shown(one, words) for one in found],
        left=left,
        words=words,
        kinds=Kind,
        period=queries.finished_months(today),
    )


def _name(signal: Signal) -> tuple[str, str, str]:
    return signal.zone, signal.kind, signal.key


def _shown(signal: Signal, words: Words) -> Shown:
    what = words.keys[signal.kind, signal.key]
    return Shown(signal, words.where(signal.zone), Kind(signal.kind).label, what)


@signals.get("/signals/leave", needs=Permission.SIGNAL_DECIDE)
def leaving(session: ScopedSession) -> ResponseReturnValue:
    form = LeaveForm(formdata=None, **{name: request.args.get(name) for name in _NAMES})
    words = queries.words(session)
    if not form.names(words):
        flash("一覧から、もう一度選んでください。", "info")
        return redirect(url_for("signals.index"), 303)
    page, draft = _page(form, words), restored(session, _place(form))
    return page.shown(LeaveForm(draft.fields) if draft else form, draft)


@signals.post("/signals/leave", needs=Permission.SIGNAL_DECIDE)
def leave(session: ScopedSession) -> ResponseReturnValue:
    form, words = LeaveForm(), queries.words(session)
    if not form.names(words):
        abort(422)
    page = _page(form, words)
    if not form.validate():
        return page.invalid(form)
    stored = session.get(SetAside, form.new_record_id())
    if stored is None:
        commands.leave(session, form.new_record_id(), form.to_input(clock.today()))
        spend(session, _place(form), str(form.form_key.data))
    elif form.differs_from(stored):
        return page.shown(form), 409
    return page.done("見送りました。選んだ時期が来ると、続いていればまた出ます。")


_NAMES = ("zone", "kind", "key")


def _page(form: LeaveForm, words: Words) -> EditPage:
    who = household(form.kind.data, words.keys[form.kind.data, form.key.data])
    title = f"気づきを見送る：{words.where(form.zone.data or '')}の{who}"
    draft_url = keep_url(_place(form))
    return EditPage(title, url_for("signals.index"), "気づき", submit="見送る", draft_url=draft_url)


def _place(form: LeaveForm) -> Place:
    """Of each 気づき its own."""
    about = urlencode({name: form[name].data or "" for name in _NAMES})
    return Place("signal-leave", str(uuid5(NAMESPACE_URL, about)))


@signals.post("/signals/<uuid:decision_id>/take-up", needs=Permission.SIGNAL_DECIDE)
def take_up(session: ScopedSession, decision: SetAside) -> ResponseReturnValue:
    commands.take_up(session, decision)
    flash("見送りをやめました。続いていれば、上に出ます。", "ok")
    return redirect(url_for("signals.index"), 303)
