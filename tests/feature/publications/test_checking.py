"""An edition is prepared by one and let out by another; report readers see it then only."""

import re
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date
from urllib.parse import unquote
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from cswtool.access import clock
from cswtool.access.actor import Role
from cswtool.accounts.models import UserRole
from cswtool.db.audit import AuditEvent
from cswtool.db.elevated import elevated
from cswtool.publications import models
from cswtool.publications.commands import editions
from cswtool.publications.models import EditionTruth, PreparedEdition, Publication
from cswtool.publications.rules import REASONS, EditionStatus, Profile
from cswtool.reports.commands import protecting
from tests.feature.publications.walk import YEAR, ask, prepare
from tests.world import Builder, World

WHY = REASONS[0]


@pytest.fixture
def asked(world) -> str:
    """主担当 has prepared it, 係長 is asked."""
    return f"/publications/prepared/{world.edition_asked}"


def _edition(engine, world) -> PreparedEdition:
    with elevated(engine, reason="test") as session:
        return session.get_one(PreparedEdition, world.edition_asked)


def _published(engine, world) -> Publication | None:
    with elevated(engine, reason="test") as session:
        return session.get(Publication, world.edition_asked)


def test_the_checker_finds_it_looks_at_it_and_lets_it_out(browse, engine, world, asked):
    chief = browse("kakaricho")
    assert asked in chief.get("/").text
    assert "確認してください" in chief.get("/publications").text
    page = chief.get(asked).text
    assert "この内容で公表する" in page
    assert "出すと番号がつきます" in page
    answer = chief.send(f"{asked}/publish")
    assert answer.location == f"/publications/{world.edition_asked}"
    publication = _published(engine, world)
    assert (publication.number, publication.author_id) == (3, world.users["shutanto"])
    assert "第3号" in browse("shi").get(answer.location).text
    for kind in ("xlsx", "pdf", "csv"):
        saved = browse("shi").get(f"{answer.location}.{kind}").headers["Content-Disposition"]
        assert unquote(saved).endswith(f"_公表_第3号.{kind}")
    assert "公表されました" in browse("shutanto").get("/").text
    assert _edition(engine, world).decided_by_id == world.users["kakaricho"]


def test_before_that_no_report_reader_sees_it_and_nobody_has_its_files(browse, world, asked):
    assert browse("shi").get(asked).status_code == 404
    assert "令和5年度" not in browse("shi").get("/publications").text
    for who in ("shi", "kakaricho"):
        assert browse(who).get(f"/publications/{world.edition_asked}.xlsx").status_code == 404


def test_nobody_lets_out_their_own(browse, engine, world, asked):
    with elevated(engine, reason="test") as session:
        session.add(UserRole(user_id=world.users["shutanto"], role=Role.SUPERVISOR))
    for act in ("publish", "send-back"):
        assert browse("shutanto").send(f"{asked}/{act}").status_code == 403
    page = browse("shutanto").get(asked).text
    assert "この内容で公表する" not in page
    assert str(world.users["shutanto"]) not in re.findall(r'<option value="([^"]+)"', page)
    assert _published(engine, world) is None


def test_it_is_sent_back_with_a_reason(browse, engine, world, asked):
    chief = browse("kakaricho")
    assert chief.send(f"{asked}/send-back", version="1", answer="").status_code == 422
    answer = "9月の入力が終わってから、もう一度お願いします"
    assert chief.send(f"{asked}/send-back", version="1", answer=answer).status_code == 303
    assert answer in browse("shutanto").get("/").text
    page = browse("shutanto").get(asked).text
    assert answer in page
    assert "/summary?first=2023-04" in page
    assert chief.send(f"{asked}/publish").location == asked
    assert "差し戻しか取り下げ" in chief.get(asked).text
    assert _published(engine, world) is None


def test_it_is_withdrawn_by_its_author(browse, engine, world, asked):
    assert browse("futanto").send(f"{asked}/withdraw").status_code == 403
    assert browse("shutanto").send(f"{asked}/withdraw").status_code == 303
    assert _edition(engine, world).status is EditionStatus.WITHDRAWN
    assert asked not in browse("kakaricho").get("/").text
    assert "外に出ることはありません" in browse("kakaricho").get(asked).text
    browse("kakaricho").send(f"{asked}/publish")
    assert _published(engine, world) is None


def test_figures_that_were_counted_long_ago_do_not_go_out(
    browse, engine, world, asked, monkeypatch
):
    monkeypatch.setattr(models, "FRESH_DAYS", -1)
    chief = browse("kakaricho")
    assert "集計してから日がたちました" in chief.get(asked).text
    assert chief.send(f"{asked}/publish").location == asked
    assert _published(engine, world) is None


def test_an_edition_that_came_in_between_stops_it(browse, engine, world, asked):
    with elevated(engine, reason="test") as session:
        edition = session.get_one(PreparedEdition, world.edition_asked)
        other = session.get_one(Publication, world.publication_public)
        columns = Publication.__table__.columns.keys()
        same = {name: getattr(other, name) for name in columns if name != "id"}
        session.add(Publication(**same | {"number": 3, "first": edition.first}))
    chief = browse("kakaricho")
    assert chief.send(f"{asked}/publish").location == asked
    assert "期間の重なる版が出ました" in chief.get(asked).text
    assert _edition(engine, world).status is EditionStatus.ASKED


def test_of_two_let_out_in_one_moment_one_is_stopped(browse, engine, world, asked, monkeypatch):
    """The other goes out when this one has just looked at the ledger.

    On SQLite it has to wait for this one; there it is the one that is stopped.
    """
    with elevated(engine, reason="test") as session:
        cast = World(world.users, world.zones, dict(world.ids))
        Builder(session, cast).edition("edition_other", author="shutanto")
    both = (world.edition_asked, cast.edition_other)
    looked, chiefs = editions.numbers_meeting, [browse("kakaricho"), browse("kakaricho")]
    going = []

    with ThreadPoolExecutor(1) as pool:

        def look(*about):
            found = looked(*about)
            if not going:
                address = f"/publications/prepared/{cast.edition_other}/publish"
                going.append(pool.submit(chiefs[1].send, address))
                wait(going, timeout=2)
            return found

        monkeypatch.setattr(editions, "numbers_meeting", look)
        answers = [chiefs[0].send(f"{asked}/publish"), going[0].result()]
    assert [answer.status_code for answer in answers] == [303, 303]
    with elevated(engine, reason="test") as session:
        out = session.scalars(select(Publication.number).where(Publication.id.in_(both))).all()
    assert out == [3]


def test_what_was_checked_is_what_goes_out(engine, world):
    with pytest.raises(Exception, match="insert-only"), elevated(engine, reason="test") as session:
        session.execute(update(PreparedEdition).values(tables={"tables": [], "after": [1]}))


def test_who_prepares_asks_a_second_person(browse, engine, world):
    client = browse("shutanto")
    address = prepare(client, form_key=str(world.case_west))
    assert prepare(client, form_key=str(world.case_west)) == address
    page = client.get(address).text
    assert "まだ外に出していません" in page
    assert client.send(f"{address}/ask", version="1").status_code == 422
    assert browse("kakaricho").send(f"{address}/publish").location == address
    ask(client, world, address)
    assert address in browse("kakaricho").get("/").text
    browse("kakaricho").send(f"{address}/send-back", version="2", answer="もう一度")
    page = client.get(address).text
    assert "first=2025-04&amp;last=2026-03&amp;paper=summary&amp;grain=groups" in page
    assert "差し戻し" in client.get("/").text
    again = prepare(client)
    assert again != address
    assert "差し戻し" not in client.get("/").text
    with elevated(engine, reason="test") as session:
        truths = session.scalars(select(EditionTruth.edition_id)).all()
        count = session.scalar(select(func.count()).select_from(PreparedEdition))
    assert {str(one) for one in truths} == {a.rsplit("/", 1)[1] for a in (address, again)}
    assert count == 3
    with pytest.raises(Exception, match="insert-only"), elevated(engine, reason="test") as session:
        session.execute(update(EditionTruth).values(sealed=b""))


def test_it_was_counted_before_the_engine_began(browse, engine, world, monkeypatch):
    """Which may take minutes: what is entered meanwhile is not in it."""
    began, protected = [], protecting.protect_in_subprocess

    def protect(*about, **more):
        began.append(clock.now())
        return protected(*about, **more)

    monkeypatch.setattr(protecting, "protect_in_subprocess", protect)
    address = prepare(browse("shutanto"))
    with elevated(engine, reason="test") as session:
        edition = session.get_one(PreparedEdition, UUID(address.rsplit("/", 1)[1]))
    assert edition.at < began[0]


def test_reading_and_sealing_the_ledger_stands_on_the_trail(browse, engine, world):
    prepare(browse("shutanto"))
    mine = AuditEvent.actor_id == world.users["shutanto"]
    with elevated(engine, reason="test") as session:
        reasons = set(session.scalars(select(AuditEvent.reason).where(mine)).all())
    assert {"ledger: earlier editions", "ledger: what was counted"} <= reasons


def test_a_period_with_an_edition_from_before_the_ledger_is_refused_in_words(browse):
    answer = browse("shutanto").send(
        "/summary/prepare", **{**YEAR, "first": "2024-04", "last": "2024-09"}
    )
    assert answer.status_code == 422
    assert "控えを取る前の版" in answer.text


def _of_last_year(world, **more) -> PreparedEdition:
    """Of the same year as edition 1."""
    return PreparedEdition(
        author_id=world.users["shutanto"],
        at=clock.now(),
        title="令和6年度 地域生活課題のまとめ",
        profile=Profile.PUBLIC,
        threshold=10,
        first=date(2024, 4, 1),
        last=date(2025, 3, 31),
        **more,
    )


def test_an_edition_whose_figures_do_not_open_is_refused_in_words(browse, engine, world):
    with elevated(engine, reason="test") as session:
        number_one = {"id": world.publication_public, "tables": {"tables": []}}
        session.add(_of_last_year(world, **number_one, status=EditionStatus.PUBLISHED))
        session.flush()
        session.add(EditionTruth(edition_id=world.publication_public, sealed=bytes(40)))
    period = {"first": "2024-04", "last": "2024-09"}
    answer = browse("shutanto").send("/summary/prepare", **{**YEAR, **period})
    assert answer.status_code == 422
    assert "第1号は、伏せた数値の控えが壊れているか" in answer.text
    assert "管理者に知らせてください" in answer.text


def test_a_correction_that_was_sent_back_is_prepared_again_with_what_was_said(
    browse, engine, world
):
    tables = {"tables": [], "after": [], "asked": {"grain": "groups"}, "correction": [1, WHY]}
    with elevated(engine, reason="test") as session:
        sent_back = _of_last_year(
            world,
            tables=tables,
            corrects=1,
            status=EditionStatus.SENT_BACK,
            decided_at=clock.now(),
            decided_by_id=world.users["kakaricho"],
            answer="もう一度",
        )
        session.add(sent_back)
        session.flush()
        edition_id = sent_back.id
    client = browse("shutanto")
    page = client.get(f"/publications/prepared/{edition_id}").text
    (address,) = re.findall(r'href="([^"]+)">同じ期間でもう一度整える', page)
    assert WHY not in unquote(address)  # it stands in no address
    form = client.get(address.replace("&amp;", "&")).text
    assert re.search(r'<option[^>]*selected[^>]*value="1"', form)
    chosen = rf'<option[^>]*selected[^>]*value="{WHY}"'
    assert re.search(chosen, form)
    assert not re.search(chosen, client.get("/summary?first=2024-04&last=2025-03").text)
    seen = AuditEvent.record_id == edition_id
    with elevated(engine, reason="test") as session:
        actions = session.scalars(select(AuditEvent.action).where(seen)).all()
    assert "summary:prepare" in actions
    assert client.get("/summary?again=x").status_code == 200
