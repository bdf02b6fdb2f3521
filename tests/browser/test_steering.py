"""What steers the work, at a phone and at a desk: cautions and urgency."""

import pytest

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser

SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


@SIZES
def test_what_one_worker_met_the_next_one_reads_first(visit, world, size):
    shutanto, case = visit("shutanto", size), f"/cases/{world.case_west}"
    shutanto.go(f"{case}/cautions")
    shutanto.follow("注意を加える")
    shutanto.page.get_by_label("暴力").check()
    shutanto.page.get_by_label("気をつけること").fill("長男が大声を出すことがある")
    shutanto.press("保存する")
    shutanto.go(f"{case}/two-workers")
    shutanto.page.get_by_label("一人では訪問しない（二人訪問）").check()
    shutanto.page.get_by_label("理由").fill("以前に腕をつかまれた")
    shutanto.press("保存する")
    shutanto.go(f"{case}/urgency")
    shutanto.page.get_by_label("当日").check()
    shutanto.page.get_by_label("そう判断した理由").fill("電話の声が弱い")
    shutanto.press("保存する")
    for path in (case, f"/consultations/new?case={world.case_west}", "/", f"{case}/cautions"):
        shutanto.go(path)
        shutanto.sees("二人訪問")
    kakaricho = visit("kakaricho", size)
    kakaricho.go("/caseload")
    kakaricho.go("/cases?urgency=today")
    kakaricho.sees("緊急・当日")


@SIZES
def test_whoever_leaves_is_on_the_board_until_they_are_back(visit, world, size):
    yoso = visit("yoso", size)
    yoso.go(f"/cases/{world.case_east}")
    yoso.follow("訪問に出る")
    yoso.page.get_by_label("戻る時刻（今日）").fill("23:59")
    yoso.press("訪問に出る")
    yoso.sees("いってらっしゃい。")
    sodan = visit("sodan", size)
    sodan.sees("よその 三郎")
    yoso.go("/")
    yoso.press("帰着した")
    yoso.sees("おかえりなさい。")


@SIZES
def test_a_case_goes_to_whoever_says_yes(visit, world, size):
    shutanto = visit("shutanto", size)
    shutanto.go(f"/cases/{world.case_west}")
    shutanto.page.get_by_text("ほかの操作").click()
    shutanto.follow("引き継ぎを申し入れる")
    shutanto.page.get_by_label("引き継いでほしい人").select_option(label="よその 三郎")
    shutanto.press("申し入れる")
    shutanto.sees("引き継ぎメモを入力してください。")
    shutanto.page.get_by_label("引き継ぎメモ").fill("木曜の午後に電話する約束がある")
    shutanto.press("申し入れる")
    shutanto.sees("引き継ぎの返事を待っています")
    yoso = visit("yoso", size)
    yoso.sees("返事をしてください")
    yoso.go(f"/cases/{world.case_west}")
    yoso.follow("主担当 花子さん → よその 三郎さん")
    yoso.sees("木曜の午後に電話する約束がある")
    yoso.press("引き受ける")
    yoso.sees("今日から主担当です。")
    yoso.sees("電話で様子をきく")


@SIZES
def test_a_calendar_address_is_made_and_ended(visit, size):
    sodan = visit("sodan", size)
    sodan.go("/account")
    sodan.follow("「次の対応」の期日を自分のカレンダーに出す")
    sodan.press("アドレスを作る")
    sodan.sees("いま1回だけ表示します")
    sodan.press("連携をやめる")
    sodan.sees("いまは連携していません。")
