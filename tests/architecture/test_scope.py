"""Nobody sees what is not theirs, by whatever query; nothing walks round the scope."""

import ast
from pathlib import Path

import pytest
from sqlalchemy import String, case, cast, exists, func, literal, select, true
from sqlalchemy.orm import aliased

from cswtool.cases.models import Case
from cswtool.consultations.models import Consultation
from cswtool.db.base import Base, Scoped, Unscoped
from cswtool.db.counts import NotACountError, Numbers, count_cells
from cswtool.db.session import OutOfScopeError, ScopedSession
from cswtool.people.models import Person
from cswtool.tasks.models import Task

PACKAGE = Path(__file__).parents[2] / "cswtool"
WAYS_ROUND = {
    "Session",
    "__table__",
    "bulk_insert_mappings",
    "bulk_save_objects",
    "bulk_update_mappings",
    "connection",
    "exec_driver_sql",
    "execute_driver_sql",
    "from_statement",
    "insert",
    "text",
    "update",
    "delete",
}
METHODS_THAT_ARE_FINE = {"delete", "update", "insert"}
"""session.delete(record) is flushed and judged; dict.update and list.insert are Python's."""


def test_every_table_says_whether_it_is_scoped():
    for mapper in Base.registry.mappers:
        model = mapper.class_
        assert issubclass(model, Scoped) ^ issubclass(model, Unscoped), model
        if issubclass(model, Unscoped):
            assert (model.__doc__ or "").startswith("Unscoped: "), model


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_no_code_walks_round_the_scope(path):
    if path.parent.name == "db":
        return
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            taken = {alias.name for alias in node.names} & WAYS_ROUND
            assert not taken, f"{path}:{node.lineno} imports {taken}"
        if isinstance(node, ast.Attribute):
            forbidden = WAYS_ROUND - METHODS_THAT_ARE_FINE - {"text"}
            assert node.attr not in forbidden, f"{path}:{node.lineno} uses {node.attr}"


def _session(engine, world, who, *, writes=False) -> ScopedSession:
    return ScopedSession(engine, world.actor(who), "test", writes=writes)


def test_a_record_out_of_sight_does_not_exist_by_any_query(engine, world):
    secret = world.case_restricted
    with _session(engine, world, "yoso") as session:
        assert session.get(Case, secret) is None
        assert session.scalar(select(Case.number).where(Case.id == secret)) is None
        assert not session.scalar(select(exists().where(Case.id == secret)))
        assert session.scalar(select(Consultation.id).where(Consultation.case_id == secret)) is None
        joined = select(Task.title).join(Case, Case.id == Task.case_id).where(Case.id == secret)
        assert session.scalar(joined) is None
        assert session.get(Person, world.case_restricted_person) is None


def test_a_write_out_of_sight_is_refused(engine, world):
    with _session(engine, world, "yoso", writes=True) as session:
        session.add(
            Task(
                case_id=world.case_restricted,
                owner_id=world.users["shutanto"],
                author_id=world.users["shutanto"],
                title="x",
            )
        )
        with pytest.raises(OutOfScopeError):
            session.flush()


def test_a_change_to_a_record_taken_from_elsewhere_is_refused(engine, world):
    with _session(engine, world, "shutanto") as session:
        stolen = session.get_one(Case, world.case_restricted)
    with _session(engine, world, "yoso", writes=True) as session:
        session.add(stolen)
        stolen.headline = "x"
        with pytest.raises(OutOfScopeError):
            session.flush()


def test_a_restricted_case_may_be_handed_to_another(engine, world):
    with _session(engine, world, "shutanto", writes=True) as session:
        session.get_one(Case, world.case_restricted).primary_id = world.users["yoso"]
        session.commit()
    with _session(engine, world, "shutanto") as session:
        assert session.get(Case, world.case_restricted) is None


def test_a_person_with_a_protected_address_exists_only_for_the_workers_of_the_case(engine, world):
    protected = world.case_protected_person
    with _session(engine, world, "kakaricho") as session:
        assert session.get(Case, world.case_protected) is not None
        assert session.get(Person, protected) is None
    with _session(engine, world, "yoso") as session:
        assert session.get(Person, protected) is not None


def test_counts_see_everything_and_give_nothing_but_counts(engine, world):
    with _session(engine, world, "yoso") as session:
        seen = session.scalar(select(func.count(Case.id)))
        by_zone = select(Case.zone_id, func.count(Case.id)).group_by(Case.zone_id)
        rows = count_cells(session, by_zone, reason="test")
        assert sum(row[1] for row in rows) == seen + 1
        with pytest.raises(NotACountError):
            count_cells(session, select(Case.headline, func.count(Case.id)), reason="test")
        with pytest.raises(NotACountError):
            count_cells(session, select(func.max(Case.opened_on)), reason="test")


def test_a_household_leaves_the_counts_as_a_running_number(engine, world):
    household = func.coalesce(Consultation.case_id, Consultation.id).label("household")
    inner = select(household, Consultation.method).subquery()
    for key in (Consultation.case_id, household, inner.c.household, Consultation.id):
        by_household = select(key, func.count()).group_by(key)
        with _session(engine, world, "yoso") as session:
            with pytest.raises(NotACountError):
                count_cells(session, by_household, reason="test")
            rows = Numbers(session, reason="test").cells(by_household)
        assert [number for number, _ in rows] == list(range(len(rows)))
        assert len(rows) > 1


def _made_of_a_key():
    """Columns by what was done to a key."""
    text, alias, inner = cast(Case.id, String), aliased(Case), select(Case.id).subquery()
    return {
        "itself": Case.id,
        "another name": alias.id,
        "through a subquery": inner.c.id,
        "as text": text,
        "a part of the text": func.substr(text, 1, 8),
        "joined to something": text + "x",
        "what a case results in": case((true(), Case.id), else_=None),
        "what a case results in else": case((Case.restricted, literal("x")), else_=text),
        "a subquery of its own": select(Case.id).limit(1).scalar_subquery(),
        "compared": Case.id == literal("x"),
        "a foreign key": Consultation.case_id,
    }


@pytest.mark.parametrize("how", _made_of_a_key())
def test_no_key_leaves_the_counts_in_whatever_it_is_wrapped(engine, world, how):
    wrapped = _made_of_a_key()[how].label("wrapped")
    counted = select(wrapped, func.count()).group_by(wrapped)
    by_household = select(Consultation.case_id, wrapped, func.count())
    by_household = by_household.group_by(Consultation.case_id, wrapped)
    with _session(engine, world, "yoso") as session:
        with pytest.raises(NotACountError, match="the key of a confidential record"):
            count_cells(session, counted, reason="test")
        with pytest.raises(NotACountError, match="the key of a confidential record"):
            Numbers(session, reason="test").cells(by_household)


def test_what_a_case_asks_of_a_key_is_yes_or_no(engine, world):
    western = case((Case.id == world.case_west, "west"), else_="another").label("western")
    with _session(engine, world, "yoso") as session:
        rows = count_cells(session, select(western, func.count()).group_by(western), reason="test")
    assert dict(tuple(row) for row in rows)["west"] == 1


def test_statements_that_no_scope_can_be_put_on_are_refused(engine, world):
    from sqlalchemy import update

    with _session(engine, world, "yoso", writes=True) as session:
        for statement in (
            update(Case).values(headline="x"),
            select(Case).from_statement(select(Case)),
        ):
            with pytest.raises(OutOfScopeError):
                session.execute(statement)
