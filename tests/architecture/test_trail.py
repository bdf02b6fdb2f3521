"""The trail: written with the act, chained, and not to be changed unseen."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from cswtool.cases.models import Case
from cswtool.db import audit
from cswtool.db.audit import AuditEvent, BrokenTrailError, Entry
from cswtool.db.elevated import elevated
from cswtool.db.engine import writing
from cswtool.db.session import ScopedSession

SOME = 40


@pytest.fixture
def long_trail(engine):
    audit.append(engine, [Entry("test", detail=f"row {number}") for number in range(SOME)])
    return engine


def _tamper(engine, statement: str) -> None:
    """What somebody with the key and a database shell could do: drop the triggers first."""
    with writing(engine).begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_event_no_update"))
            connection.execute(text("DROP TRIGGER audit_event_no_delete"))
        else:
            connection.execute(text("DROP TRIGGER audit_event_insert_only ON audit_event"))
        connection.execute(text(statement))


def test_an_untouched_trail_is_whole(long_trail):
    assert audit.verify(long_trail) >= SOME


@pytest.mark.parametrize(
    "change",
    [
        "detail = 'row X'",
        "action = 'tesu'",
        "actor_id = record_id, record_id = NULL, reason = 'x'",
        "outcome = 'refused'",
        "fields = '[\"x\"]'",
    ],
)
def test_one_changed_row_is_named(long_trail, change):
    last = audit.head(long_trail).seq
    _tamper(long_trail, f"UPDATE audit_event SET {change} WHERE seq = {last - 7}")
    with pytest.raises(BrokenTrailError, match=f"{last - 7} 番が書き換えられて"):
        audit.verify(long_trail)


def test_a_row_taken_out_of_the_middle_is_named(long_trail):
    last = audit.head(long_trail).seq
    _tamper(long_trail, f"DELETE FROM audit_event WHERE seq = {last - 7}")
    with pytest.raises(BrokenTrailError, match=f"{last - 7} 番がありません"):
        audit.verify(long_trail)


def test_dropped_last_rows_are_found(long_trail):
    last = audit.head(long_trail).seq
    _tamper(long_trail, f"DELETE FROM audit_event WHERE seq > {last - 3}")
    with pytest.raises(BrokenTrailError, match="失われて"):
        audit.verify(long_trail)


def test_dropped_last_rows_are_found_by_the_sealed_head_even_if_the_end_is_mended(long_trail):
    sealed = audit.head(long_trail)
    with long_trail.connect() as connection:
        kept = connection.execute(
            text(f"SELECT hash FROM audit_event WHERE seq = {sealed.seq - 3}")
        ).scalar_one()
    _tamper(long_trail, f"DELETE FROM audit_event WHERE seq > {sealed.seq - 3}")
    with writing(long_trail).begin() as connection:
        mend = text("UPDATE audit_head SET seq = :seq, hash = :hash")
        connection.execute(mend, {"seq": sealed.seq - 3, "hash": kept})
    assert audit.verify(long_trail) == sealed.seq - 3
    with pytest.raises(BrokenTrailError, match="封印した"):
        audit.verify(long_trail, sealed)


def test_a_wrong_seal_is_found(long_trail):
    sealed = replace(audit.head(long_trail), hash="f" * 64)
    with pytest.raises(BrokenTrailError, match="控えと一致しません"):
        audit.verify(long_trail, sealed)


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET detail = 'x'", "DELETE FROM audit_event"]
)
def test_the_database_itself_refuses_changes(long_trail, statement):
    with pytest.raises(DBAPIError, match="insert-only"), writing(long_trail).begin() as connection:
        connection.execute(text(statement))


def test_a_row_cannot_be_replaced_in_one_stroke(long_trail):
    second = "audit_event SELECT * FROM audit_event WHERE seq = 2"
    copy = f"INSERT INTO {second} ON CONFLICT (id) DO UPDATE SET detail = 'x'"
    if long_trail.dialect.name == "sqlite":
        copy = f"INSERT OR REPLACE INTO {second}"
    with pytest.raises(DBAPIError, match="insert-only"), writing(long_trail).begin() as connection:
        connection.execute(text(copy))


def test_the_trail_names_changed_fields_and_never_their_content(engine, world):
    with ScopedSession(engine, world.actor("shutanto"), "case:edit", writes=True) as session:
        session.get_one(Case, world.case_west).headline = "秘密の主訴"
        session.commit()
    with elevated(engine, reason="test") as session:
        row = session.scalars(
            select(AuditEvent)
            .where(AuditEvent.record_id == world.case_west)
            .order_by(AuditEvent.seq.desc())
        ).first()
        assert (row.action, row.record_type) == ("case:edit", "Case")
        assert row.fields == ["headline"]
        everything = session.scalars(select(AuditEvent)).all()
        assert all("秘密" not in f"{r.detail} {r.fields} {r.reason}" for r in everything)


def test_a_refused_write_leaves_neither_record_nor_row(engine, world):
    before = audit.head(engine)
    with ScopedSession(engine, world.actor("shutanto"), "case:edit", writes=True) as session:
        session.get_one(Case, world.case_west).headline = "x"
        session.flush()
        session.rollback()
    assert audit.head(engine) == before


@pytest.mark.parametrize("each", [60, pytest.param(500, marks=pytest.mark.long)])
def test_eight_at_once_keep_one_chain(engine, each):
    before = audit.verify(engine)

    def work(name: int) -> None:
        for number in range(each):
            audit.append(engine, [Entry("test", detail=f"{name}-{number}")])

    workers = [threading.Thread(target=work, args=(name,)) for name in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert audit.verify(engine) == before + each * 8


def test_asking_for_the_head_of_a_page_is_a_look_too(engine, world, browse):
    before = audit.head(engine).seq
    assert browse("shutanto").head(f"/cases/{world.case_west}").status_code == 200
    with elevated(engine, reason="test") as session:
        rows = session.scalars(select(AuditEvent).where(AuditEvent.seq > before)).all()
        looks = [(row.action, row.record_id) for row in rows if row.action == "case:read"]
    assert looks == [("case:read", world.case_west)]
