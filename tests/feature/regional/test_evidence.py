"""Cases behind a 地域課題: linked in a tap, seen by who sees the case, told as a band."""

import re
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from uuid import UUID, uuid4

import pypdf
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select, update

from cswtool.access import clock
from cswtool.cases.models import Case
from cswtool.db.audit import AuditEvent
from cswtool.db.elevated import elevated
from cswtool.db.session import ScopedSession
from cswtool.regional.models import RegionalAction, RegionalEvidence, RegionalIssue
from cswtool.regional.queries.evidence import households
from cswtool.regional.rules.course import ActionState
from cswtool.releases.models import Release
from cswtool.releases.rules import Purpose, ReleaseStatus, digest
from cswtool.taxonomy.models import Choice, ChoiceKind
from cswtool.upkeep.rules import WORDS
from tests.pages import shown_fields

TODAY = clock.today()
BEHIND_WEST = {"case_west", "case_east"}
"""Of the four cases behind regional_west one is restricted and one has a protected address."""


def _number(engine, world, who, name="regional_west", *, whole_office=True) -> int:
    actor = world.actor(who, whole_office=whole_office)
    with ScopedSession(engine, actor, "test") as session:
        issue = session.get_one(RegionalIssue, world.ids[name])
        return households(session, [issue], TODAY)[issue.id]


def _numbers_of(engine, world, names) -> set[str]:
    with elevated(engine, reason="test") as session:
        return {session.get_one(Case, world.ids[name]).number for name in names}


def _link(client, world, case, issue="regional_city"):
    return client.send(f"/cases/{world.ids[case]}/regional/{world.ids[issue]}")


def _links(engine, issue_id) -> int:
    with elevated(engine, reason="test") as session:
        query = select(func.count(RegionalEvidence.id))
        return session.scalar(query.where(RegionalEvidence.regional_id == issue_id))


def test_from_a_case_to_an_issue_in_a_tap(browse, engine, world):
    client = browse("shutanto")
    page = client.get(f"/cases/{world.case_west}").text
    assert f'href="/cases/{world.case_west}/regional"' in page
    choice = client.get(f"/cases/{world.case_west}/regional").text
    assert f'action="/cases/{world.case_west}/regional/{world.regional_city}"' in choice
    assert f'action="/cases/{world.case_west}/regional/{world.regional_west}"' not in choice
    for _ in range(2):
        assert _link(client, world, "case_west").status_code == 303
    assert _links(engine, world.regional_city) == 1
    page = client.get(f"/cases/{world.case_west}").text
    assert page.count(f'href="/regional/{world.regional_city}"') == 1


def test_issues_of_the_own_zone_stand_first_and_those_at_rest_not_at_all(browse, engine, world):
    def offered():
        page = browse("shutanto").get(f"/cases/{world.case_0}/regional").text
        return [page.find(f"{world.ids[n]}") for n in ("regional_west", "regional_city")]

    west, city = offered()
    assert 0 < west < city
    with elevated(engine, reason="test") as session:
        session.get_one(RegionalIssue, world.regional_west).state = "settled"
    assert offered()[0] == -1


def test_a_new_issue_is_begun_from_a_case(browse, engine, world):
    client, url = browse("shutanto"), f"/cases/{world.case_west}/regional/new"
    fields = shown_fields(client.get(url).text)
    assert fields["zone_id"] == str(world.zones["W"])
    assert fields["owner_id"] == str(world.users["shutanto"])
    sent = {**fields, "title": "坂が多く、店まで歩けない"}
    for _ in range(2):
        answer = client.send(url, **sent)
        assert answer.status_code == 303
    key = UUID(answer.headers["Location"].rsplit("/", 1)[1])
    assert _links(engine, key) == 1
    other = client.send(url, **{**sent, "title": "別の課題"})
    assert other.status_code == 409
    assert "別の課題" in other.text


def test_a_faulty_new_issue_keeps_what_was_typed_and_links_nothing(browse, engine, world):
    client, url = browse("shutanto"), f"/cases/{world.case_west}/regional/new"
    fields = {**shown_fields(client.get(url).text), "voices": "遠くて行けない"}
    answer = client.send(url, **fields)
    assert answer.status_code == 422
    assert "遠くて行けない" in answer.text
    with elevated(engine, reason="test") as session:
        assert session.get(RegionalIssue, UUID(fields["form_key"])) is None


@pytest.mark.parametrize("name", ["case_restricted", "case_protected"])
def test_the_zone_of_who_must_not_be_found_is_not_filled_in(browse, world, name):
    who = "shutanto" if name == "case_restricted" else "yoso"
    page = browse(who).get(f"/cases/{world.ids[name]}/regional/new").text
    assert shown_fields(page)["zone_id"] == ""


def test_who_sees_the_case_sees_that_it_stands_behind(browse, engine, world):
    numbers = {
        name: _numbers_of(engine, world, [name]).pop()
        for name in ("case_west", "case_restricted", "case_east", "case_protected")
    }
    for who, seen in (
        ("shutanto", set(numbers)),
        ("yoso", set(numbers) - {"case_restricted"}),
        ("kakaricho", set(numbers) - {"case_restricted"}),
    ):
        page = browse(who).get(f"/regional/{world.regional_west}").text
        assert {name for name, number in numbers.items() if number in page} == seen, who


def test_the_number_is_the_same_for_everybody_and_tells_nothing_of_the_guarded(
    browse, engine, world
):
    """Neither the restricted case nor the one with a protected address is in it, so nobody
    finds them by subtracting what they see."""
    for who in ("shutanto", "yoso", "kakaricho", "sodan"):
        assert _number(engine, world, who) == len(BEHIND_WEST)
        assert _number(engine, world, who, whole_office=False) == len(BEHIND_WEST)
        assert f"<strong>{len(BEHIND_WEST)}世帯</strong>" in (
            browse(who).get(f"/regional/{world.regional_west}").text
        )
    page = browse("shutanto").get(f"/regional/{world.regional_west}").text
    assert page.count("数えていません（閲覧の制限）") == 1
    assert page.count("数えていません（住所の保護）") == 1
    assert "閲覧の制限" not in browse("yoso").get(f"/regional/{world.regional_west}").text


def test_linking_a_guarded_case_changes_no_number(browse, engine, world):
    assert _link(browse("shutanto"), world, "case_restricted").status_code == 303
    assert _link(browse("yoso"), world, "case_protected").status_code == 303
    assert _number(engine, world, "kakaricho", "regional_city") == 0
    _link(browse("yoso"), world, "case_east")
    assert _number(engine, world, "kakaricho", "regional_city") == 1


def test_nothing_of_a_link_stands_on_the_issue_itself(browse, engine, world):
    """Its course is read by people who may not see the case."""
    with elevated(engine, reason="test") as session:
        before = session.get_one(RegionalIssue, world.regional_city).version
    _link(browse("shutanto"), world, "case_restricted")
    with elevated(engine, reason="test") as session:
        assert session.get_one(RegionalIssue, world.regional_city).version == before
    number = _numbers_of(engine, world, ["case_restricted"]).pop()
    assert number not in browse("yoso").get(f"/regional/{world.regional_city}").text


def test_households_count_within_the_period(browse, engine, world):
    def with_period(first, last):
        with elevated(engine, reason="test") as session:
            issue = session.get_one(RegionalIssue, world.regional_west)
            issue.evidence_first, issue.evidence_last = first, last
        return _number(engine, world, "shutanto")

    opened, day = TODAY - timedelta(days=40), timedelta(days=1)
    long_ago = TODAY - timedelta(days=900)
    assert with_period(long_ago, opened) == len(BEHIND_WEST)
    assert with_period(long_ago, opened - day) == 0
    with elevated(engine, reason="test") as session:
        case = session.get_one(Case, world.case_east)
        case.closed_on, case.status = TODAY - timedelta(days=5), "closed"
    assert with_period(TODAY - timedelta(days=5), None) == 2
    assert with_period(TODAY - timedelta(days=4), None) == 1
    page = browse("shutanto").get(f"/regional/{world.regional_west}").text
    assert page.count("数えていません（期間の外）") == 1


def test_a_link_is_taken_away_by_who_sees_the_case(browse, engine, world):
    url = f"/regional/{world.regional_west}/evidence/{world.evidence_restricted}/remove"
    assert browse("kakaricho").send(url).status_code == 404
    assert browse("shutanto").send(url).status_code == 303
    assert _links(engine, world.regional_west) == 3
    assert browse("shutanto").send(url).status_code == 404


def _paper(client, world, name="regional_west") -> str:
    answer = client.get(f"/regional/{world.ids[name]}/sheet.pdf")
    assert answer.status_code == 200
    reader = pypdf.PdfReader(BytesIO(answer.data))
    return "".join(page.extract_text() for page in reader.pages)


def test_the_sheet_tells_a_band_and_no_case(browse, engine, world):
    client = browse("shutanto")
    words = _paper(client, world)
    for shown in ("昼間に行ける場所がない", "同じ話が続いた", "二度ひらいた", "10世帯未満"):
        assert shown in words
    assert "内部資料・取扱注意" in words
    hidden = _numbers_of(engine, world, ["case_west", "case_east", "case_restricted"])
    assert not [number for number in hidden if number in words]
    assert "2世帯" not in words
    with elevated(engine, reason="test") as session:
        details = session.scalars(select(AuditEvent.detail)).all()
    assert "print: 地域課題シート（内部）" in details


def test_the_sheet_tells_until_when_what_is_not_over_yet(browse, engine, world):
    due = {"due_on": date(2026, 12, 10)}
    with elevated(engine, reason="test") as session:
        session.execute(update(RegionalAction).values(**due, state=ActionState.GOING))
    words = re.sub(r"\s", "", _paper(browse("shutanto"), world))
    assert "進めている（令和8年12月10日まで）" in words
    with elevated(engine, reason="test") as session:
        session.execute(update(RegionalAction).values(state=ActionState.DONE))
    words = re.sub(r"\s", "", _paper(browse("shutanto"), world))
    assert "できた" in words
    assert "12月10日まで" not in words


def test_the_sheet_may_leave_once_two_people_let_exactly_its_words_out(browse, engine, world):
    client, here = browse("shutanto"), f"/regional/{world.regional_west}"
    page = client.get(here).text
    assert "シートは内部資料です" in page
    (words,) = re.findall(r'name="text" value="([^"]*)"', page)
    typed = {"purpose": "sheet", "destination": "第2層協議体", "text": unescape(words)}
    begun = shown_fields(client.send("/releases/begun", **typed).text)
    assert begun["text"].strip() == unescape(words).strip()
    with elevated(engine, reason="test") as session:
        people = {"author_id": world.users["shutanto"], "to_id": world.users["kakaricho"]}
        release = Release(
            purpose=Purpose.SHEET,
            destination="第2層協議体",
            text=begun["text"],
            checked=digest(begun["text"]),
            status=ReleaseStatus.RELEASED,
            at=clock.now(),
            answered_at=clock.now(),
            **people,
        )
        session.add(release)
    page = client.get(here).text
    assert "シートは外に出せます" in page
    assert "「地域課題シート」として「第2層協議体」に出すため" in page
    assert "内部資料" not in _paper(client, world)
    with elevated(engine, reason="test") as session:
        details = session.scalars(select(AuditEvent.detail)).all()
    assert "print: 地域課題シート（外部用）" in details
    assert {one for one in details if one and one.startswith("print: 地域課題")} <= set(WORDS)
    assert "print: 地域課題シート（内部）" not in details
    with elevated(engine, reason="test") as session:
        session.get_one(RegionalIssue, world.regional_west).voices = "あとから足した言葉"
    assert "内部資料" in _paper(client, world)


def test_words_on_their_way_are_not_sent_a_second_time(browse, engine, world):
    client, here = browse("shutanto"), f"/regional/{world.regional_west}"
    fields = shown_fields(client.get(here).text, "/releases/begun")
    begun = shown_fields(client.send("/releases/begun", **fields).text)
    sent = client.send("/releases/new", **{**begun, "destination": "第2層協議体"})
    page = client.get(here).text
    assert "もう確認に出しています" in page
    assert f'href="{sent.headers["Location"]}"' in page
    assert "/releases/begun" not in page
    others = browse("kakaricho").get(here).text
    assert "もう確認に出しています" not in others  # its author's alone until somebody is asked
    with elevated(engine, reason="test") as session:
        session.get_one(RegionalIssue, world.regional_west).voices = "あとから足した言葉"
    assert "/releases/begun" in client.get(here).text


def test_where_it_goes_is_filled_in_from_the_forum_or_asked_for(browse, engine, world):
    client, here = browse("shutanto"), f"/regional/{world.regional_west}"
    assert "「出す場」はまだ決めていません" in client.get(here).text
    with elevated(engine, reason="test") as session:
        words = select(Choice).where(Choice.kind == ChoiceKind.FORUM, Choice.code == "council_2")
        forum = session.scalars(words).one()
        session.get_one(RegionalIssue, world.regional_west).forum_id = forum.id
        label = forum.label
    page = client.get(here).text
    assert "「出す場」はまだ決めていません" not in page
    begun = client.send("/releases/begun", **shown_fields(page, "/releases/begun")).text
    assert shown_fields(begun)["destination"] == label


def test_a_sheet_too_long_for_the_check_says_so_before_the_way_is_gone(browse, engine, world):
    with elevated(engine, reason="test") as session:
        issue = session.get_one(RegionalIssue, world.regional_west)
        issue.voices, issue.spread = "あ" * 15_000, "い" * 4_000
    client, here = browse("shutanto"), f"/regional/{world.regional_west}"
    page = client.get(here).text
    fields = shown_fields(page, "/releases/begun")
    begun = shown_fields(client.send("/releases/begun", **fields).text)
    sent = client.send("/releases/new", **{**begun, "destination": "第2層協議体"})
    assert sent.status_code == 303
    with elevated(engine, reason="test") as session:
        session.get_one(RegionalIssue, world.regional_west).spread = "い" * 6_000
    page = client.get(here).text
    assert "長すぎて、文章の確認に出せません" in page
    assert "/releases/begun" not in page


def test_the_band_moves_on_with_the_tenth_household(browse, engine, world):
    client = browse("kakaricho")
    for number in range(9):
        _link(client, world, f"case_{number}")
    assert "10世帯未満" in _paper(client, world, "regional_city")
    _link(client, world, "case_9")
    assert "10〜19世帯" in _paper(client, world, "regional_city")


def test_a_sheet_with_odd_words_is_made_all_the_same(browse, engine, world):
    with elevated(engine, reason="test") as session:
        issue = session.get_one(RegionalIssue, world.regional_west)
        issue.title = '#set text(red) $x$ *太* "引用" \\ 😀'
        issue.voices = "一行目\n#pagebreak()\n二行目"
    words = _paper(browse("shutanto"), world)
    assert "#set text(red)" in words
    assert "#pagebreak()" in words


def test_a_picture_for_a_slide(browse, engine, world):
    answer = browse("shutanto").get(f"/regional/{world.regional_west}/slide.png")
    assert answer.status_code == 200
    assert answer.data.startswith(b"\x89PNG")
    width, height = (int.from_bytes(answer.data[at : at + 4]) for at in (16, 20))
    assert (width, height) == (1920, 1080)
    with elevated(engine, reason="test") as session:
        details = session.scalars(select(AuditEvent.detail)).all()
    assert "print: 地域課題のスライド（内部）" in details


def test_the_list_as_a_file_has_bands_and_no_numbers(browse, world):
    answer = browse("shutanto").get("/regional?as=xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(answer.data))
    head, *rows = book.get_sheet_by_index(0).to_python()[4:]
    column = head.index("根拠となった世帯")
    assert {row[column] for row in rows} == {"10世帯未満"}


def test_merged_cases_stand_behind_an_issue_once(browse, engine, world):
    """case_west and case_east are both behind regional_west; case_east alone behind another."""
    _link(browse("yoso"), world, "case_east")
    client, url = browse("kakaricho"), f"/duplicates/cases/{world.case_west}/{world.case_east}"
    last = client.get(url).text.rsplit("<form", 1)[1].partition("</form>")[0]
    fields = {**shown_fields(f"<main><form{last}</form></main>"), "reason": "同じ世帯"}
    assert client.send(url, **fields).status_code == 303
    with elevated(engine, reason="test") as session:
        query = select(RegionalEvidence.regional_id).where(
            RegionalEvidence.case_id == world.case_west
        )
        assert sorted(session.scalars(query)) == sorted([world.regional_west, world.regional_city])
    assert _number(engine, world, "kakaricho") == 1


def test_an_unknown_issue_or_case_is_not_found(browse, world):
    client = browse("shutanto")
    assert client.send(f"/cases/{world.case_west}/regional/{uuid4()}").status_code == 404
    assert client.send(f"/cases/{uuid4()}/regional/{world.regional_city}").status_code == 404
