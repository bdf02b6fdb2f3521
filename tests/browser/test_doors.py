"""Getting in, being kept out, and the pages for what goes wrong."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Visitor
from tests.world import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def let_in():
    """By the form, which is what is looked at here."""
    return Visitor.sign_in


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


def _tab_to(visitor, target) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    for _ in range(90):
        if target.evaluate("element => element === document.activeElement"):
            return
        visitor.page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {target}")


def _enter(visitor) -> None:
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.look()


def test_by_keyboard_alone_from_the_door_to_a_saved_record(visit):
    visitor = visit(None)
    visitor.go("/sign-in")
    page, keys = visitor.page, visitor.page.keyboard
    keys.press("Tab")
    expect(page.get_by_text("本文へ")).to_be_focused()
    _tab_to(visitor, page.get_by_label("ログイン名"))
    keys.type("shutanto")
    keys.press("Tab")
    keys.type(PASSWORD)
    _enter(visitor)
    visitor.sees("主担当")
    with page.expect_navigation():
        keys.press("n")
    keys.type("case_west")
    _enter(visitor)
    _tab_to(visitor, page.get_by_role("link", name="このケースに記録する").first)
    _enter(visitor)
    _tab_to(visitor, page.locator("#method-0"))
    keys.press("Space")
    _tab_to(visitor, page.locator("#text"))
    keys.type("手すりにつかまって玄関まで出てこられた。")
    _tab_to(visitor, page.get_by_role("button", name="記録を保存する"))
    _enter(visitor)
    visitor.sees("相談を記録しました。")
    visitor.sees("手すりにつかまって玄関まで出てこられた。")


@SIZES
def test_closed_doors_say_what_to_do(visit, size):
    stranger = visit(None, size)
    stranger.go("/cases")
    stranger.sees("サインイン")
    sender = visit("minsei", size)
    sender.go("/no-such-page")
    sender.sees("エラー番号 404")
    sender.go("/cases")
    sender.sees("エラー番号 403")


@SIZES
def test_a_form_that_cannot_be_taken_says_what_to_do(visit, size):
    visitor = visit("minsei", size)
    visitor.go("/slips/new")
    visitor.page.locator("main [name=csrf_token]").evaluate("field => field.value = 'x'")
    visitor.press("連絡票を送る")
    visitor.sees("入力した内容は残っています")
    visitor.press("入力した内容を送る")
    visitor.sees("入力を直してください")
    visitor.go("/slips/new")
    visitor.page.locator("#worry").evaluate("field => field.value = 'あ'.repeat(800_000)")
    visitor.press("連絡票を送る")
    visitor.sees("エラー番号 413")


@SIZES
def test_too_many_wrong_passwords_say_when_to_come_back(visit, size):
    visitor = visit(None, size)
    visitor.go("/sign-in")
    for _ in range(6):
        visitor.page.get_by_label("ログイン名").fill("shutanto")
        visitor.page.get_by_label("パスワード").fill("wrong wrong wrong")
        visitor.press("サインインする")
    visitor.sees("まちがいが続いたため")


@SIZES
def test_a_fall_of_the_program_says_that_nothing_was_done(app, monkeypatch, visit, size):
    def fall(**_keys):
        raise RuntimeError("架空の故障")

    monkeypatch.setitem(app.view_functions, "casefile.index", fall)
    visitor = visit("shutanto", size)
    visitor.go("/cases")
    visitor.sees("エラー番号 500")
    expect(visitor.page.get_by_text("架空の故障")).to_have_count(0)


@SIZES
def test_two_people_correct_one_record(visit, world, size):
    here = f"/consultations/{world.consultation_west}/edit"
    first, second = visit("shutanto", size), visit("futanto", size)
    for visitor in (first, second):
        visitor.go(here)
    first.page.locator("#text").fill("主担当の文章")
    first.press("保存する")
    second.page.locator("#text").fill("副担当の文章")
    second.press("保存する")
    second.sees("主担当の文章")
    second.sees("副担当の文章")
    expect(second.page.locator(".conflict")).to_have_count(1)
    second.page.get_by_text("両方をつなげて、次の画面で直す").click()
    second.press("選んだ内容で続ける")
    second.sees("まだ保存していません")
    expect(second.page.locator("#text")).to_have_value("主担当の文章\n\n副担当の文章")
    second.press("保存する")
    second.sees("相談記録を直しました")
