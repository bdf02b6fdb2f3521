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
