"""様式C: the list on one paper. What leaves is what two people let out, word for word."""

import csv
import re
import zipfile
from html import unescape
from io import BytesIO, StringIO
from urllib.parse import unquote

import pypdf
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import Text, event, select

from cswtool.access import clock
from cswtool.access.permissions import Permission
from cswtool.accounts.models import Office
from cswtool.community.models import Zone
from cswtool.db.audit import AuditEvent
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.regional.models import RegionalAction, RegionalActionStep, RegionalIssue, RegionalStep
from cswtool.regional.queries.sheet import Imprint, sheet_of
from cswtool.regional.rules.course import State
from cswtool.releases.models import Release
from cswtool.releases.rules import Purpose, ReleaseStatus, digest
from cswtool.upkeep.rules import told
from tests.world import Builder, World

KINDS = ["pdf", "xlsx", "csv"]
WEST, CITY = "昼間に行ける場所がない", "坂が多く、店まで歩けない"


@pytest.fixture(autouse=True)
def _two_issues(engine, world) -> None:
    with elevated(engine, reason="test") as session:
        session.get_one(RegionalIssue, world.regional_city).title = CITY


def _release(browse, engine, world, name="regional_west", **more) -> None:
    """What the page of the issue sends to be checked, let out by two."""
    page = browse("shutanto").get(f"/regional/{world.ids[name]}").text
    (words,) = re.findall(r'name="text" value="([^"]*)"', page)
    about = {
        "purpose": Purpose.SHEET,
        "destination": "第2層協議体",
        "text": unescape(words),
        "checked": digest(unescape(words)),
        "status": ReleaseStatus.RELEASED,
        "author_id": world.users["shutanto"],
        "to_id": world.users["kakaricho"],
        "at": clock.now(),
        "answered_at": clock.now(),
    }
    with elevated(engine, reason="test") as session:
        session.add(Release(**{**about, **more}))


def _file(browse, use="outside", kind="csv", asked="show="):
    answer = browse("yoso").get(f"/regional/form-c/file?{asked}&use={use}&as={kind}")
    assert answer.status_code == 200
    return answer


def _words(answer, kind) -> str:
    if kind == "pdf":
        pages = pypdf.PdfReader(BytesIO(answer.data)).pages
        return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    if kind == "csv":
        return answer.data.decode("utf-8-sig")
    return str(
        CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    )


def _printed(browse, use="outside", kind="csv", asked="show=") -> set[str]:
    """Which of the two issues stand on the paper."""
    words = _words(_file(browse, use, kind, asked), kind)
    return {title for title in (WEST, CITY) if title in words}


@pytest.mark.parametrize("kind", KINDS)
def test_outside_stands_what_two_people_let_out_and_inside_everything(browse, engine, world, kind):
    assert _printed(browse, "outside", kind) == set()
    _release(browse, engine, world)
    assert _printed(browse, "outside", kind) == {WEST}
    assert _printed(browse, "inside", kind) == {WEST, CITY}


@pytest.mark.parametrize("kind", KINDS)
def test_inside_it_says_so_and_outside_nothing_of_what_is_missing(browse, engine, world, kind):
    _release(browse, engine, world)
    inside, outside = _file(browse, "inside", kind), _file(browse, "outside", kind)
    assert "内部資料・取扱注意" in _words(inside, kind)
    assert "2件" in _words(inside, kind)
    words = _words(outside, kind)
    assert "文章は二人で確認済み" in words
    assert "1件" in words
    for told_of in ("2件", "内部", "取扱注意", "載らない", "先頭"):
        assert told_of not in words, told_of
    with elevated(engine, reason="test") as session:
        assert session.get_one(Office, 1).name.replace(" ", "") in words.replace(" ", "")


def test_nothing_in_the_excel_file_for_outside_says_that_it_is_internal(browse, engine, world):
    _release(browse, engine, world)
    for use, care in (("inside", True), ("outside", False)):
        with zipfile.ZipFile(BytesIO(_file(browse, use, "xlsx").data)) as book:
            parts = [book.read(name).decode() for name in book.namelist()]
        assert any("取扱注意" in part for part in parts) is care
        assert any(CITY in part for part in parts) is care


@pytest.mark.parametrize(
    "change",
    [
        {"title": "昼間に行ける場所が少ない"},
        {"voices": "行くところがない"},
        {"result": "集まりができた"},
    ],
    ids=["title", "voices", "result"],
)
def test_a_changed_word_takes_the_line_off(browse, engine, world, change):
    _release(browse, engine, world)
    assert _printed(browse) == {WEST}
    with elevated(engine, reason="test") as session:
        issue = session.get_one(RegionalIssue, world.regional_west)
        for name, words in change.items():
            setattr(issue, name, words)
    assert "少ない" not in _words(_file(browse), "csv")
    assert _printed(browse) == set()


@pytest.mark.parametrize(
    "change", [{"became": "三度ひらいた"}, {"who": "町会"}, {"what": "集まる"}]
)
def test_a_changed_word_of_what_is_done_takes_the_line_off(browse, engine, world, change):
    _release(browse, engine, world)
    with elevated(engine, reason="test") as session:
        action = session.get_one(RegionalAction, world.regional_west_action)
        for name, words in change.items():
            setattr(action, name, words)
    assert _printed(browse) == set()


def test_one_more_that_is_done_and_a_release_taken_back_take_the_line_off(browse, engine, world):
    _release(browse, engine, world)
    with elevated(engine, reason="test") as session:
        session.scalars(
            select(Release).where(Release.text.contains(WEST))
        ).one().status = ReleaseStatus.WITHDRAWN
    assert _printed(browse) == set()
    _release(browse, engine, world)
    assert _printed(browse) == {WEST}
    with elevated(engine, reason="test") as session:
        builder = Builder(session, World(world.users, world.zones, dict(world.ids)))
        issue = session.get_one(RegionalIssue, world.regional_west)
        builder.regional_action("more", issue, author="shutanto")
    assert _printed(browse) == set()


@pytest.mark.parametrize("status", [one for one in ReleaseStatus if one != ReleaseStatus.RELEASED])
def test_what_is_only_written_or_asked_about_is_not_outside(browse, engine, world, status):
    _release(browse, engine, world, status=status, author_id=world.users["yoso"])
    assert _printed(browse) == set()


def test_what_moves_on_without_words_stays_on_the_paper(browse, engine, world):
    _release(browse, engine, world)
    with elevated(engine, reason="test") as session:
        session.get_one(RegionalIssue, world.regional_west).state = State.DISCUSSED
    words = _words(_file(browse), "csv")
    assert WEST in words
    assert "検討\n（" in words


def _mark_every_text(session, record, said) -> None:
    for column in record.__mapper__.columns:
        if type(column.type) is Text:
            said.append(f"語{len(said):03}番")
            setattr(record, column.key, said[-1])


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_is_printed_that_is_not_among_the_words_of_the_sheet(browse, engine, world, kind):
    """Every column of text of an issue and of what belongs to it is filled with a word of its
    own; what 様式C prints of them is compared with what is released of the sheet."""
    said: list[str] = []
    with elevated(engine, reason="test") as session:
        _mark_every_text(session, session.get_one(RegionalIssue, world.regional_west), said)
        for model, name in (
            (RegionalAction, "regional_id"),
            (RegionalStep, "regional_id"),
            (RegionalActionStep, "action_id"),
        ):
            owner = world.regional_west_action if name == "action_id" else world.regional_west
            for record in session.scalars(select(model).where(getattr(model, name) == owner)):
                _mark_every_text(session, record, said)
    with ScopedSession(engine, world.actor("yoso"), "test") as session:
        issue = session.get_one(RegionalIssue, world.regional_west)
        typed = set(sheet_of(session, issue, Imprint("x", demo=False, today=clock.today())).typed)
    words = _words(_file(browse, "inside", kind), kind)
    printed = {one for one in said if one in words}
    assert printed <= typed
    assert len(printed) == len(("title", "reach", "result", "what", "who", "became"))
    assert len(said) > len(typed) > len(printed)


def test_it_tells_bands_and_no_case_and_nobody_of_the_staff(browse, world):
    words = _words(_file(browse, "inside", "pdf"), "pdf")
    assert "10世帯未満（" in words
    assert not re.search(r"(?<!\d)2世帯", words)
    assert not re.search(r"R\d+-\d{4}", words)
    assert "主担当" not in words


def test_it_is_narrowed_like_the_list(browse, engine, world):
    west = f"show=&zone={world.zones['W']}"
    for name in ("regional_west", "regional_city"):
        _release(browse, engine, world, name)
    for use in ("inside", "outside"):
        assert _printed(browse, use) == {WEST, CITY}
        assert _printed(browse, use, asked=west) == {WEST}
        assert _printed(browse, use, asked="show=settled") == set()
    with elevated(engine, reason="test") as session:
        zone = session.get_one(Zone, world.zones["W"]).name
        session.get_one(RegionalIssue, world.regional_west).state = State.SETTLED
    assert f"対象：圏域 {zone}" in _words(_file(browse, asked=west), "csv")
    assert _printed(browse, asked="") == {CITY}, "as the list: what is being worked on"


def test_an_address_that_makes_no_sense_gives_the_internal_paper(browse):
    answer = browse("yoso").get("/regional/form-c/file?use=everybody&as=exe")
    assert answer.data.startswith(b"%PDF")
    assert "内部資料" in _words(answer, "pdf")


@pytest.mark.parametrize(("use", "label"), [("inside", "内部_取扱注意"), ("outside", "外部用")])
def test_file_name_and_trail_say_what_it_is_for(browse, engine, world, use, label):
    _release(browse, engine, world)
    name = unquote(_file(browse, use, "pdf").headers["Content-Disposition"])
    assert f"様式C地域課題一覧_{clock.today():%Y%m%d}_{label}.pdf" in name
    with elevated(engine, reason="test") as session:
        rows = session.scalars(
            select(AuditEvent).where(AuditEvent.action == str(Permission.REGIONAL_PRINT))
        ).all()
    details = [row.detail for row in rows]
    count = {"inside": 2, "outside": 1}[use]
    short = label.partition("_")[0]
    assert f"書き出し：様式C 地域課題一覧（{short}、pdf、{count}件）" in details
    left = [row.record_id for row in rows if row.detail == "print: 様式C（外部用）"]
    assert left == ([world.regional_west] if use == "outside" else [])
    assert "外部用" in told("print: 様式C（外部用）") != "print: 様式C（外部用）"


def test_the_page_says_how_many_are_not_on_it_and_leads_to_them(browse, engine, world):
    client = browse("yoso")
    page = client.get("/regional/form-c?show=").text
    assert "<strong>0件</strong>が載ります" in page
    assert "use=outside" not in page, "nothing to hand out yet"
    _release(browse, engine, world)
    page = client.get("/regional/form-c?show=").text
    assert "この一覧の 2件のうち、<strong>1件</strong>が載ります" in page
    held = page.partition("外部用に載らない 1件")[2].partition("</ul>")[0]
    assert f'href="/regional/{world.regional_city}"' in held
    assert f'href="/regional/{world.regional_west}"' not in held
    assert "第2層協議体（地域課題シート）" in page
    _release(browse, engine, world, "regional_city")
    page = client.get("/regional/form-c?show=").text
    assert "外部用に載らない" not in page
    assert "当てはまる地域課題はありません" in client.get("/regional/form-c?show=settled").text


def test_from_the_list_to_its_paper_the_narrowing_goes_along(browse, world):
    west = f"show=&zone={world.zones['W']}&forum="
    page = unescape(browse("yoso").get(f"/regional?{west}").text)
    assert f'href="/regional/form-c?{west}"' in page
    page = unescape(browse("yoso").get(f"/regional/form-c?{west}").text)
    assert f'href="/regional?{west}"' in page
    assert f'href="/regional/form-c/file?{west}&use=inside&as=pdf"' in page


def _more(engine, world, count) -> World:
    """A world with so many issues more, all of 中央."""
    grown = World(world.users, world.zones, dict(world.ids))
    with elevated(engine, reason="test") as session:
        builder = Builder(session, grown)
        for number in range(count):
            issue = builder.regional(f"more_{number}", author="yoso", zone="C")
            issue.title = f"ほかの課題 {number}"
    return grown


def test_it_stands_in_the_order_of_the_zones_and_the_whole_city_comes_last(browse, engine, world):
    _more(engine, world, 2)
    lines = list(csv.reader(StringIO(_words(_file(browse, "inside"), "csv"))))
    zones = [line[0] for line in lines[lines.index(next(one for one in lines if one[1:])) + 1 :]]
    with elevated(engine, reason="test") as session:
        west, center = (session.get_one(Zone, world.zones[code]).name for code in "WC")
    assert zones == [west, center, center, "市内全域"]


def _statements(engine, browse, url) -> int:
    seen = []

    def count(*args):
        seen.append(args[2])

    client = browse("yoso")
    client.get(url)  # the first round fills caches and is the sign of life
    event.listen(engine, "before_cursor_execute", count)
    client.get(url)
    event.remove(engine, "before_cursor_execute", count)
    return len(seen)


@pytest.mark.parametrize("url", ["/regional/form-c", "/regional/form-c/file?use=outside&as=csv"])
def test_it_costs_the_same_for_few_and_for_many(browse, engine, world, url):
    _release(browse, engine, world)
    before = _statements(engine, browse, url)
    grown = _more(engine, world, 8)
    for number in range(8):
        _release(browse, engine, grown, f"more_{number}")
    assert _statements(engine, browse, url) == before


def test_a_long_list_repeats_its_head_and_numbers_its_pages(browse, engine, world):
    _more(engine, world, 30)
    pages = pypdf.PdfReader(BytesIO(_file(browse, "inside", "pdf").data)).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        words = page.extract_text()
        assert "圏域と範囲" in words
        assert f"{number} / {len(pages)}" in words
        assert "内部資料・取扱注意" in words
        assert page.mediabox.width > page.mediabox.height


def test_odd_words_are_words_and_long_ones_go_on_over_the_page(browse, engine, world):
    with elevated(engine, reason="test") as session:
        issue = session.get_one(RegionalIssue, world.regional_west)
        issue.title, issue.reach = "#set text(red) $x$ *太* \\ 😀", "=1+1"
        issue.result = "長い話" * 1300 + "おわり"
    words = _words(_file(browse, "inside", "pdf"), "pdf")
    assert "#settext(red)" in words
    assert "おわり" in words
    lines = list(csv.reader(StringIO(_words(_file(browse, "inside", "csv"), "csv"))))
    assert "#set text(red) $x$ *太* \\ 😀" in [line[1] for line in lines if line[1:]]
