"""A photograph is attached and seen, at a phone and at a desk."""

import re

import pytest
from playwright.sync_api import expect

from tests import samples
from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def _file(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_photograph_is_attached_seen_and_withdrawn(size, visit, world):
    visitor = visit("shutanto", size)
    page, case = visitor.page, f"/cases/{world.case_west}"
    visitor.go(case)
    visitor.follow("添付を加える")
    page.get_by_label("ファイル").set_input_files(_file("絵.png", samples.SVG))
    visitor.press("添付する")
    visitor.sees("「絵.png」：ウェブページやSVGは添付できません")
    page.get_by_label("ファイル").set_input_files(
        [_file("郵便受け.png", samples.png(side=200)), _file("通知.pdf", samples.PDF)]
    )
    page.get_by_label("説明").fill("たまった郵便物")
    visitor.press("添付する")
    visitor.sees("2つのファイルを添付しました")
    visitor.look()
    page.get_by_role("link", name="郵便受け.png", exact=True).click()
    expect(page.locator("img")).to_have_js_property("naturalWidth", 200)
    visitor.go(case)
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("保存する.*郵便受け")).click()
    assert download.value.suggested_filename == "郵便受け.png"
    page.get_by_role("link", name=re.compile("取り下げる.*郵便受け")).click()
    visitor.look()
    page.get_by_label("取り下げる理由").fill("別の世帯の写真だった")
    visitor.press("取り下げて中身を消す")
    visitor.sees("が取り下げ：別の世帯の写真だった")


def test_a_visit_is_recorded_with_the_notice_left_behind(visit, world):
    visitor = visit("futanto", PHONE)
    visitor.go(f"/consultations/new?case={world.case_west}")
    page = visitor.page
    page.get_by_text("訪問", exact=True).first.click()
    page.get_by_label("写真").set_input_files(_file("1.jpg", samples.png(side=8)))
    visitor.press("記録を保存する")
    visitor.sees("ファイルをもう一度選んでください")
    page.locator("#text").fill("応答がなく、不在票を置いて帰る。")
    page.get_by_label("写真").set_input_files(_file("1.jpg", samples.png(side=8)))
    visitor.press("記録を保存する")
    visitor.sees("1.jpg.png")
