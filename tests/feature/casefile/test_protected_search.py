"""A search for somebody with a protected address: nothing to see, and their worker is told."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from cswtool.access import clock
from cswtool.casefile.commands import tell_named_workers
from cswtool.db.audit import AuditEvent
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.tasks.models import Task
from tests.pages import shown_fields

NAME = "架空 case_protected"
NOBODY_IS_CALLED_SO = "架空 case_neverwritten"


def _told(engine) -> list[Task]:
    with elevated(engine, reason="test") as session:
        return list(session.scalars(select(Task).where(Task.owner_only).order_by(Task.id)))


def _search(client, typed):
    """As a browser does it: the answer is read to its end, then the line is closed."""
    answer = client.send("/search", typed=typed)
    text = answer.text
    answer.close()
    return text


def test_the_worker_gets_a_task_and_only_the_worker_sees_it(browse, engine, world):
    _search(browse("kakaricho"), NAME)
    (task,) = _told(engine)
    assert task.owner_id == world.users["yoso"]
    assert "ケース R8-0006" in task.title
    assert "係長 四葉" in task.title
    assert "架空" not in task.title
    assert task.title in browse("yoso").get("/").text
    for who in ("kakaricho", "shutanto", "sodan"):
        with ScopedSession(engine, world.actor(who), "test") as session:
            assert session.get(Task, task.id) is None, who
    with elevated(engine, reason="test") as session:
        rows = session.scalars(select(AuditEvent).where(AuditEvent.record_id == task.id)).all()
        assert [row.reason for row in rows] == ["search: somebody with a protected address"]


@pytest.mark.parametrize(
    "typed", ["架空ＣＡＳＥ＿ＰＲＯＴＥＣＴＥＤ", "０４２-０００-０００６", "(042)0000006"]
)
def test_however_the_whole_of_it_is_written(browse, engine, typed):
    _search(browse("shutanto"), typed)
    assert len(_told(engine)) == 1


@pytest.mark.parametrize(
    "typed", ["架空 case_prot", "042-000", "小川町", "R8-0006", "架空 case_east"]
)
def test_a_part_of_it_or_somebody_else_tells_nobody(browse, engine, typed):
    _search(browse("shutanto"), typed)
    assert _told(engine) == []


def test_once_a_day_for_one_searcher(browse, engine, world, monkeypatch):
    for who in ("shutanto", "shutanto", "futanto"):
        _search(browse(who), NAME)
    assert len(_told(engine)) == 2
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    tell_named_workers(engine, world.actor("shutanto"), [NAME])
    assert len(_told(engine)) == 3


def test_whoever_sees_the_person_is_not_told_on(browse, engine):
    assert NAME in _search(browse("yoso"), NAME)
    assert _told(engine) == []


def test_the_searchers_page_says_the_same(browse):
    client = browse("shutanto")
    pages = [_search(client, typed).replace(typed, "…") for typed in (NAME, NOBODY_IS_CALLED_SO)]
    first, second = (re.sub(r'value="\.[^"]+"', "", page) for page in pages)
    assert first == second
    assert "該当の可能性" not in first


def test_nothing_more_is_done_before_the_answer_has_gone(browse, engine):
    """The same statements up to the answer, whether or not somebody hidden was found."""
    client, done = browse("shutanto"), {}
    for typed in (NOBODY_IS_CALLED_SO, NAME, NOBODY_IS_CALLED_SO, NAME):
        statements: list[str] = []

        def seen(*args, into=statements):
            into.append(args[2])

        event.listen(engine, "before_cursor_execute", seen)
        answer = client.send("/search", typed=typed)
        event.remove(engine, "before_cursor_execute", seen)
        done.setdefault(typed, []).append(statements)
        answer.close()
    assert done[NAME][1] == done[NOBODY_IS_CALLED_SO][1]
    assert len(_told(engine)) == 1


def test_writing_the_same_person_down_anew_tells_too(browse, engine, world):
    client = browse("shutanto")
    fields = shown_fields(client.get("/cases/new").text)
    answer = client.send("/cases/new", **{**fields, "name": NAME, "headline": "生活費の相談"})
    assert answer.status_code == 303
    answer.close()
    assert [task.owner_id for task in _told(engine)] == [world.users["yoso"]]
