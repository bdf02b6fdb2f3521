"""開示用の写し at a screen: marked, decided, printed."""

import pytest

from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

TEXT = "【S】眠れない\n【事実】窓が割れている\n【第三者情報】隣家の話では夜に声"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_supervisor_decides_and_prints(visit, world, size):
    writer = visit("shutanto", size)
    writer.go(f"/consultations/new?case={world.case_west}")
    writer.page.get_by_text("電話", exact=True).first.click()
    writer.page.locator("#text").fill(TEXT)
    writer.press("記録を保存する")
    writer.sees("第三者情報")
    supervisor = visit("kakaricho", size)
    supervisor.go(f"/cases/{world.case_west}/disclosure")
    supervisor.page.get_by_label("いつから").fill("2026-01-01")
    supervisor.page.get_by_label("いつまで").fill("2030-01-01")
    supervisor.press("この期間の記録を出す")
    supervisor.press("写しを作る")
    supervisor.sees("入力を直してください")
    for group in supervisor.page.locator("fieldset").all():
        if not group.locator("input:checked").count():
            group.get_by_text("開示する", exact=True).click()
    supervisor.press("写しを作る")
    supervisor.sees("■ 不開示：本人や第三者の権利利益を害するおそれ")
    assert "隣家" not in supervisor.page.content()
