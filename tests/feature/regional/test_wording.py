"""A text that was mended on its way out leads back to the sheet it was begun from."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from cswtool.access import clock
from cswtool.db.elevated import elevated
from cswtool.db.types import new_id
from cswtool.regional.models import RegionalIssue
from cswtool.releases.models import Release
from cswtool.releases.rules import Purpose
from tests.pages import shown_fields

MENDED = "昼間に行ける場所が少ない。自治会が、空いた部屋で集まりをひらいている。"
READY = "確かめ終わった文章があります"
BACK = "もとの地域課題へ"


def _here(world, name="regional_west"):
    return f"/regional/{world.ids[name]}"


def _begin(client, world, text=None, **more):
    """The text of the sheet is sent to be checked, as its page has it or mended at once."""
    page = client.get(_here(world)).text
    begun = shown_fields(client.send("/releases/begun", **shown_fields(page, "/begun")).text)
    fields = {**begun, "destination": "第2層協議体", **more}
    answer = client.send("/releases/new", **{**fields, **({"text": text} if text else {})})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def _mend(client, url, text):
    fields = shown_fields(client.get(f"{url}/edit").text)
    assert client.send(f"{url}/edit", **{**fields, "text": text}).status_code == 303


def _stored(engine, url):
    with elevated(engine, reason="test") as session:
        return session.get_one(Release, UUID(url.rsplit("/", 1)[1]))


def _ask(browse, engine, world, url):
    with elevated(engine, reason="test") as session:
        for one in session.get_one(Release, UUID(url.rsplit("/", 1)[1])).findings:
            one.reason, one.certain = "だれのことでもない", False
    asked = {"ask-reader": str(world.users["kakaricho"])}
    version = _stored(engine, url).version
    browse("shutanto").send(f"{url}/ask", **asked, **{"ask-version": version})


def _let_go(browse, engine, world, url):
    _ask(browse, engine, world, url)
    browse("kakaricho").send(f"{url}/release", version=_stored(engine, url).version)
    assert _stored(engine, url).status == "released"


def test_a_mended_text_is_shown_where_it_was_begun_once_it_is_let_go(browse, engine, world):
    author = browse("shutanto")
    url = _begin(author, world)
    _mend(author, url, MENDED)
    assert READY not in author.get(_here(world)).text
    _let_go(browse, engine, world, url)
    for who in ("shutanto", "kakaricho", "yoso"):
        page = browse(who).get(_here(world)).text
        assert READY in page
        assert f'<p class="multiline">{MENDED}</p>' in page
        assert f'href="{_here(world)}/edit"' in page
        assert f'href="{url}"' in page
        assert f'href="{_here(world)}">{BACK}</a>' in browse(who).get(url).text
    assert READY not in author.get(_here(world, "regional_city")).text


def test_the_notice_goes_once_the_sheet_says_the_same(browse, engine, world):
    author = browse("shutanto")
    url = _begin(author, world)
    _let_go(browse, engine, world, url)
    page = author.get(_here(world)).text
    assert READY not in page
    assert "シートは外に出せます" in page
    with elevated(engine, reason="test") as session:
        session.get_one(RegionalIssue, world.regional_west).voices = "あとから足した言葉"
    page = author.get(_here(world)).text
    assert READY in page
    assert "欄のほうが新しいときは、もう一度「文章の確認に出す」" in page
    _begin(author, world)
    page = author.get(_here(world)).text
    assert "もう確認に出しています" in page
    assert READY not in page


def test_the_newest_text_counts_and_one_given_up_does_not(browse, engine, world):
    author = browse("shutanto")
    urls = [_begin(author, world, text=f"{MENDED}{number}。") for number in (1, 2)]
    for url in urls:
        _let_go(browse, engine, world, url)
    assert f"{MENDED}2。" in author.get(_here(world)).text
    author.send(f"{urls[1]}/withdraw", version=_stored(engine, urls[1]).version)
    page = author.get(_here(world)).text
    assert f"{MENDED}1。" in page
    assert f"{MENDED}2。" not in page


@pytest.mark.parametrize("odd", ["", "x", str(uuid4())])
def test_an_issue_that_is_none_in_sight_is_not_kept(browse, engine, world, odd):
    author = browse("shutanto")
    url = _begin(author, world, regional=odd)
    assert _stored(engine, url).regional_id is None
    assert BACK not in author.get(url).text


def test_another_text_for_the_same_issue_keeps_where_it_was_begun(browse, engine, world):
    author = browse("shutanto")
    url = _begin(author, world)
    _mend(author, url, MENDED)
    assert _stored(engine, url).regional_id == world.regional_west


def test_what_was_typed_elsewhere_is_of_no_issue(browse, engine):
    fields = {"purpose": "sheet", "destination": "市", "text": MENDED, "form_key": str(new_id())}
    url = browse("shutanto").send("/releases/new", **fields).headers["Location"]
    assert _stored(engine, url).regional_id is None


def test_the_author_is_told_for_a_week_that_a_text_may_leave(browse, engine, world):
    author = browse("shutanto")
    url = _begin(author, world, text=MENDED)
    assert url not in author.get("/").text
    _let_go(browse, engine, world, url)
    entry = author.get("/").text.partition(f'href="{url}"')[2].partition("</li>")[0]
    assert "badge-ok" in entry
    assert "公開できる" in entry
    assert "さんが確かめました" in entry
    assert url not in browse("kakaricho").get("/").text
    with elevated(engine, reason="test") as session:
        release = session.get_one(Release, UUID(url.rsplit("/", 1)[1]))
        release.answered_at = clock.now() - timedelta(days=8)
    assert url not in author.get("/").text


def test_who_is_asked_reads_that_it_waits_for_them(browse, engine, world):
    url = _begin(browse("shutanto"), world, text=MENDED)
    _ask(browse, engine, world, url)
    assert "あなたの確認を待っています。" in browse("kakaricho").get(url).text
    page = browse("shutanto").get(url).text
    assert "あなたの確認を待っています。" not in page
    assert "さんの確認を待っています。" in page


def test_texts_that_may_leave_are_told_apart_in_the_list(browse, engine, world):
    url = _begin(browse("shutanto"), world, text=MENDED)
    _let_go(browse, engine, world, url)
    release = _stored(engine, url)
    assert release.purpose is Purpose.SHEET
    assert release.opening in browse("yoso").get("/releases").text
