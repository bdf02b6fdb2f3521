"""The search, the case list, the page of a case, and who is in the household."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.casefile import queries
from cswtool.casefile.forms import FilterForm, SearchForm
from cswtool.casefile.rules import warnings, woven
from cswtool.casefile.views.blueprint import casefile
from cswtool.casefile.views.columns import CASES, PEOPLE
from cswtool.casefile.views.telling import tell_afterwards
from cswtool.cases import commands
from cswtool.cases.forms import MemberForm, NewCaseForm, NewMemberForm, offered
from cswtool.cases.models import Case, Membership
from cswtool.cases.queries import steps_of, workers_to_filter
from cswtool.cases.rules import RELATIONS
from cswtool.community.queries import towns, zones
from cswtool.consultations.queries import elsewhere, timeline
from cswtool.db.audit import Outcome
from cswtool.db.session import ScopedSession
from cswtool.listings.forms import shelf
from cswtool.people.commands import change_person
from cswtool.people.forms import PersonForm
from cswtool.people.models import Person
from cswtool.people.queries import count_people, similar_people
from cswtool.people.rules import as_fields
from cswtool.regional.queries.issues import of_case
from cswtool.web.conflicts import unsettled
from cswtool.web.exporting import MOST_ROWS, Listing, asked_kind, exported, listed
from cswtool.web.paging import asked_page, page_of

CONTACTS_A_PAGE = 30


@casefile.get("/search", needs=Permission.SEARCH)
def search(_session: ScopedSession) -> ResponseReturnValue:
    return _search_page(SearchForm(formdata=None), None)


@casefile.post("/search", endpoint="find", needs=Permission.SEARCH, reads=True)
def find(session: ScopedSession) -> ResponseReturnValue:
    form = SearchForm()
    if not form.validate():
        return _search_page(form, None), 422
    tell_afterwards(session, [form.typed.data])
    if asked_kind():
        return _file(session, form)
    return _search_page(form, queries.find(session, form.typed.data))


def _file(session: ScopedSession, form: SearchForm) -> ResponseReturnValue:
    found = queries.find(session, form.typed.data, MOST_ROWS)
    total = count_people(session, form.typed.data) if found.more else len(found.hits)
    return exported(session, Listing("人の検索", PEOPLE, form, found.hits, total))


def _search_page(form: SearchForm, found: queries.Found | None) -> str:
    today = clock.today()
    return render_template("casefile/search.html", form=form, found=found, today=today)


@casefile.get("/cases", needs=Permission.CASE_LIST)
def index(session: ScopedSession) -> ResponseReturnValue:
    form = FilterForm.of(request.args, zones(session), workers_to_filter(session))
    wanted, today = form.to_wanted(), clock.today()
    page = listed(session, queries.listed(wanted, today))
    rows = queries.rows_of(session, page.items)
    if asked_kind():
        return exported(session, Listing("ケース一覧", CASES, form, rows, page.total))
    restricted = queries.restricted_too(session, wanted, today)
    shown = {"form": form, "page": page, "rows": rows, "restricted": restricted, "today": today}
    return render_template("casefile/index.html", shelf=shelf(session), **shown)


@casefile.get("/cases/new", needs=Permission.CASE_OPEN)
def new(session: ScopedSession) -> ResponseReturnValue:
    return _new_page(session, _new_form(session, formdata=None))


@casefile.post("/cases/new/prefilled", needs=Permission.CASE_OPEN, reads=True)
def prefilled(session: ScopedSession) -> ResponseReturnValue:
    """The form of a new case with what was typed into the search."""
    typed = SearchForm()
    fields = as_fields(typed.typed.data) if typed.validate() else {}
    return _new_page(session, _new_form(session, formdata=None, **fields))


@casefile.post("/cases/new", endpoint="create", needs=Permission.CASE_OPEN)
def create(session: ScopedSession) -> ResponseReturnValue:
    form = _new_form(session)
    case = session.get(Case, form.new_record_id())
    if case is None:
        return _opened(session, form)
    if form.says_something_else(headline=case.headline):
        return _new_page(session, form), 409
    return redirect(url_for("casefile.show", case_id=case.id), 303)


def _opened(session: ScopedSession, form: NewCaseForm) -> ResponseReturnValue:
    valid = form.validate()
    people = similar_to(session, form) if valid else ()
    if not valid or not form.settles(people):
        return _new_page(session, form, people), 422
    try:
        case = commands.open_case(session, form.to_input(session, people))
    except commands.OutOfOwnSightError:
        form.refuse_blindness()
        return _new_page(session, form, people), 422
    flash(f"ケース {case.number} をはじめました。続けて相談を記録できます。", "ok")
    return redirect(url_for("casefile.show", case_id=case.id), 303)


def _new_form(session: ScopedSession, **more: Any) -> NewCaseForm:
    form = NewCaseForm(**more)
    form.offer_all(offered(session), session.actor.id)
    return form


def similar_to(session: ScopedSession, form: PersonForm) -> Sequence[Person]:
    """People on file whom a valid form may be about."""
    name, kana, phone = (field.data or "" for field in (form.name, form.kana, form.phone))
    tell_afterwards(session, [name, kana, phone])
    return similar_people(session, name, kana, phone)


def _new_page(session: ScopedSession, form: NewCaseForm, people: Sequence[Person] = ()) -> str:
    hits = queries.hits_of(session, people)
    return render_template("casefile/new.html", form=form, hits=hits, today=clock.today())


@casefile.get("/cases/<uuid:case_id>", needs=Permission.CASE_READ)
def show(session: ScopedSession, case: Case) -> ResponseReturnValue:
    page = page_of(session, timeline(case.id), asked_page(), CONTACTS_A_PAGE)
    newer = queries.contact_before(session, case.id, page.first - 1)
    steps = steps_of(session, case)
    file = queries.file_of(session, case)
    return render_template(
        "casefile/show.html",
        file=file,
        case=file.case,
        page=page,
        elsewhere=elsewhere(session, page.items),
        entries=woven(page.items, steps, newer, last=page.number == page.pages),
        regional=of_case(session, case),
        warnings=warnings(file.condition, clock.today()),
        today=clock.today(),
    )


@casefile.get("/cases/<uuid:case_id>/members/new", needs=Permission.CASE_EDIT)
def new_member(session: ScopedSession, case: Case) -> ResponseReturnValue:
    form = NewMemberForm(formdata=None, town=str(case.town_id or ""))
    form.offer_towns(towns(session))
    return _new_member_page(session, case, form)


@casefile.post(
    "/cases/<uuid:case_id>/members/new", endpoint="add_member", needs=Permission.CASE_EDIT
)
def add_member(session: ScopedSession, case: Case) -> ResponseReturnValue:
    form = NewMemberForm()
    form.offer_towns(towns(session))
    member = session.get(Membership, form.new_record_id())
    if member is not None and form.says_something_else(relation=member.relation):
        return _new_member_page(session, case, form), 409
    if member is None:
        valid = form.validate()
        people = similar_to(session, form) if valid else ()
        if not valid or not form.settles(people) or not form.is_not_yet_in(case, people):
            return _new_member_page(session, case, form, people), 422
        somebody = form.somebody(people)
        commands.add_member(session, case, form.new_record_id(), somebody, form.how())
        flash("世帯員を加えました。", "ok")
    return redirect(url_for("casefile.show", case_id=case.id), 303)


def _new_member_page(
    session: ScopedSession, case: Case, form: NewMemberForm, people: Sequence[Person] = ()
) -> str:
    return render_template(
        "casefile/new_member.html",
        case=case,
        form=form,
        hits=queries.hits_of(session, people),
        relations=RELATIONS,
        today=clock.today(),
    )


@casefile.get("/cases/<uuid:case_id>/members/<uuid:member_id>", needs=Permission.PERSON_EDIT)
def member(session: ScopedSession, case: Case, member: Membership) -> ResponseReturnValue:
    form = MemberForm.of(member, _person_of(session, member))
    form.offer_towns(towns(session))
    return _member_page(case, member, form)


@casefile.post(
    "/cases/<uuid:case_id>/members/<uuid:member_id>",
    endpoint="save_member",
    needs=Permission.PERSON_EDIT,
)
def save_member(session: ScopedSession, case: Case, member: Membership) -> ResponseReturnValue:
    form, person = MemberForm(), _person_of(session, member)
    form.offer_towns(towns(session))
    if not form.validate():
        return _member_page(case, member, form), 422
    stored = MemberForm.of(member, person)
    stored.offer_towns(towns(session))
    if refusal := unsettled(form, stored, lambda: _member_page(case, member, form)):
        return refusal
    commands.change_member(member, form.how())
    change_person(session, person, form.person_input())
    flash("保存しました。", "ok")
    return redirect(url_for("casefile.show", case_id=case.id), 303)


def _person_of(session: ScopedSession, member: Membership) -> Person:
    """The person of a place in a household; 404 where the actor may not see them."""
    if member.person is None:
        session.note(member, outcome=Outcome.UNSEEN, detail=request.endpoint)
        abort(404)
    return member.person


def _member_page(case: Case, member: Membership, form: MemberForm) -> str:
    return render_template(
        "casefile/member.html",
        case=case,
        member=member,
        form=form,
        relations=RELATIONS,
    )
