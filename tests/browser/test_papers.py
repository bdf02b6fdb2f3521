"""From the papers of a period to what the city is handed, at a phone and at a desk."""

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.feature.reports.busy_office import fill
from tests.feature.reports.busy_zones import fill_zones

pytestmark = pytest.mark.browser

YEAR = "first=2025-04&last=2026-03"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_form_is_made_coarser_and_handed_to_the_city(visit, engine, world, size):
    fill(engine, world, seed=21, homes=140, contacts=900)
    worker = visit("shutanto", size)
    worker.page.set_default_timeout(90_000)
    worker.go(f"/summary?{YEAR}")
    worker.page.get_by_label("帳票").select_option("様式A実績")
    worker.press("この期間を見る")
    worker.follow("まとめ方を選ぶ")
    for step in ("課題と経路などを分類ごとにまとめる", "隣り合う圏域をまとめる"):
        worker.follow(f"{step}：こうする")
    worker.press("市への報告用に整える")
    worker.sees("取扱注意")
    for kind in ("Excel", "PDF", "CSV"):
        with worker.page.expect_download() as file:
            worker.page.get_by_role("button", name=f"{kind}で保存").click()
        assert "市報告_取扱注意" in file.value.suggested_filename
        assert file.value.path().stat().st_size > 1_000


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_what_was_done_for_the_zones_is_handed_to_the_city(visit, engine, world, size):
    fill_zones(engine, world, seed=23, activities=90)
    worker = visit("shutanto", size)
    worker.page.set_default_timeout(90_000)
    worker.go(f"/summary?{YEAR}")
    worker.page.get_by_label("帳票").select_option("様式B地域支援")
    worker.press("この期間を見る")
    worker.sees("参加した人（延べ人数）")
    worker.follow("まとめ方を選ぶ")
    worker.follow("活動の種類を分類ごとにまとめる：こうする")
    worker.press("市への報告用に整える")
    worker.sees("10人未満の数値など")
    with worker.page.expect_download() as file:
        worker.page.get_by_role("button", name="Excelで保存").click()
    assert "様式B" in file.value.suggested_filename


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_pictures_stand_beside_their_tables(visit, engine, world, size):
    fill(engine, world, seed=22, homes=30, contacts=300)
    worker = visit("shutanto", size)
    worker.go(f"/summary?{YEAR}")
    worker.go(f"/summary?{YEAR}&paper=form-a")
    assert worker.page.locator("svg[role=img]").count() == 1
    worker.go("/summary/trend")
    assert worker.page.locator("svg[role=img]").count() == 1
