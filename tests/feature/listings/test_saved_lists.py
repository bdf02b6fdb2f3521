"""A filter under a name: one's own, or shared with those who work on cases."""

import pytest
from sqlalchemy import func, select

from cswtool.db.elevated import elevated
from cswtool.listings.models import SavedList
from tests.pages import shown_fields

CLOSED = "/cases?status=closed"


def _count(engine) -> int:
    with elevated(engine, reason="test") as session:
        return session.scalar(select(func.count()).select_from(SavedList))


def _fields(client, url) -> dict:
    html = client.get(url).text
    return shown_fields(html) if "名前を付けて残す" in html else {}


def test_an_open_filter_gets_a_name_and_is_opened_in_one_click(browse, engine):
    client, before = browse("shutanto"), _count(engine)
    fields = _fields(client, f"{CLOSED}&zone=&page=2")
    assert fields["path"] == CLOSED
    for _ in range(2):
        answer = client.send("/lists", **{**fields, "name": "終わったケース"})
        assert (answer.status_code, answer.location) == (303, CLOSED)
    assert _count(engine) == before + 1
    page = client.get("/cases").text
    assert f'href="{CLOSED}"' in page
    assert "終わったケース" in page
    assert "終わったケース" not in browse("futanto").get("/cases").text
    assert "終わったケース" not in client.get("/referrals").text
    assert _fields(client, CLOSED) == {}


def test_shared_it_is_everybodys_who_works_on_cases(browse):
    client = browse("shutanto")
    fields = _fields(client, CLOSED)
    client.send("/lists", **{**fields, "name": "みんなの一覧", "shared": "y"})
    page = browse("futanto").get(CLOSED).text
    assert "みんなの一覧（主担当 花子）" in page
    assert "名前を取り除く" not in page


def test_a_name_is_asked_for_and_what_was_chosen_stays(browse):
    client = browse("shutanto")
    answer = client.send("/lists", **{**_fields(client, CLOSED), "name": ""})
    assert answer.status_code == 422
    assert shown_fields(answer.text)["path"] == CLOSED


@pytest.mark.parametrize("path", ["https://evil.example/?a=1", "//evil.example?a=1", "/cases"])
def test_only_a_list_of_ours_is_kept(browse, engine, path):
    before = _count(engine)
    assert browse("shutanto").send("/lists", path=path, name="x").status_code == 422
    assert _count(engine) == before


def test_it_is_taken_away(browse, engine, world):
    answer = browse("shutanto").send(f"/lists/{world.saved_own}/remove")
    assert (answer.status_code, answer.location) == (303, "/cases")
    with elevated(engine, reason="test") as session:
        assert session.get(SavedList, world.saved_own) is None


def test_a_search_keeps_its_filters_and_never_its_words(browse):
    client = browse("shutanto")
    page = client.send("/records", typed="玄関先", method="visit").text
    fields = shown_fields(page)
    assert fields["path"] == "/records?method=visit"
    client.send("/lists", **{**fields, "name": "訪問"})
    opened = client.get("/records?method=visit&typed=玄関先").text
    assert "記録 " in opened
    assert 'value="玄関先"' not in opened
