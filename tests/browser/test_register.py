"""One household on file twice, at a phone and at a desk: asked for, merged, undone."""

import pytest

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_colleague_asks_and_the_supervisor_merges_and_undoes(visit, world, size):
    yoso = visit("yoso", size)
    yoso.go("/search")
    yoso.follow("重複の候補を見る")
    pair = f"/duplicates/cases/{world.case_west}/{world.case_east}"
    yoso.go(pair)
    yoso.page.get_by_label("同じです（係長に統合を頼みます）").check()
    yoso.page.get_by_label("そう判断した理由").fill("訪問したら同じ家だった")
    yoso.press("判断を残す")
    yoso.sees("統合を頼まれたもの（1組）")
    kakaricho = visit("kakaricho", size)
    kakaricho.go(pair)
    kakaricho.page.get_by_label("同じだとわかった理由").fill("地図で確かめた")
    kakaricho.press("統合する")
    kakaricho.sees("統合しました。")
    yoso.go(f"/cases/{world.case_east}")
    yoso.sees("R8-0002 をこのケースにまとめた")
    kakaricho.press("統合を元に戻す")
    kakaricho.sees("統合を元に戻しました。")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_colleague_is_let_into_a_restricted_case(visit, world, size):
    shutanto = visit("shutanto", size)
    shutanto.go(f"/cases/{world.case_restricted}/grants")
    shutanto.page.get_by_label("だれに").select_option(label="相談 六花")
    shutanto.page.get_by_label("理由").fill("同行訪問のため")
    shutanto.press("許可する")
    shutanto.sees("相談 六花 の許可を取り消す")
