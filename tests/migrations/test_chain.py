"""The migrations: one head, up and down, equal to the models, with data, on both databases."""

from uuid import UUID

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, select, text

import cswtool.models  # noqa: F401
from cswtool.cases.models import Case
from cswtool.cli import set_up
from cswtool.consultations.models import Addendum, Consultation
from cswtool.db import audit, migrate
from cswtool.db.base import Base
from cswtool.db.elevated import elevated
from cswtool.db.engine import open_engine, writing
from cswtool.db.search import is_ours, matching
from cswtool.people.models import Person
from cswtool.settings import ROOT


@pytest.fixture
def empty(backend):
    settings = backend.empty()
    engine = open_engine(settings.database_url, settings.key)
    yield engine
    engine.dispose()


def _downgrade(engine: Engine, revision: str) -> None:
    with writing(engine).begin() as connection:
        command.downgrade(migrate.config(connection), revision)


def _schema(engine: Engine) -> dict[str, list[str]]:
    inspector = inspect(engine)
    return {
        table: sorted(
            [f"{c['name']} {c['type']} {c['nullable']}" for c in inspector.get_columns(table)]
            + [str(index["name"]) for index in inspector.get_indexes(table)]
        )
        for table in inspector.get_table_names()
    }


def _revisions(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        script = ScriptDirectory.from_config(migrate.config(connection))
    assert len(script.get_heads()) == 1
    return [revision.revision for revision in script.walk_revisions()][::-1]


def test_the_newest_shape_is_that_of_the_models(empty):
    migrate.upgrade(empty)
    with empty.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": is_ours}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_every_step_goes_up_down_and_up_again(empty):
    before = "base"
    for revision in _revisions(empty):
        migrate.upgrade(empty, revision)
        shape = _schema(empty)
        _downgrade(empty, before)
        migrate.upgrade(empty, revision)
        assert _schema(empty) == shape
        before = revision


def test_an_office_with_data_survives_a_step_back_and_forth(backend):
    settings = backend.empty()
    set_up(settings, name="架空", demo=True, folder=ROOT / "config" / "kodaira")
    engine = open_engine(settings.database_url, settings.key)
    audit_before = audit.verify(engine)
    for back in reversed(_revisions(engine)[:-1]):
        _downgrade(engine, back)
    migrate.upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM town")).scalar_one() == 22
    assert audit.verify(engine) == audit_before
    engine.dispose()


def test_a_case_that_was_there_begins_its_history_of_zones_when_it_was_opened(engine):
    revisions = _revisions(engine)
    _downgrade(engine, revisions[revisions.index("0010") - 1])
    migrate.upgrade(engine)
    begun = """
        SELECT count(*) FROM "case" JOIN case_zone ON case_zone.case_id = "case".id
        WHERE case_zone.zone_id = "case".zone_id AND case_zone.since = "case".opened_on
    """
    with engine.connect() as connection:
        cases = connection.execute(text('SELECT count(*) FROM "case"')).scalar_one()
        assert cases > 20
        assert connection.execute(text(begun)).scalar_one() == cases


WORDS = {
    Person: "架空",
    Case: "家から出て",
    Consultation: "食事はとれている",
    Addendum: "灯油",
}


def _with_words(engine: Engine) -> dict[str, set[UUID]]:
    with elevated(engine, reason="test") as session:
        return {
            model.__name__: set(
                session.scalars(select(model.id).where(matching(session, model, [word])))
            )
            for model, word in WORDS.items()
        }


def test_words_are_found_after_the_index_was_made_anew(engine):
    with elevated(engine, reason="test") as session:
        contact = session.scalars(select(Consultation).limit(1)).one()
        more = {"author_id": contact.author_id, "at": contact.at, "text": "灯油を届けた"}
        session.add(Addendum(consultation_id=contact.id, **more))
    before = _with_words(engine)
    assert all(before.values())
    revisions = _revisions(engine)
    _downgrade(engine, revisions[revisions.index("0021") - 1])
    migrate.upgrade(engine)
    assert _with_words(engine) == before


def test_setting_up_twice_changes_nothing(backend):
    settings = backend.empty()
    for _ in range(2):
        set_up(settings, name="架空", demo=True, folder=ROOT / "config" / "kodaira")
    engine = open_engine(settings.database_url, settings.key)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM zone")).scalar_one() == 5
    engine.dispose()
