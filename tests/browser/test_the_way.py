"""The main job, end to end, each part as the person who does it, at a phone and at a desk."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


def _send_slip(visitor: Visitor) -> str:
    visitor.go("/slips/new")
    visitor.press("連絡票を送る")
    visitor.sees("入力を直してください")
    visitor.page.locator("#who").fill("架空 波子")
    visitor.page.locator("#worry").fill("雨戸が三日閉まったまま。声をかけても返事がない。")
    visitor.press("連絡票を送る")
    return re.search(r"連R\d+-\d{4}", visitor.page.content())[0]


def _take_into_new_case(visitor: Visitor, receipt: str) -> str:
    visitor.go("/incoming")
    visitor.follow(receipt)
    visitor.follow("新しいケースにする")
    visitor.page.locator("#headline").fill("雨戸が閉まったままの一人暮らし")
    visitor.press("ケースをはじめる")
    expect(visitor.page).to_have_title(re.compile(r"ケース R\d+-\d{4}"))
    return visitor.page.url


def _record_visit(visitor: Visitor, case_url: str) -> None:
    visitor.go(case_url.removeprefix(visitor.address))
    visitor.follow("この世帯の相談を記録する")
    visitor.press("記録を保存する")
    visitor.sees("入力を直してください")
    visitor.page.get_by_text("訪問", exact=True).first.click()
    visitor.page.get_by_text("会えた", exact=True).first.click()
    visitor.page.locator("#text").fill(
        "玄関先で本人と話す。食事はとれている。来週また訪ねる約束をした。"
    )
    visitor.press("記録を保存する")
    visitor.go(case_url.removeprefix(visitor.address))
    visitor.sees("玄関先で本人と話す")


def _refer(visitor: Visitor, case_url: str) -> None:
    visitor.go(case_url.removeprefix(visitor.address))
    visitor.follow("つなぐ")
    visitor.page.locator("#organisation").select_option(index=3)
    visitor.page.locator("#purpose").fill("家計の見直しを一緒に考えてほしい")
    visitor.page.locator("#shared").fill("世帯の構成と収入の状況")
    visitor.page.locator("#basis").select_option("law")
    visitor.press("つなぎを保存する")
    visitor.press("送付した")


@SIZES
def test_from_a_slip_to_a_case_a_record_and_a_referral(visit, size):
    sender = visit("minsei", size)
    receipt = _send_slip(sender)
    sender.go("/slips")
    sender.sees("受付済")
    worker = visit("shutanto", size)
    case_url = _take_into_new_case(worker, receipt)
    _record_visit(worker, case_url)
    _refer(worker, case_url)
    sender.go("/slips")
    expect(sender.page.get_by_text("雨戸が閉まったまま")).to_have_count(0)


@SIZES
def test_the_supervisor_opens_every_number_and_the_summary(visit, size):
    chief = visit("kakaricho", size)
    chief.go("/caseload")
    for number in chief.page.locator("main table a").all()[:4]:
        chief.go(number.get_attribute("href"))
        chief.go("/caseload")
    chief.go("/summary")
    chief.sees("圏域×課題")
    chief.sees("取扱注意")


@SIZES
def test_a_report_reader_sees_editions_and_nothing_else(visit, size):
    reader = visit("shi", size)
    reader.go("/publications")
    reader.follow("令和6年度 地域生活課題のまとめ")
    for path in ("/cases", "/summary", "/caseload"):
        reader.go(path)
        reader.sees("この操作はできません")


@SIZES
def test_the_administrator_looks_after_the_office_without_case_content(visit, size):
    keeper = visit("kanri", size)
    for item in keeper.page.locator("nav.site-nav a").all():
        keeper.go(item.get_attribute("href"))
    keeper.go("/cases")
    keeper.sees("この操作はできません")


@SIZES
def test_the_privacy_officer_reads_who_looked(visit, size):
    visit("shutanto", DESK).go("/cases")
    reader = visit("hogo", size)
    reader.go("/office/trail")
    expect(reader.page.get_by_role("rowheader", name="主担当 花子").first).to_be_visible()
