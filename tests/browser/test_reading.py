"""A report reader with a published edition: the whole, one 圏域 alone; at a phone and at a desk."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.feature.publications.walk import publish
from tests.feature.reports.busy_office import fill

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


def test_the_first_screen_says_it_and_each_zone_fits_a_phone(visit, browse, engine, world):
    fill(engine, world, seed=3, homes=140, contacts=1200)
    address = publish(browse, world)
    for size in (DESK, PHONE):
        reader = visit("shi", size)
        reader.go(address)
        first = reader.page.locator("#glance + p").bounding_box()
        assert first["y"] + first["height"] < size["height"], "read without scrolling"
    shown = reader.page.locator(".picture-frame svg:visible")
    expect(shown).to_have_count(2)
    for picture in shown.all():
        assert picture.bounding_box()["width"] >= 270, "letters stay as large as they are drawn"
    names = reader.page.locator(".picture-narrow text").all()
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 360 for box in _boxes(names))
    reader.follow("中央西")
    reader.sees("中央西と計だけを出しています")
    frames = reader.page.locator(".table-frame").all()
    assert len(frames) == 5
    for frame in frames:
        assert frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth")
    reader.follow("すべての圏域を出す")
    reader.follow("市全体の計だけを出す")
    reader.sees("市全体の計だけを出しています")


def _boxes(located):
    return [one.bounding_box() for one in located]
