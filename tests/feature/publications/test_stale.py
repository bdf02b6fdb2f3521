"""What can no longer leave says so to everybody at once, and one's own is not lost from sight."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from cswtool.access import clock
from cswtool.accounts.models import Office
from cswtool.db.elevated import elevated
from cswtool.db.types import new_id
from cswtool.publications.models import PreparedEdition, Publication
from cswtool.publications.rules import EditionStatus, Profile
from tests.feature.publications.walk import plain

FOR_EVER = (
    "期間の重なる版（第3号）が出たので、この内容のままでは出せません。もう一度整えてください。"
)
PROVED = "先に出した版と見比べても"
BADGE = "整え直しが必要"
CHECK, WAITS = "確認してください", "確認待ち"
FIRST, LAST = date(2023, 4, 1), date(2024, 3, 31)


@pytest.fixture
def asked(world) -> str:
    """主担当 has prepared it, 係長 is asked; for April 2023 to March 2024."""
    return f"/publications/prepared/{world.edition_asked}"


def _publish_another(engine, world, first: date = FIRST, last: date = LAST) -> None:
    """As number 3, for whole other reasons."""
    with elevated(engine, reason="test") as session:
        other = session.get_one(Publication, world.publication_public)
        columns = Publication.__table__.columns.keys()
        same = {name: getattr(other, name) for name in columns if name != "id"}
        session.add(Publication(**same | {"number": 3, "first": first, "last": last}))


def _prepared(engine, world, **more) -> UUID:
    """By 主担当, of the same period and for everybody unless told otherwise."""
    facts = {
        "id": new_id(),
        "author_id": world.users["shutanto"],
        "at": clock.now(),
        "title": "令和5年度 もう一つのまとめ",
        "profile": Profile.PUBLIC,
        "threshold": 10,
        "first": FIRST,
        "last": LAST,
        "tables": {"tables": [], "after": []},
        **more,
    }
    with elevated(engine, reason="test") as session:
        session.add(PreparedEdition(**facts))
    return facts["id"]


def _said(page: str, address: str) -> str:
    """What a list says of an edition; "" where it does not name it."""
    lines = [line for line in page.split("<li>") if f'href="{address}"' in line]
    return plain("".join(lines).split("</ul>")[0])


def _main(page: str) -> str:
    return page.split("<main", 1)[1].split("</main>", 1)[0]


def _words(page: str) -> str:
    return " ".join(plain(_main(page)).split())


def test_of_several_on_their_way_about_the_same_days_each_tells_of_the_others(
    browse, engine, world, asked
):
    told = "どれか1つが出ると、残りは整え直しになります"
    page, open_one = browse("kakaricho").get(asked).text, {"status": EditionStatus.ASKED}
    assert told not in page
    other = _prepared(engine, world, **open_one)
    _prepared(
        engine,
        world,
        **open_one,
        title="よその日",
        first=LAST + timedelta(days=1),
        last=date(2024, 4, 30),
    )
    page = browse("kakaricho").get(asked).text
    assert told in page
    assert f'href="/publications/prepared/{other}"' in page
    assert "よその日" not in page
    assert told in browse("shutanto").get(f"/publications/prepared/{other}").text
    _publish_another(engine, world)
    assert told not in browse("kakaricho").get(asked).text


def test_the_page_says_that_another_edition_came_instead_of_offering_to_publish(
    browse, engine, world, asked
):
    chief, author = browse("kakaricho"), browse("shutanto")
    assert "この内容で公表する" in chief.get(asked).text
    assert PROVED in chief.get(asked).text
    _publish_another(engine, world)
    for client in (chief, author):
        whole = client.get(asked).text
        page = _main(whole)
        assert f"状態 {BADGE} " in _words(whole)
        assert FOR_EVER in page
        assert PROVED not in page
        assert f"{asked}/publish" not in page
        assert f"{asked}/ask" not in page
        assert "/summary?first=2023-04" in page
        assert "同じ期間でもう一度整える" in page
    assert author.get(asked).text.count(f'action="{asked}/withdraw"') == 1
    assert f"{asked}/withdraw" not in browse("futanto").get(asked).text


@pytest.mark.parametrize("who", ["kakaricho", "shutanto"])
def test_today_and_the_list_say_that_it_has_to_be_prepared_anew(browse, engine, world, asked, who):
    client = browse(who)
    for page in ("/", "/publications"):
        assert (CHECK if who == "kakaricho" else WAITS) in _said(client.get(page).text, asked)
    _publish_another(engine, world)
    for page in ("/", "/publications"):
        said = _said(client.get(page).text, asked)
        assert BADGE in said
        assert CHECK not in said
        assert WAITS not in said


def test_an_edition_about_other_days_changes_nothing(browse, engine, world, asked):
    _publish_another(engine, world, first=date(2022, 4, 1), last=date(2023, 3, 31))
    assert CHECK in _said(browse("kakaricho").get("/").text, asked)
    assert "この内容で公表する" in browse("kakaricho").get(asked).text


def test_what_was_counted_too_long_ago_says_the_same(browse, engine, world):
    waiting = {
        "status": EditionStatus.ASKED,
        "checker_id": world.users["kakaricho"],
        "asked_at": clock.now(),
        "first": date(2022, 4, 1),
        "last": date(2023, 3, 31),
    }
    long_ago = clock.now() - timedelta(days=15)
    old = _prepared(engine, world, at=long_ago, **waiting)
    own = _prepared(engine, world, at=long_ago, profile=Profile.CITY)
    address = f"/publications/prepared/{old}"
    for who in ("kakaricho", "shutanto"):
        for page in ("/", "/publications"):
            assert BADGE in _said(browse(who).get(page).text, address)
        assert "集計してから日がたちました" in browse(who).get(address).text
        assert "同じ期間でもう一度整える" in browse(who).get(address).text
        assert f"{address}/publish" not in browse(who).get(address).text
    mine = browse("shutanto").get("/publications").text
    assert BADGE in _said(mine, f"/publications/prepared/{own}")


@pytest.mark.parametrize(
    ("least", "now", "leaves"), [(0, 10, False), (5, 10, False), (10, 5, True)]
)
def test_what_hides_less_than_the_office_has_set_by_now_cannot_leave(
    browse, engine, world, least, now, leaves
):
    """The contract was changed after the city's paper had been prepared."""
    days = {"first": date(2022, 4, 1), "last": date(2023, 3, 31)}
    asked = {"checker_id": world.users["kakaricho"], "asked_at": clock.now()}
    more = {"status": EditionStatus.ASKED, "profile": Profile.CITY, "threshold": least}
    edition_id = _prepared(engine, world, **days, **asked, **more)
    address = f"/publications/prepared/{edition_id}"
    with elevated(engine, reason="test") as session:
        session.get_one(Office, 1).city_threshold = now
    for who in ("kakaricho", "shutanto"):
        for page in ("/", "/publications"):
            assert (BADGE in _said(browse(who).get(page).text, address)) != leaves
        shown = browse(who).get(address).text
        assert ("市への報告で伏せる世帯数が増えました" in shown) != leaves
        assert ("同じ期間でもう一度整える" in shown) != leaves
        assert "数値を伏せません" not in shown
    fields = {"checker": str(world.users["kakaricho"]), "version": "1"}
    assert browse("shutanto").send(f"{address}/ask", **fields).location == address
    browse("kakaricho").send(f"{address}/publish")
    with elevated(engine, reason="test") as session:
        assert (session.get(Publication, edition_id) is not None) == leaves
        kept = session.get_one(PreparedEdition, edition_id).asked_at
    assert (kept > asked["asked_at"]) == leaves


def test_nobody_is_asked_about_what_can_no_longer_leave(browse, engine, world):
    """The page was opened before the other edition went out."""
    edition_id = _prepared(engine, world)
    address = f"/publications/prepared/{edition_id}"
    _publish_another(engine, world)
    fields = {"checker": str(world.users["kakaricho"]), "version": "1"}
    author = browse("shutanto")
    assert author.send(f"{address}/ask", **fields).location == address
    assert "期間の重なる版が出ました" in author.get(address).text
    with elevated(engine, reason="test") as session:
        assert session.get_one(PreparedEdition, edition_id).status is EditionStatus.PREPARED


def test_once_it_is_prepared_anew_the_old_one_leaves_the_lists(browse, engine, world, asked):
    _publish_another(engine, world)
    given_up = {"status": EditionStatus.WITHDRAWN}
    _prepared(engine, world, tables={"tables": [], "after": [3]}, **given_up)
    assert BADGE in _said(browse("kakaricho").get("/").text, asked)
    again = _prepared(engine, world, tables={"tables": [], "after": [3]})
    for who in ("kakaricho", "shutanto"):
        for page in ("/", "/publications"):
            assert not _said(browse(who).get(page).text, asked)
    mine = _said(browse("shutanto").get("/publications").text, f"/publications/prepared/{again}")
    assert BADGE not in mine
    assert "確認を頼む前" in mine


def test_one_that_can_still_leave_stays_beside_a_later_one(browse, engine, world, asked):
    _prepared(engine, world)
    assert CHECK in _said(browse("kakaricho").get("/").text, asked)


# --- One's own --------------------------------------------------------------------------


def _send_back(browse, asked: str) -> None:
    sent = browse("kakaricho").send(f"{asked}/send-back", version="1", answer="4月分を直してから")
    assert sent.status_code == 303


def test_who_prepared_it_finds_it_on_the_list_when_it_was_sent_back(browse, asked):
    _send_back(browse, asked)
    said = _said(browse("shutanto").get("/publications").text, asked)
    assert "差し戻し" in said
    assert "4月分を直してから" in said
    assert not _said(browse("futanto").get("/publications").text, asked)


@pytest.mark.parametrize(
    ("later", "told"),
    [
        ({}, False),
        ({"profile": Profile.CITY}, True),
        ({"tables": {"tables": [], "after": [], "asked": {"paper": "form-a"}}}, True),
    ],
    ids=["the same", "for the city", "another paper"],
)
def test_it_is_told_until_the_same_is_prepared_again(browse, engine, world, asked, later, told):
    _send_back(browse, asked)
    _prepared(engine, world, **later)
    for page in ("/", "/publications"):
        assert bool(_said(browse("shutanto").get(page).text, asked)) is told


def test_a_state_has_one_name_and_who_checks_is_called_so(browse, engine, world):
    address = f"/publications/prepared/{_prepared(engine, world)}"
    page = _words(browse("shutanto").get(address).text)
    assert "状態 確認を頼む前" in page
    assert "確認する人 まだ頼んでいません" in page
    assert "確認を頼む前" in _said(browse("shutanto").get("/publications").text, address)
    page = _words(browse("shutanto").get(f"/publications/prepared/{world.edition_asked}").text)
    assert "確認する人 係長 四葉" in page
    assert "確認を頼んだ人" not in page
