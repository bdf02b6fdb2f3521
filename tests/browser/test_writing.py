"""書き方 and marks by mouse and keyboard: nothing typed is taken away."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

NEW = "/consultations/new"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_headings_and_marks_are_put_into_what_is_typed(visit, size):
    visitor = visit("shutanto", size)
    visitor.go(NEW)
    text = visitor.page.locator("#text")
    text.fill("眠れないと話す\n隣家から声")
    visitor.page.get_by_text("書き方と印").click()
    visitor.page.get_by_text("SOAP", exact=True).click()
    expect(text).to_have_value(
        "眠れないと話す\n隣家から声\n\n"
        "【S 主観的情報】\n\n【O 客観的情報】\n\n【A 評価】\n\n【P 計画】"
    )
    text.evaluate("field => field.setSelectionRange(10, 10)")
    visitor.page.get_by_role("button", name="第三者情報").click()
    expect(text).to_have_value(_begins("眠れないと話す\n【第三者情報】隣家から声\n\n【S"))
    assert text.evaluate("field => document.activeElement === field") is True
    visitor.page.get_by_role("button", name="所見").click()
    expect(text).to_have_value(_begins("眠れないと話す\n【所見】隣家から声\n\n【S"))
    visitor.page.get_by_role("button", name="所見").click()
    expect(text).to_have_value(_begins("眠れないと話す\n隣家から声\n\n【S"))
    visitor.look()


def _begins(words: str):
    return re.compile("^" + re.escape(words))


def test_an_untouched_frame_gives_way_to_another(visit):
    visitor = visit("shutanto")
    visitor.go(NEW)
    text = visitor.page.locator("#text")
    visitor.page.get_by_text("書き方と印").click()
    visitor.page.get_by_text("F-SOAIP", exact=True).click()
    expect(text).to_have_value(_begins("【F 焦点】\n\n【S 主観的情報】"))
    visitor.page.get_by_text("自由記述", exact=True).click()
    expect(text).to_have_value("")
