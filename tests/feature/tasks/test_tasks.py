"""Next steps: added to a case, done, changed by two people, given to the right people."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from cswtool.access import clock
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.db.types import new_id
from cswtool.tasks import queries
from cswtool.tasks.models import Task

TOMORROW = clock.today() + timedelta(days=1)


def stored(engine, key) -> Task:
    with elevated(engine, reason="test") as session:
        return session.get_one(Task, key)


def count(engine) -> int:
    with elevated(engine, reason="test") as session:
        return session.scalar(select(func.count()).select_from(Task))


def a_task(world, **more) -> dict[str, str]:
    owner = str(world.users["futanto"])
    return {"title": "窓口に同行する", "due_on": f"{TOMORROW}", "owner_id": owner, **more}


def test_a_task_is_added_to_a_case_and_leads_back(browse, engine, world):
    key = new_id()
    url = f"/cases/{world.case_west}/tasks?next=/account"
    answer = browse("shutanto").send(url, **a_task(world, form_key=str(key)))
    assert (answer.status_code, answer.location) == (303, "/account")
    task = stored(engine, key)
    assert (task.title, task.due_on) == ("窓口に同行する", TOMORROW)
    assert (task.owner_id, task.author_id) == (world.users["futanto"], world.users["shutanto"])


def test_a_form_sent_twice_is_one_task(browse, engine, world):
    fields, before = a_task(world, form_key=str(new_id())), count(engine)
    for _ in range(2):
        answer = browse("shutanto").send(f"/cases/{world.case_west}/tasks", **fields)
        assert answer.status_code == 303
    assert count(engine) == before + 1


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil", "http:["])
def test_it_never_leads_to_another_site(target, browse, world):
    answer = browse("shutanto").send(f"/tasks/{world.task_west}/done?next={target}")
    assert answer.location == "/"


def test_done_keeps_who_was_first_and_reopened_forgets_it(browse, engine, world):
    browse("futanto").send(f"/tasks/{world.task_west}/done")
    browse("shutanto").send(f"/tasks/{world.task_west}/done")
    assert stored(engine, world.task_west).done_by_id == world.users["futanto"]
    assert "済みを取り消す" in browse("shutanto").get(f"/tasks/{world.task_west}/edit").text
    browse("shutanto").send(f"/tasks/{world.task_west}/reopen")
    assert stored(engine, world.task_west).done_at is None


def test_what_was_just_done_can_be_taken_back_from_the_lists(browse, engine, world):
    client = browse("shutanto")
    for page in ("/", f"/cases/{world.case_west}"):
        assert "済みを取り消す" not in client.get(page).text
        client.send(f"/tasks/{world.task_west}/done")
        text = client.get(page).text
        assert "済みを取り消す" in text
        assert f'action="/tasks/{world.task_west}/reopen?next={page}"' in text.replace("%2F", "/")
        client.send(f"/tasks/{world.task_west}/reopen")
        assert stored(engine, world.task_west).done_at is None


def test_two_people_changing_a_task_see_both_texts(browse, engine, world):
    url = f"/tasks/{world.task_west}/edit"
    first = browse("futanto").send(url, **a_task(world, version="1"))
    assert first.status_code == 303
    second = browse("shutanto").send(url, **a_task(world, title="手紙を出す", version="1"))
    assert second.status_code == 409
    assert "窓口に同行する" in second.text
    assert 'value="手紙を出す"' in second.text
    assert stored(engine, world.task_west).title == "窓口に同行する"
    version = re.search(r'name="version"[^>]*value="(\d+)"', second.text)[1]
    again = browse("shutanto").send(url, **a_task(world, title="手紙を出す", version=version))
    assert again.status_code == 303


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "長" * 100_000},
        {"title": "\0"},
        {"due_on": "あした"},
        {"owner_id": "nonsense"},
        {"owner_id": str(new_id())},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_cannot_be_is_sent_back_with_what_was_typed(wrong, browse, world):
    answer = browse("shutanto").send(f"/cases/{world.case_west}/tasks", **a_task(world, **wrong))
    assert answer.status_code == 422
    assert "入力を直してください" in answer.text


def test_on_a_restricted_case_only_those_who_see_it_are_offered(browse, world):
    url = f"/cases/{world.case_restricted}/tasks"
    assert "よその" not in browse("shutanto").get(f"{url}/new").text
    stranger = a_task(world, owner_id=str(world.users["yoso"]))
    assert browse("shutanto").send(url, **stranger).status_code == 422


def test_open_tasks_come_earliest_due_first(engine, world):
    with ScopedSession(engine, world.actor("shutanto"), "test") as session:
        mine = queries.open_for(session, world.users["shutanto"])
        of_case = queries.open_of_case(session, world.case_west)
    assert [t.id for t in mine] == [world.task_west, world.task_loose, world.task_restricted]
    assert [t.id for t in of_case] == [world.task_west]
    assert mine[0].case.number == "R8-0001"
    with ScopedSession(engine, world.actor("futanto"), "test") as session:
        seen = queries.open_for(session, world.users["shutanto"])
    assert [t.id for t in seen] == [world.task_west]
