"""A list is narrowed, named, opened again and taken along as a file."""

from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_filter_is_named_opened_and_exported(visit, size):
    visitor = visit("futanto", size)
    visitor.go("/cases")
    page = visitor.page
    page.get_by_label("状態").select_option("closed")
    visitor.press("絞り込む")
    page.get_by_text("この絞り込みに名前を付けて残す").click()
    page.locator("#name").fill("終わったケース")
    visitor.press("名前を付ける")
    visitor.sees("絞り込みに名前を付けました")
    visitor.go("/cases")
    visitor.follow("終わったケース")
    expect(page.get_by_label("状態")).to_have_value("closed")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Excelで書き出す").click()
    content = Path(downloading.value.path()).read_bytes()
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[5] for row in rows[5:]] == ["終結"]
