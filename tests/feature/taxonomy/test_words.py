"""The office's own words: added, renamed, mapped anew and retired, never deleted."""

from uuid import UUID

import pytest

from cswtool.db.elevated import elevated
from cswtool.taxonomy.models import Choice, IssueType
from tests.pages import shown_fields

KEY = "0198b3c0-0000-7000-8000-000000000004"


def stored(engine, model, key):
    with elevated(engine, reason="test") as session:
        return session.get(model, key)


def national(engine, key) -> list[int]:
    with elevated(engine, reason="test") as session:
        return session.get(IssueType, key).national_numbers


def test_an_issue_is_renamed_and_mapped_anew(browse, engine, world):
    client, url = browse("kanri"), f"/office/issues/{world.issue}"
    fields = shown_fields(client.get(url).text)
    new = {**fields, "label": "長いひきこもり", "first_national": "4", "other_national": ["2", "4"]}
    assert client.send(url, **new).status_code == 303
    assert stored(engine, IssueType, world.issue).label == "長いひきこもり"
    assert national(engine, world.issue) == [4, 2]
    assert "長いひきこもり" in client.get("/office/issues").text


def test_a_changed_mapping_alone_is_a_change_too(browse, engine, world):
    client, url = browse("kanri"), f"/office/issues/{world.issue}"
    fields = shown_fields(client.get(url).text)
    assert client.send(url, **{**fields, "first_national": "7"}).status_code == 303
    answer = client.send(url, **{**fields, "first_national": "8"})
    assert answer.status_code == 409
    assert "あなたの入力" in answer.text


def test_an_issue_is_added_once_and_retired(browse, engine, world):
    client = browse("kanri")
    group = stored(engine, IssueType, world.issue).group_code
    form = {"form_key": KEY, "label": "架空の課題", "kana": "かくう", "group_code": group}
    new = {**form, "position": "99", "active": "y", "first_national": "", "other_national": []}
    for _ in range(2):
        assert client.send("/office/issues/new", **new).status_code == 303
    again = client.send("/office/issues/new", **{**new, "form_key": ""})
    assert "この名前はもうあります" in again.text
    url = f"/office/issues/{KEY}"
    fields = shown_fields(client.get(url).text)
    fields.pop("active")
    assert client.send(url, **fields).status_code == 303
    assert not stored(engine, IssueType, UUID(KEY)).active
    assert "今は使っていない課題" in client.get("/office/issues").text


@pytest.mark.parametrize(
    "strange",
    [
        {"first_national": "30"},
        {"other_national": ["x"]},
        {"position": "-1"},
        {"position": "1e9"},
        {"group_code": "x"},
        {"label": "あ" * 100_000},
        {"label": "\x00"},
    ],
    ids=lambda strange: next(iter(strange)),
)
def test_strange_words_are_refused_in_words(browse, world, strange):
    client, url = browse("kanri"), f"/office/issues/{world.issue}"
    fields = shown_fields(client.get(url).text)
    answer = client.send(url, **{**fields, **strange})
    assert answer.status_code == 422
    assert "入力を直してください" in answer.text


def test_a_choice_is_added_changed_and_confirmed(browse, engine):
    client = browse("kanri")
    form = {"form_key": KEY, "kind": "closing", "label": "架空の理由", "position": "50"}
    new = {**form, "group": "", "active": "y", "provisional": "y"}
    for _ in range(2):
        assert client.send("/office/choices/new", **new).status_code == 303
    assert client.send(f"/office/choices/{KEY}/confirm", version=1).status_code == 303
    url = f"/office/choices/{KEY}"
    fields = shown_fields(client.get(url).text)
    assert client.send(url, **{**fields, "group": "転居"}).status_code == 303
    choice = stored(engine, Choice, UUID(KEY))
    assert (choice.group, choice.provisional, choice.version) == ("転居", False, 3)


def test_issues_are_confirmed_in_one_tap(browse, engine, world):
    client = browse("kanri")
    assert client.send(f"/office/issues/{world.issue}/confirm", version=1).status_code == 303
    assert not stored(engine, IssueType, world.issue).provisional
