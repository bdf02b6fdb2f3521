"""Ties between the persons of a case: listed, entered, changed, taken away."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cswtool.access.permissions import Permission
from cswtool.cases.models import Case
from cswtool.db.audit import Outcome
from cswtool.db.session import ScopedSession
from cswtool.people.commands import change_relationship, relate
from cswtool.people.models import Person, Relationship
from cswtool.portrait import queries
from cswtool.portrait.commands import remove
from cswtool.portrait.forms import NewRelationForm, RelationForm, RemoveForm
from cswtool.portrait.views.blueprint import portrait
from cswtool.web.editing import EditPage

NEEDS = Permission.PORTRAIT_EDIT
_ONE = "/relations/<uuid:relation_id>"


def _page(case: Case, title: str, lead: str = "", submit: str = "保存する") -> EditPage:
    back = url_for("portrait.relations", case_id=case.id)
    return EditPage(f"ケース {case.number}：{title}", back, "家族の間柄", lead, submit)


@portrait.get("/relations", needs=Permission.PORTRAIT_READ)
def relations(session: ScopedSession, case: Case) -> ResponseReturnValue:
    people = queries.people_of(session, case)
    return render_template(
        "portrait/relations.html",
        case=case,
        relations=queries.relationships_of(session, case),
        names={person.id: person.name for person in people},
    )


@portrait.get("/relations/new", needs=NEEDS)
def new_relation(session: ScopedSession, case: Case) -> ResponseReturnValue:
    return _new_page(case).shown(_new_form(session, case))


@portrait.post("/relations/new", endpoint="add_relation", needs=NEEDS)
def add_relation(session: ScopedSession, case: Case) -> ResponseReturnValue:
    form, page = _new_form(session, case), _new_page(case)
    if not form.validate():
        return page.invalid(form)
    if session.get(Relationship, form.new_record_id()) is None:
        relate(session, form.new_record_id(), form.to_input())
    return page.done("間柄を加えました。")


def _new_page(case: Case) -> EditPage:
    lead = "このケースの人どうしの間柄です。足りない人は、先に世帯員として加えてください。"
    return _page(case, "間柄を加える", lead)


def _new_form(session: ScopedSession, case: Case) -> NewRelationForm:
    form = NewRelationForm()
    form.offer(queries.people_of(session, case))
    return form


@portrait.get(_ONE, needs=NEEDS)
def relation(session: ScopedSession, case: Case, relation: Relationship) -> ResponseReturnValue:
    people = _people_tied(session, case, relation)
    return _page(case, "間柄を直す").shown(RelationForm.of(relation, people, formdata=None))


@portrait.post(_ONE, endpoint="save_relation", needs=NEEDS)
def save_relation(
    session: ScopedSession, case: Case, relation: Relationship
) -> ResponseReturnValue:
    people, page = _people_tied(session, case, relation), _page(case, "間柄を直す")
    form = RelationForm.of(relation, people)
    if refusal := page.refused(form, RelationForm.of(relation, people, formdata=None)):
        return refusal
    change_relationship(relation, form.to_input())
    return page.done("間柄を直しました。")


@portrait.get(_ONE + "/remove", needs=NEEDS)
def removing_relation(
    session: ScopedSession, case: Case, relation: Relationship
) -> ResponseReturnValue:
    _people_tied(session, case, relation)
    return _remove_page(session, case, relation).shown(_remove_form(relation, posted=False))


@portrait.post(_ONE + "/remove", endpoint="remove_relation", needs=NEEDS)
def remove_relation(
    session: ScopedSession, case: Case, relation: Relationship
) -> ResponseReturnValue:
    _people_tied(session, case, relation)
    page, form = _remove_page(session, case, relation), _remove_form(relation, posted=True)
    if refusal := page.refused(form, _remove_form(relation, posted=False)):
        return refusal
    remove(session, relation, form.why())
    return page.done("間柄を取り除きました。")


def _remove_page(session: ScopedSession, case: Case, relation: Relationship) -> EditPage:
    names = {person.id: person.name for person in queries.people_of(session, case)}
    lead = f"{names[relation.first_id]} と {names[relation.second_id]}：{relation.kind.label}"
    return _page(case, "間柄を取り除く", lead, "取り除く")


def _remove_form(relation: Relationship, *, posted: bool) -> RemoveForm:
    if posted:
        return RemoveForm()
    return RemoveForm(formdata=None, version=relation.version)


def _people_tied(session: ScopedSession, case: Case, relation: Relationship) -> list[Person]:
    """The persons of the case; 404 unless the tie is one among them."""
    people = queries.people_of(session, case)
    if not {relation.first_id, relation.second_id} <= {person.id for person in people}:
        session.note(relation, outcome=Outcome.UNSEEN, detail=request.endpoint)
        abort(404)
    return people
