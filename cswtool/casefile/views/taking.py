"""A CSW takes a 連絡票 into a case: one that there is, or a new one."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.casefile import commands, queries
from cswtool.casefile.forms import SearchForm, SlipCaseForm, TakeForm
from cswtool.casefile.rules import UNKNOWN_WORDS, headline_of
from cswtool.casefile.views.blueprint import casefile
from cswtool.casefile.views.pages import similar_to
from cswtool.casefile.views.telling import tell_afterwards
from cswtool.cases.commands import OutOfOwnSightError
from cswtool.cases.forms import offered
from cswtool.cases.models import Case
from cswtool.db.session import ScopedSession
from cswtool.intake.commands import AlreadyTakenError
from cswtool.intake.models import IncomingReferral
from cswtool.people.models import Person
from cswtool.taxonomy.models import ChoiceKind
from cswtool.web.forms import LINE

_TAKE = "/incoming/<uuid:incoming_id>/take"


@casefile.get(_TAKE, needs=Permission.INCOMING_TAKE)
def take(session: ScopedSession, incoming: IncomingReferral) -> ResponseReturnValue:
    """Cases of people called as the 連絡票 says are found at once."""
    typed = "" if incoming.who in UNKNOWN_WORDS else incoming.who
    return _page(session, incoming, TakeForm(formdata=None, searched=typed))


@casefile.post(_TAKE + "/find", needs=Permission.INCOMING_TAKE, reads=True)
def take_find(session: ScopedSession, incoming: IncomingReferral) -> ResponseReturnValue:
    search = SearchForm()
    valid = search.validate()
    form = TakeForm(formdata=None, searched=search.typed.data if valid else "")
    page = _page(session, incoming, form, search=search)
    return page, 200 if valid else 422


@casefile.post(_TAKE, endpoint="take_post", needs=Permission.INCOMING_TAKE)
def take_post(session: ScopedSession, incoming: IncomingReferral) -> ResponseReturnValue:
    form = TakeForm()
    if _is_done(session, incoming):
        return _again(session, incoming)
    case = session.get(Case, form.case_id()) if form.case_id() else None
    if not form.validate() or case is None:
        form.refuse_case()
        return _page(session, incoming, form), 422
    if form.version.data != incoming.version:
        return _page(session, incoming, form, overtaken=True), 409
    try:
        commands.take_into(session, incoming, case, contacted=form.contacted.data)
    except AlreadyTakenError:
        return _page(session, incoming, form, overtaken=True), 409
    return _told(incoming)


@casefile.get(_TAKE + "/new", needs=Permission.INCOMING_TAKE)
def take_new(session: ScopedSession, incoming: IncomingReferral) -> ResponseReturnValue:
    form = _new_form(session, formdata=None, **_fields_of(session, incoming))
    return _new_page(session, incoming, form)


@casefile.post(_TAKE + "/new", endpoint="take_create", needs=Permission.INCOMING_TAKE)
def take_create(session: ScopedSession, incoming: IncomingReferral) -> ResponseReturnValue:
    form = _new_form(session)
    if _is_done(session, incoming):
        return _again(session, incoming)
    valid = form.validate()
    people = similar_to(session, form) if valid else ()
    if not valid or not form.settles(people):
        return _new_page(session, incoming, form, people), 422
    if form.version.data != incoming.version:
        return _new_page(session, incoming, form, people, overtaken=True), 409
    return _opened(session, incoming, form, people)


def _opened(
    session: ScopedSession, slip: IncomingReferral, form: SlipCaseForm, people: Sequence[Person]
) -> ResponseReturnValue:
    new = form.to_input(session, people)
    try:
        commands.take_into_new(session, slip, new, contacted=form.contacted.data)
    except OutOfOwnSightError:
        form.refuse_blindness()
        return _new_page(session, slip, form, people), 422
    except AlreadyTakenError:
        return _new_page(session, slip, form, people, overtaken=True), 409
    return _told(slip)


def _is_done(session: ScopedSession, slip: IncomingReferral) -> bool:
    """Whether the actor has already taken it: the same form came a second time."""
    return slip.case_id is not None and slip.taken_by_id == session.actor.id


def _again(session: ScopedSession, slip: IncomingReferral) -> ResponseReturnValue:
    session.note(slip, detail="taken already")
    flash(f"連絡票 {slip.number} は、すでにこのケースに入っています。", "info")
    return _to_case(slip)


def _told(slip: IncomingReferral) -> ResponseReturnValue:
    flash(f"連絡票 {slip.number} をこのケースに入れ、経過に記録しました。", "ok")
    return _to_case(slip)


def _to_case(slip: IncomingReferral) -> ResponseReturnValue:
    return redirect(url_for("casefile.show", case_id=slip.case_id), 303)


def _page(session: ScopedSession, slip: IncomingReferral, form: TakeForm, **more: Any) -> str:
    """The cases found by what was typed, for the 連絡票 as it is now."""
    form.version.data = slip.version
    typed = form.searched.data or ""
    found = queries.find(session, typed) if 0 < len(typed) <= LINE else None
    tell_afterwards(session, [typed])
    form.offer(found)
    more.setdefault("search", SearchForm(formdata=None, typed=typed))
    return render_template("casefile/take.html", slip=slip, form=form, found=found, **more)


def _new_form(session: ScopedSession, **more: Any) -> SlipCaseForm:
    form = SlipCaseForm(**more)
    form.offer_all(offered(session), session.actor.id)
    return form


def _fields_of(session: ScopedSession, slip: IncomingReferral) -> dict[str, Any]:
    """What the 連絡票 says, as far as it goes into the form of a new case."""
    route = commands.commissioner_word(session, ChoiceKind.ROUTE)
    unknown = slip.who in UNKNOWN_WORDS
    return {
        "name": "" if unknown else slip.who,
        "unknown_name": unknown,
        "town": str(slip.town_id or ""),
        "address": slip.place,
        "zone": str(slip.zone_id or ""),
        "headline": headline_of(slip.worry),
        "route": str(route or ""),
    }


def _new_page(
    session: ScopedSession,
    slip: IncomingReferral,
    form: SlipCaseForm,
    people: Sequence[Person] = (),
    **more: Any,
) -> str:
    form.version.data = slip.version
    hits = queries.hits_of(session, people)
    return render_template(
        "casefile/take_new.html", slip=slip, form=form, hits=hits, today=clock.today(), **more
    )
