"""One entry on several households, written and corrected at a phone and at a desk."""

import re

import pytest
from playwright.sync_api import expect

from cswtool.db.elevated import elevated
from tests.browser.conftest import DESK, PHONE
from tests.world import Builder, World

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

WORDS = "団地の見守り。掲示板の前で皆と話す"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_round_of_visits_is_written_down_once(visit, world, size):
    visitor = visit("shutanto", size)
    _write(visitor, f"/consultations/new?case={world.case_west}")
    visitor.follow("R8-0003")
    visitor.sees("同じ時に記録したほかの世帯")
    _correct(visitor)
    visitor.go(f"/cases/{world.case_west}")
    visitor.sees("鍵を預かる人を決めた")
    visitor.follow("R8-0002")
    visitor.follow("追記する")
    visitor.page.locator("#text").fill("次の見守りは来月")
    visitor.press("追記する")
    visitor.sees("R8-0001、R8-0003 の記録にも追記しました。")


def _write(visitor, form: str) -> None:
    page = visitor.page
    visitor.go(form)
    page.locator("#text").fill(WORDS)
    page.get_by_text("訪問", exact=True).first.click()
    page.get_by_text("ほかの世帯にも同じ記録を残す").click()
    page.get_by_text("関係者を限る相談").click()
    page.get_by_label("そのほかの世帯のケース番号").fill("R8-0002 R8-9999")
    visitor.press("記録を保存する")
    visitor.sees("R8-9999 には、いっしょに記録できません。")
    expect(page.locator("#text")).to_have_value(WORDS)
    page.get_by_label("そのほかの世帯のケース番号").fill("R8-0002")
    visitor.press("記録を保存する")
    visitor.sees("R8-0002、R8-0003 にも同じ記録を残しました。")


def _correct(visitor) -> None:
    visitor.follow("この記録を直す")
    visitor.page.locator("#text").fill(f"{WORDS}。鍵を預かる人を決めた")
    expect(visitor.page.get_by_label("ほかの世帯の記録も同じに直す")).to_be_checked()
    visitor.press("保存する")
    visitor.sees("R8-0001、R8-0002 の記録も同じに直しました。")


def test_many_households_are_narrowed_by_what_is_typed(visit, engine, world):
    with elevated(engine, reason="test") as session:
        builder = Builder(session, World(world.users, world.zones, dict(world.ids)))
        builder.serial = 500
        for number in range(14):
            builder.case(f"more_{number}", f"{number}号棟の見守り", zone="W", primary="shutanto")
    visitor = visit("shutanto", PHONE)
    page = visitor.page
    visitor.go(f"/consultations/new?case={world.case_west}")
    page.get_by_text("ほかの世帯にも同じ記録を残す").click()
    page.get_by_text("12号棟の見守り").click()
    page.get_by_label("番号や言葉で絞り込む").fill("３号棟")
    expect(page.get_by_text("13号棟の見守り")).to_be_visible()
    expect(page.get_by_text("12号棟の見守り")).to_be_visible()
    expect(page.get_by_text("7号棟の見守り")).to_be_hidden()
    visitor.look()
    page.get_by_label("番号や言葉で絞り込む").press("Enter")
    expect(page).to_have_url(re.compile("/consultations/new"))
