"""A plan is written on a phone and decided; at a desk it is evaluated, and all forms printed."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from cswtool.access import clock
from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


def _fill(visitor, days: dict[str, int], **words: str) -> None:
    for name, count in days.items():
        day = (clock.today() + timedelta(days=count)).isoformat()
        visitor.page.locator(f"#{name}").fill(day)
    for name, text in words.items():
        visitor.page.locator(f"#{name}").fill(text)


def test_a_plan_is_written_and_decided_on_a_phone(visit, world):
    csw = visit("shutanto", PHONE)
    csw.go(f"/cases/{world.case_west}")
    csw.follow("プランを作る")
    csw.press("案として保存する")
    csw.sees("入力を直してください")
    days = {"last": 180, "monitoring_on": 90}
    _fill(csw, days, needs="外に出るきっかけがほしい", short_goal="週に一度、居場所へ行く")
    csw.page.locator("#actions-0-doer").select_option("本人")
    csw.page.locator("#actions-0-what").fill("居場所を見に行く")
    csw.page.get_by_text("参加支援", exact=True).click()
    csw.press("案として保存する")
    csw.sees("案を保存しました")
    csw.press("プランを決定する")
    csw.sees("決定にしました")
    expect(csw.page.get_by_role("link", name="案を直す")).to_have_count(0)
    csw.press("見直す（次の期を作る）")
    csw.sees("を写して")


def test_a_plan_is_evaluated_and_printed_at_a_desk(visit, world):
    csw = visit("shutanto", DESK)
    csw.follow("R8-0001 プラン第1期")
    csw.follow("評価する")
    csw.page.get_by_text("孤立の解消", exact=True).click()
    csw.page.get_by_text("一部達成した", exact=True).click()
    csw.page.get_by_text("再プランして継続", exact=True).click()
    csw.page.locator("#text").fill("二度、居場所に行けた")
    csw.press("評価を保存する")
    csw.sees("評価を保存しました")
    for name in ("プランを印刷する", "評価シートを印刷する"):
        csw.follow(name)
        csw.follow("プランへ戻る")
    csw.follow("ケース R8-0001 へ戻る")
    for name in ("相談受付票", "アセスメントシート", "経過一覧"):
        csw.page.get_by_text("印刷する", exact=True).click()
        csw.follow(name)
        csw.follow("ケースへ戻る")
