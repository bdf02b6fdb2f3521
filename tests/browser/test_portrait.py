"""The pictures of a household, and entering a tie, at a phone and at a desk."""

import pytest

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_household_is_seen_in_pictures(visit, world, size):
    worker = visit("shutanto", size)
    worker.go(f"/cases/{world.case_west}")
    worker.follow("ジェノグラム")
    worker.follow("家族の間柄")
    worker.follow("間柄を加える")
    worker.press("保存する")
    worker.page.locator("#first").select_option("続柄 母")
    worker.page.locator("#kind").select_option("adoptive")
    worker.page.locator("#second").select_option("架空 case_west")
    worker.press("保存する")
    worker.sees("間柄を加えました。")
    worker.follow("エコマップ")
    worker.follow("つながりを加える")
    worker.page.locator("#name").fill("こだまちサロン")
    worker.page.get_by_text("強い", exact=True).click()
    worker.press("保存する")
    worker.sees("こだまちサロン")
    picture = worker.page.locator(".picture-frame svg")
    shrunk = "svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width"
    assert picture.evaluate(shrunk) == pytest.approx(1, abs=0.01), (
        "it scrolls, so that it can be read"
    )
    worker.follow("家族年表")
    worker.follow("印刷用に開く")
