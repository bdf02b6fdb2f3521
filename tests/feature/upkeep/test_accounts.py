"""The administrator invites, resets and disables people on screen."""

import re

import pytest
from sqlalchemy import select

from cswtool.access.actor import Role
from cswtool.accounts.models import User
from cswtool.cases.models import Case, CaseStep
from cswtool.cases.rules import StepKind
from cswtool.db.audit import AuditEvent
from cswtool.db.elevated import elevated
from cswtool.regional.models import RegionalIssue
from cswtool.tasks.models import Task
from tests.pages import shown_fields

NEW = {
    "form_key": "0198b3c0-0000-7000-8000-000000000011",
    "login": "shinjin",
    "name": "新人 花",
    "kana": "しんじん はな",
    "roles": ["csw"],
}
CODE = re.compile(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}")


def stored(engine, model, key):
    with elevated(engine, reason="test") as session:
        return session.get(model, key)


def test_an_invitation_is_shown_once_and_opens_the_account(browse, engine):
    client = browse("kanri")
    shown = client.send("/office/accounts/new", **NEW)
    assert shown.status_code == 200
    code = CODE.search(shown.text)[0]
    again = client.send("/office/accounts/new", **NEW)
    assert again.status_code == 303
    assert "招待中" in client.get("/office/accounts").text
    password = "a long enough secret"
    chosen = {"login": "shinjin", "code": code, "password": password, "again": password}
    assert browse("nobody").send("/invitation", **chosen).status_code == 303
    entered = browse("nobody").send("/sign-in", login="shinjin", password=password)
    assert entered.status_code == 303


def test_a_new_code_ends_the_old_one_and_is_not_made_twice(browse, world):
    client = browse("kanri")
    first = CODE.search(client.send("/office/accounts/new", **NEW).text)[0]
    url = f"/office/accounts/{NEW['form_key']}/invite"
    key = "0198b3c0-0000-7000-8000-000000000012"
    second = CODE.search(client.send(url, form_key=key).text)[0]
    assert client.send(url, form_key=key).status_code == 303
    chosen = {"login": "shinjin", "password": "a long enough secret"}
    chosen["again"] = chosen["password"]
    assert browse("nobody").send("/invitation", code=first, **chosen).status_code == 422
    assert browse("nobody").send("/invitation", code=second, **chosen).status_code == 303


@pytest.mark.parametrize(
    "strange",
    [
        {"login": "yoso"},
        {"login": "あ"},
        {"login": "a b c"},
        {"name": ""},
        {"roles": []},
        {"roles": ["root"]},
        {"roles": ["csw", "report_reader"]},
        {"zone_ids": ["x"]},
        {"district_id": "x"},
        {"kana": "🙂" * 100_000},
    ],
    ids=lambda strange: next(iter(strange)),
)
def test_a_faulty_account_is_refused_in_words(browse, strange):
    answer = browse("kanri").send("/office/accounts/new", **{**NEW, **strange})
    assert answer.status_code == 422
    assert "入力を直してください" in answer.text


def test_changed_roles_are_on_the_trail_and_count_as_a_change(browse, engine, world):
    client, url = browse("kanri"), f"/office/accounts/{world.users['yoso']}"
    fields = shown_fields(client.get(url).text)
    changed = {**fields, "roles": ["csw", "coordinator"]}
    assert client.send(url, **changed).status_code == 303
    assert stored(engine, User, world.users["yoso"]).roles == {Role.CSW, Role.COORDINATOR}
    assert client.send(url, **fields).status_code == 409
    with elevated(engine, reason="test") as session:
        query = select(AuditEvent.detail).where(AuditEvent.record_id == world.users["yoso"])
        assert "役割：CSW、相談支援包括化推進員" in session.scalars(query).all()


def test_an_administrator_cannot_shut_themself_out(browse, engine, world):
    client, url = browse("kanri"), f"/office/accounts/{world.users['kanri']}"
    fields = shown_fields(client.get(url).text)
    assert client.send(url, **{**fields, "roles": ["csw"]}).status_code == 422
    disabled = client.send(f"{url}/disable", version=fields["version"])
    assert disabled.status_code == 422
    assert "ほかの管理者に頼んでください" in disabled.text
    user = stored(engine, User, world.users["kanri"])
    assert (user.roles, user.is_disabled) == ({Role.ADMINISTRATOR}, False)


def test_a_worker_leaves_and_the_cases_go_to_those_who_were_named(browse, engine, world):
    client, url = browse("kanri"), f"/office/accounts/{world.users['shutanto']}/disable"
    page = client.get(url).text
    assert "西圏域を引き継ぐ人" in page
    assert "R8-" not in page
    fields = shown_fields(page)
    assert client.send(url, **fields).status_code == 422
    answer = client.send(url, **{**fields, "everything": str(world.users["futanto"])})
    assert answer.status_code == 303
    west = stored(engine, Case, world.case_west)
    assert (west.primary_id, west.secondary_id) == (world.users["futanto"], None)
    assert stored(engine, Case, world.case_restricted).primary_id == world.users["futanto"]
    assert stored(engine, Case, world.case_closed).primary_id == world.users["shutanto"]
    for name in ("task_west", "task_restricted", "task_loose"):
        assert stored(engine, Task, world.ids[name]).owner_id == world.users["futanto"]
    assert stored(engine, User, world.users["shutanto"]).is_disabled
    assert browse("shutanto").get("/").status_code == 401


def test_a_regional_issue_does_not_stay_with_somebody_who_has_left(browse, engine, world):
    """On its review day it would lie on nobody's desk."""
    for issue in (world.regional_west, world.regional_city):
        with elevated(engine, reason="test") as session:
            session.get_one(RegionalIssue, issue).owner_id = world.users["yoso"]
    client, url = browse("kanri"), f"/office/accounts/{world.users['yoso']}/disable"
    page = client.get(url).text
    assert len(re.findall(r'data-label="担当する地域課題">1<', page)) == 2
    assert "昼間に行ける場所がない" not in page
    zone = f"zone_{world.zones['W'].hex}"
    chosen = {zone: str(world.users["shutanto"]), "everything": str(world.users["futanto"])}
    assert client.send(url, **{**shown_fields(page), **chosen}).status_code == 303
    west, city = (
        stored(engine, RegionalIssue, issue) for issue in (world.regional_west, world.regional_city)
    )
    assert west.owner_id == world.users["shutanto"]
    assert city.owner_id == world.users["futanto"]


def test_the_handing_over_is_on_the_case_and_on_the_trail(browse, engine, world):
    client, url = browse("kanri"), f"/office/accounts/{world.users['shutanto']}/disable"
    fields = shown_fields(client.get(url).text)
    zone = f"zone_{world.zones['W'].hex}"
    chosen = {zone: str(world.users["yoso"]), "everything": str(world.users["futanto"])}
    assert client.send(url, **{**fields, **chosen}).status_code == 303
    assert stored(engine, Case, world.case_west).primary_id == world.users["yoso"]
    assert stored(engine, Task, world.task_loose).owner_id == world.users["futanto"]
    with elevated(engine, reason="test") as session:
        steps = select(CaseStep).where(
            CaseStep.case_id == world.case_west, CaseStep.kind == StepKind.ASSIGNED
        )
        assert session.scalars(steps).one().author_id == world.users["kanri"]
        rows = select(AuditEvent).where(AuditEvent.record_id == world.case_west)
        handed = [row for row in session.scalars(rows) if "handing over" in (row.reason or "")]
    assert {row.actor_id for row in handed} == {world.users["kanri"]}
    assert {"primary_id"} == {name for row in handed for name in row.fields} - {"version"}


def test_somebody_with_nothing_in_hand_is_disabled_and_enabled_again(browse, engine, world):
    client, url = browse("kanri"), f"/office/accounts/{world.users['minsei2']}"
    page = client.get(f"{url}/disable").text
    assert "引き継ぐ" not in page
    assert client.send(f"{url}/disable", **shown_fields(page)).status_code == 303
    user = stored(engine, User, world.users["minsei2"])
    assert user.is_disabled
    assert client.send(f"{url}/invite", form_key="").status_code == 422
    assert client.send(f"{url}/enable", version=99).status_code == 409
    assert client.send(f"{url}/enable", version=user.version).status_code == 303
    assert not stored(engine, User, world.users["minsei2"]).is_disabled


@pytest.mark.parametrize(
    ("role", "why"),
    [
        ("csw", "ほかの管理者に頼んでください"),
        ("supervisor", "ほかの管理者に頼んでください"),
        ("privacy_officer", "自分のことを自分で調べない"),
    ],
)
def test_an_administrator_gives_themself_no_sight_of_cases(browse, engine, world, role, why):
    client, here = browse("kanri"), f"/office/accounts/{world.users['kanri']}"
    fields = shown_fields(client.get(here).text)
    answer = client.send(here, **{**fields, "roles": ["administrator", role]})
    assert answer.status_code == 422
    assert why in answer.text
    assert stored(engine, User, world.users["kanri"]).roles == {Role.ADMINISTRATOR}


@pytest.mark.parametrize("typed", ["よその", "三郎 よその", "YOSO", "yos"])
def test_somebody_is_found_in_the_list_by_what_is_typed(browse, typed):
    page = browse("kanri").send("/office/accounts", typed=typed).text
    assert "よその 三郎" in page
    assert "主担当 花子" not in page
    assert "すべての利用者に戻る" in page


def test_the_search_of_accounts_says_where_it_finds_nobody(browse):
    client = browse("kanri")
    assert "当てはまる人はいません" in client.send("/office/accounts", typed="いない").text
    assert client.send("/office/accounts", typed="あ" * 101).status_code == 422
