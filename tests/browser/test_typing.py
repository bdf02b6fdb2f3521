"""Nothing typed is lost: a closed tab, a sign-in that ran out, a second tab."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from cswtool.access import clock
from cswtool.accounts.models import SignIn
from cswtool.db.elevated import elevated
from tests.browser.conftest import DESK, PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

NEW = "/consultations/new"
WORDS = "玄関先で母と話す。来週また訪ねる約束をした。"


def _type(visitor: Visitor, words: str) -> None:
    visitor.page.locator("#text").fill(words)


def _kept(visitor: Visitor) -> None:
    expect(visitor.page.locator("[data-autosave-state]")).to_contain_text("保存済み")


def _sign_out_everywhere(engine, user_id) -> None:
    with elevated(engine, reason="test") as session:
        for sign_in in session.scalars(select(SignIn).where(SignIn.user_id == user_id)):
            sign_in.ended_at = clock.now()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_closed_tab_gives_back_what_was_typed(visit, size):
    visitor = visit("shutanto", size)
    visitor.go(NEW)
    _type(visitor, WORDS)
    _kept(visitor)
    again = Visitor(visitor.page.context.new_page(), visitor.address)
    visitor.page.close(run_before_unload=False)
    again.go(NEW)
    expect(again.page.locator("#text")).to_have_value(WORDS)
    again.press("下書きを捨てて最初から書く")
    expect(again.page.locator("#text")).to_have_value("")


def test_a_sign_in_that_ran_out_gives_back_what_was_sent(visit, engine, world):
    visitor = visit("shutanto")
    visitor.go(NEW)
    visitor.page.get_by_text("電話", exact=True).first.click()
    _type(visitor, WORDS)
    _kept(visitor)
    _sign_out_everywhere(engine, world.users["shutanto"])
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name="記録を保存する", exact=True).first.click()
    visitor.sees("入力した内容の続きから送れます")
    other = Visitor(visitor.page.context.new_page(), visitor.address)
    other.sign_in("shutanto")
    other.go(NEW)
    expect(other.page.locator("#text")).to_have_value(WORDS)


def test_two_tabs_of_one_draft_are_two_records(visit):
    """The phone rings: a new tab opens with the draft of the first, and is written over."""
    first = visit("shutanto")
    first.go(NEW)
    first.page.get_by_text("電話", exact=True).first.click()
    _type(first, WORDS)
    _kept(first)
    second = Visitor(first.page.context.new_page(), first.address)
    second.go(NEW)
    _type(second, "二つ目の相談")
    second.press("記録を保存する")
    first.press("記録を保存する")
    first.sees("この画面からの記録は、もう保存されています")
    expect(first.page.locator("#text")).to_have_value(WORDS)
    first.press("記録を保存する")
    first.sees(WORDS)


def test_a_refused_form_that_is_then_stored_leaves_no_draft(visit):
    """The page that came back goes on with the same draft, which is spent with the record."""
    visitor = visit("shutanto")
    visitor.go("/consultations/new")
    visitor.page.locator("#text").fill("一度はことわられた文章")
    visitor.press("記録を保存する")
    visitor.sees("入力を直してください")
    visitor.page.get_by_text("電話", exact=True).first.click()
    visitor.press("記録を保存する")
    visitor.sees("相談を記録しました。")
    visitor.go("/consultations/new")
    expect(visitor.page.locator("#text")).to_have_value("")
