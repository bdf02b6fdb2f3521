"""From a case to a 地域課題 on a phone; it is taken on at a desk; an activity is kept."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from cswtool.access import clock
from cswtool.db.elevated import elevated
from cswtool.regional.models import RegionalIssue
from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def test_from_a_case_to_an_issue_on_a_phone(visit, world):
    csw = visit("shutanto", PHONE)
    csw.go(f"/cases/{world.case_0}")
    csw.follow("地域の課題では？")
    csw.press("この課題の根拠にする")
    csw.sees("この地域課題の根拠にしました")
    csw.go(f"/cases/{world.case_0}")
    csw.follow("地域の課題では？")
    csw.follow("新しい地域課題を書く")
    csw.press("地域課題を保存する")
    csw.sees("入力を直してください")
    csw.page.locator("#title").fill("坂が多く、店まで歩けない")
    csw.page.locator("#voices").fill("帰りの坂で荷物が持てない")
    csw.press("地域課題を保存する")
    csw.sees("その根拠にしました")
    csw.sees("1世帯")
    _act(csw)
    csw.press("共有した")
    csw.sees("「共有」として記録しました")
    csw.press("見送る")
    csw.sees("「理由」をメモに書いて")


def _act(csw) -> None:
    """An action is added to the issue that is open, and what became of it told."""
    csw.follow("打ち手を加える")
    csw.page.get_by_text("住民", exact=True).click()
    csw.page.locator("#what").fill("買い物の送り迎えを試す")
    csw.press("保存する")
    csw.sees("打ち手を加えました")
    csw.follow("買い物の送り迎えを試す")
    csw.page.get_by_text("進めている", exact=True).click()
    csw.page.locator("#note").fill("二人が運転を引き受けた")
    csw.press("記録する")
    csw.sees("どうなったかを記録しました")
    csw.follow("地域課題へ戻る")
    csw.sees("二人が運転を引き受けた")


def test_an_issue_is_reviewed_at_a_desk(visit, world):
    csw = visit("shutanto", DESK)
    csw.follow("昼間に行ける場所がない")
    csw.sees("見直しの日")
    csw.page.locator("#review_on").fill((clock.today() + timedelta(days=60)).isoformat())
    csw.page.locator("#note").fill("会場を見に行った")
    csw.press("見直した（状態はそのまま）")
    csw.sees("会場を見に行った")
    csw.follow("直す")
    csw.page.locator("#of_community").fill("集まりの多くが午前中")
    csw.press("地域課題を保存する")
    csw.sees("地域課題を直しました")
    for name in ("シート（PDF）", "スライド用の絵（PNG）"):
        with csw.page.expect_download() as paper:
            csw.page.get_by_role("link", name=name).click()
        assert "内部_取扱注意" in paper.value.suggested_filename
    csw.follow("地域課題の一覧へ戻る")
    expect(csw.page.get_by_role("link", name="昼間に行ける場所がない").first).to_be_visible()


def _fill_a_meeting(csw) -> None:
    csw.page.get_by_text("会議・協議体への参加", exact=True).click()
    csw.page.locator("#meeting").select_option("支援会議（社会福祉法106条の6）")
    csw.page.locator("#discussed").fill("2")
    csw.page.locator("#title").fill("見守りの講座")
    csw.page.locator("#minutes").fill("90")
    csw.page.locator("#people").fill("20")
    csw.page.get_by_text("いっしょに行った機関・居場所を選ぶ").click()
    csw.page.get_by_text("子ども食堂ネットワーク", exact=True).click()
    csw.page.locator("#done").fill("気づくこととつなぐ先を話した")


def _counted(csw) -> None:
    """From the list to 様式B of its year and back."""
    with csw.page.expect_navigation():
        csw.page.get_by_role("link", name="様式B").click()
    csw.look()
    csw.sees("参加した人（延べ人数）")
    csw.go("/activities")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_an_activity_is_kept_and_withdrawn(visit, world, size):
    csw = visit("shutanto", size)
    csw.go("/activities")
    csw.follow("活動を記録する")
    csw.press("活動を保存する")
    csw.sees("入力を直してください")
    _fill_a_meeting(csw)
    csw.press("活動を保存する")
    csw.sees("活動を記録しました")
    csw.sees("1時間30分")
    csw.sees("支援会議（社会福祉法106条の6）")
    csw.follow("地域支援の活動へ戻る")
    _counted(csw)
    csw.follow("見守りの講座")
    csw.follow("取り下げる")
    csw.page.locator("#reason").fill("二つ入れたため")
    csw.press("取り下げる")
    csw.sees("数には入らなくなります")
    csw.sees("取り下げた記録です")


def _let_out(visit, csw) -> None:
    """From 様式C to the issue, to the check of its words, to the second person."""
    csw.follow("昼間に行ける場所がない")
    csw.press("文章の確認に出す")
    csw.page.locator("#destination").fill("第2層協議体")
    csw.press("確かめる")
    csw.page.get_by_label("二人目の人").select_option(label="係長 四葉")
    csw.press("確認を頼む")
    second = visit("kakaricho", DESK)
    second.go("/releases")
    second.follow("地域課題シート：第2層協議体")
    second.press("公開できる文章にする")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_list_goes_out_when_two_people_have_read_its_words(visit, engine, world, size):
    with elevated(engine, reason="test") as session:
        session.get_one(RegionalIssue, world.regional_city).title = "坂が多く、店まで歩けない"
    csw = visit("shutanto", size)
    csw.go("/regional")
    csw.follow("様式C（会議や市に渡す一覧）をつくる")
    csw.sees("外に出せる地域課題はまだありません")
    _let_out(visit, csw)
    csw.go("/regional/form-c")
    csw.sees("外部用に載らない 1件")
    for name, ending in (("外部用のPDF", "外部用.pdf"), ("内部用のExcel", "内部_取扱注意.xlsx")):
        with csw.page.expect_download() as paper:
            csw.page.get_by_role("link", name=name).click()
        assert paper.value.suggested_filename.endswith(ending)
    csw.follow("地域課題の一覧へ戻る")
