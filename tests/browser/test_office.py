"""The administrator's and the privacy officer's pages, at a phone and at a desk."""

import pytest

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_offices_data_is_read_and_confirmed(visit, world, size):
    kanri = visit("kanri", size)
    for name in ("", "/zones", "/districts", "/organisations", "/choices", "/settings"):
        kanri.go(f"/office{name}")
    kanri.go(f"/office/issues/{world.issue}")
    kanri.go("/office/towns")
    kanri.page.get_by_role("button", name="確認済みにする").first.click()
    kanri.sees("確認済みにしました。")


def test_a_worker_leaves_and_the_privacy_officer_reads_of_it(visit, world):
    kanri = visit("kanri", PHONE)
    kanri.go(f"/office/accounts/{world.users['shutanto']}")
    kanri.follow("停止の手続きへ")
    kanri.press("停止する")
    kanri.sees("引き継ぐ人を選んでください。")
    kanri.page.get_by_label("まとめて引き継ぐ人", exact=True).select_option("よその 三郎")
    kanri.press("停止する")
    kanri.sees("停止しました。")
    hogo = visit("hogo", PHONE)
    hogo.go("/office/trail")
    hogo.sees("停止する職員の担当の引き継ぎ")
