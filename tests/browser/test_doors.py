"""Getting in, being kept out, and the pages for what goes wrong."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser

SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


@SIZES
def test_signing_in_and_out(visit, size):
    visitor = visit("shutanto", size)
    visitor.sees("主担当")
    visitor.page.get_by_text("主担当 花子").first.click()
    visitor.press("サインアウトする")
    expect(visitor.page).to_have_title("サインイン - cswtool")


@SIZES
def test_wrong_password_and_missing_fields_say_what_to_do(visit, size):
    visitor = visit(None, size)
    visitor.go("/sign-in")
    visitor.press("サインインする")
    visitor.sees("入力を直してください")
    visitor.page.get_by_label("ログイン名").fill("shutanto")
    visitor.page.get_by_label("パスワード").fill("wrong wrong wrong")
    visitor.press("サインインする")
    visitor.sees("ログイン名かパスワードが違います")


def test_by_keyboard_alone(visit):
    visitor = visit(None)
    visitor.go("/sign-in")
    keys = visitor.page.keyboard
    keys.press("Tab")
    expect(visitor.page.get_by_text("本文へ")).to_be_focused()
    visitor.page.get_by_label("ログイン名").focus()
    keys.type("shutanto")
    keys.press("Tab")
    keys.type("correct horse battery")
    with visitor.page.expect_navigation():
        keys.press("Enter")
    visitor.look()
    visitor.sees("主担当")


@SIZES
def test_error_pages_are_fit_to_be_seen(visit, size):
    visitor = visit("minsei", size)
    for path in ("/no-such-page",):
        visitor.go(path)
        expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
