"""An edition on its way: who prepares, who checks, who reads; at a phone and at a desk."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Visitor
from tests.feature.reports.busy_office import fill

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
TITLE = "地域のまとめ 令和7年度 分類ごと"
WORKED_OUT = 180_000  # milliseconds; the engine is at work and so is everybody else


def _prepare(visitor: Visitor, address: str) -> None:
    visitor.page.set_default_navigation_timeout(WORKED_OUT)
    _told_how_long(visitor, address)
    visitor.go(address)
    visitor.press("外に出せる形に整える")
    visitor.sees("だれに出すかを選んでください")
    visitor.page.get_by_text("公表する", exact=True).click()
    visitor.press("外に出せる形に整える")
    visitor.sees("外に出せる形に整えました")
    visitor.sees("公表する版です")
    visitor.sees("まだ外に出していません")


def _told_how_long(visitor: Visitor, address: str) -> None:
    """While the figures are worked out the page counts the seconds; here they never come."""
    visitor.go(address)
    visitor.page.get_by_text("公表する", exact=True).click()
    visitor.page.evaluate(
        "document.querySelector('form[data-waits]')"
        ".addEventListener('submit', (event) => event.preventDefault())"
    )
    visitor.page.get_by_role("button", name="外に出せる形に整える").click()
    visitor.sees("計算しています")
    visitor.sees("1秒たちました")


def _ask(visitor: Visitor, chief: str) -> None:
    visitor.press("確認を頼む")
    visitor.sees("入力を直してください")
    visitor.page.locator("#checker").select_option(chief)
    visitor.page.locator("#note").fill("全域・不明の列を見てください")
    visitor.press("確認を頼む")
    visitor.sees("確認を頼みました")


def _send_back(visitor: Visitor, title: str) -> None:
    visitor.go("/")
    visitor.sees("確認してください")
    visitor.follow(title)
    visitor.sees("全域・不明の列を見てください")
    visitor.follow("差し戻す（理由を書く）")
    visitor.page.locator("#answer").fill("3月の記録を入れてから、もう一度お願いします")
    visitor.press("差し戻す")
    visitor.sees("差し戻しました")


def _prepare_again(visitor: Visitor) -> None:
    visitor.go("/")
    visitor.sees("3月の記録を入れてから")
    visitor.follow(TITLE)
    visitor.follow("同じ期間でもう一度整える")
    visitor.press("外に出せる形に整える")


def _publish(visitor: Visitor, title: str) -> None:
    visitor.go("/publications")
    visitor.follow(title)
    visitor.press("この内容で公表する")
    visitor.sees("版を出しました")


def _correct(visitor: Visitor) -> None:
    visitor.go("/summary?first=2025-04&last=2026-03&grain=groups")
    visitor.page.get_by_text("公表する", exact=True).click()
    visitor.page.locator("#corrects").select_option("3")
    visitor.press("外に出せる形に整える")
    visitor.sees("訂正の理由も選んでください")
    visitor.page.locator("#reason").select_option("遅れて届いた記録を加えたため")
    visitor.press("外に出せる形に整える")
    visitor.sees("外に出せる形に整えました")


@SIZES
def test_from_preparing_to_a_corrected_edition(visit, engine, world, size):
    fill(engine, world, seed=3, homes=140, contacts=1200)
    author, chief = visit("shutanto", size), visit("kakaricho", size)
    _prepare(author, "/summary?first=2025-04&last=2026-03&grain=groups")
    _ask(author, str(world.users["kakaricho"]))
    _send_back(chief, TITLE)
    _prepare_again(author)
    _ask(author, str(world.users["kakaricho"]))
    _publish(chief, TITLE)
    reader = visit("shi", size)
    reader.go("/publications")
    reader.follow(TITLE)
    reader.sees("圏域×課題")
    _correct(author)
    _ask(author, str(world.users["kakaricho"]))
    _publish(chief, f"{TITLE}（第3号の訂正）")
    reader.go("/publications")
    reader.sees("第4号で訂正")
    reader.follow(TITLE)
    reader.sees("この版は訂正されています")
    expect(reader.page.get_by_text("出す前の版")).to_have_count(0)
    author.go("/")
    author.sees("公表されました")
