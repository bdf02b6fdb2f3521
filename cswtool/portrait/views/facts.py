"""What is known of a member by date: listed, entered, changed, taken away."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.cases.models import Case, Membership
from cswtool.db.audit import Outcome
from cswtool.db.session import ScopedSession
from cswtool.people.commands import add_fact as store_fact
from cswtool.people.commands import change_fact
from cswtool.people.models import Person, PersonFact
from cswtool.people.queries import facts_of
from cswtool.portrait.commands import remove
from cswtool.portrait.forms import FactForm, NewFactForm, RemoveForm
from cswtool.portrait.views.blueprint import portrait
from cswtool.web.editing import EditPage

NEEDS = Permission.PORTRAIT_EDIT
_ALL = "/members/<uuid:member_id>/facts"
_ONE = _ALL + "/<uuid:fact_id>"


def _page(case: Case, member: Membership, title: str, submit: str = "保存する") -> EditPage:
    person = _person_of(member)
    back = url_for("portrait.facts", case_id=case.id, member_id=member.id)
    return EditPage(f"ケース {case.number}：{title}", back, "経歴", person.name, submit)


@portrait.get(_ALL, needs=Permission.PORTRAIT_READ)
def facts(session: ScopedSession, case: Case, member: Membership) -> ResponseReturnValue:
    person = _seen(session, member)
    found = facts_of(session, [person.id])
    return render_template(
        "portrait/facts.html", case=case, member=member, person=person, facts=found
    )


@portrait.get(_ALL + "/new", needs=NEEDS)
def new_fact(session: ScopedSession, case: Case, member: Membership) -> ResponseReturnValue:
    _seen(session, member)
    return _page(case, member, "経歴を加える").shown(NewFactForm())


@portrait.post(_ALL + "/new", endpoint="add_fact", needs=NEEDS)
def add_fact(session: ScopedSession, case: Case, member: Membership) -> ResponseReturnValue:
    person = _seen(session, member)
    form, page = NewFactForm(), _page(case, member, "経歴を加える")
    if not form.validate():
        return page.invalid(form)
    if session.get(PersonFact, form.new_record_id()) is None:
        store_fact(session, form.new_record_id(), person, form.to_input())
    return page.done("経歴を加えました。")


@portrait.get(_ONE, needs=NEEDS)
def fact(
    session: ScopedSession, case: Case, member: Membership, fact: PersonFact
) -> ResponseReturnValue:
    _require_of(session, member, fact)
    return _page(case, member, "経歴を直す").shown(FactForm.of(fact, formdata=None))


@portrait.post(_ONE, endpoint="save_fact", needs=NEEDS)
def save_fact(
    session: ScopedSession, case: Case, member: Membership, fact: PersonFact
) -> ResponseReturnValue:
    _require_of(session, member, fact)
    form, page = FactForm.of(fact), _page(case, member, "経歴を直す")
    if refusal := page.refused(form, FactForm.of(fact, formdata=None)):
        return refusal
    change_fact(fact, form.to_input())
    return page.done("経歴を直しました。")


@portrait.get(_ONE + "/remove", needs=NEEDS)
def removing_fact(
    session: ScopedSession, case: Case, member: Membership, fact: PersonFact
) -> ResponseReturnValue:
    _require_of(session, member, fact)
    form = RemoveForm(formdata=None, version=fact.version)
    return _page(case, member, f"{fact.kind.label}を取り除く", "取り除く").shown(form)


@portrait.post(_ONE + "/remove", endpoint="remove_fact", needs=NEEDS)
def remove_fact(
    session: ScopedSession, case: Case, member: Membership, fact: PersonFact
) -> ResponseReturnValue:
    _require_of(session, member, fact)
    form, page = RemoveForm(), _page(case, member, f"{fact.kind.label}を取り除く", "取り除く")
    if refusal := page.refused(form, RemoveForm(formdata=None, version=fact.version)):
        return refusal
    remove(session, fact, form.why())
    return page.done("経歴を取り除きました。")


def _person_of(member: Membership) -> Person:
    assert member.person is not None
    return member.person


def _seen(session: ScopedSession, member: Membership) -> Person:
    """The person of a place in a household; 404 where the actor may not see them."""
    if member.person is None:
        _unseen(session, member)
    return _person_of(member)


def _require_of(session: ScopedSession, member: Membership, fact: PersonFact) -> None:
    """404 unless the fact is one of this member's."""
    if _seen(session, member).id != fact.person_id:
        _unseen(session, fact)


def _unseen(session: ScopedSession, record: Membership | PersonFact) -> None:
    session.note(record, outcome=Outcome.UNSEEN, detail=request.endpoint)
    abort(404)
