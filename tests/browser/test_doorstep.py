"""From 今日 to a saved record on a doorstep: three taps beside the typing, two required fields."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

TEXT = "玄関先で本人と話す。"


class Fingers:
    """Counts what is pressed."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.taps = 0

    def tap(self, target) -> None:
        self.taps += 1
        target.click()


def _record_link(visitor: Visitor):
    row = visitor.page.get_by_role("row").filter(has_text="R8-0001")
    return row.get_by_role("link", name="記録")


def test_three_taps_from_the_first_page_to_a_saved_record(visit, world):
    visitor = visit("shutanto", PHONE)
    page, fingers = visitor.page, Fingers(visitor)
    fingers.tap(_record_link(visitor))
    visitor.look()
    fingers.tap(page.get_by_text("会えた", exact=True))
    page.locator("#text").fill(TEXT)
    fingers.tap(page.get_by_role("button", name="記録を保存する"))
    expect(page).to_have_url(f"{visitor.address}/cases/{world.case_west}")
    visitor.sees("訪問（会えた）")
    visitor.sees(TEXT)
    assert fingers.taps == 3


def test_the_next_visit_is_one_more_tap(visit, world):
    visitor = visit("shutanto", PHONE)
    page = visitor.page
    _record_link(visitor).click()
    page.get_by_text("不在", exact=True).click()
    page.locator("#text").fill("不在票を置く。")
    page.get_by_role("group", name="次はいつをすぐに選ぶ").get_by_text("明日").click()
    visitor.press("記録を保存する")
    visitor.sees("次の訪問")


def test_what_a_doorstep_needs_stands_before_the_fold(visit, world):
    visitor = visit("shutanto", PHONE)
    visitor.go(f"/consultations/new?case={world.case_west}")
    fold = visitor.page.locator("details[data-open-wide]")
    assert fold.evaluate("fold => fold.open") is False
    below = fold.bounding_box()["y"]
    for field in ("#outcome", "#text", "#next_due", "#files"):
        assert visitor.page.locator(field).bounding_box()["y"] < below
    visitor.page.set_viewport_size(DESK)
    visitor.go(f"/consultations/new?case={world.case_west}")
    expect(visitor.page.get_by_text("8050（老障・親子共依存）").first).to_be_visible()
