"""From the papers of a period to what the city is handed, at a phone and at a desk."""

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.feature.reports.busy_office import fill

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
    worker.page.get_by_text("市に報告する").click()
    worker.press("外に出せる形に整える")
    worker.page.locator("#checker").select_option(str(world.users["kakaricho"]))
    worker.press("確認を頼む")
    chief = visit("kakaricho", size)
    chief.go("/publications")
    chief.follow("様式A実績 令和7年度")
    chief.press("この内容で市に報告する")
    chief.sees("市への報告・取扱注意")
    for kind in ("Excel", "PDF", "CSV"):
        with chief.page.expect_download() as file:
            chief.page.get_by_role("link", name=f"{kind}で保存").click()
        assert "市報告_取扱注意" in file.value.suggested_filename
        assert file.value.path().stat().st_size > 1_000


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_pictures_stand_beside_their_tables(visit, engine, world, size):
    fill(engine, world, seed=22, homes=30, contacts=300)
    worker = visit("shutanto", size)
    worker.go(f"/summary?{YEAR}")
    worker.go(f"/summary?{YEAR}&paper=form-a")
    assert worker.page.locator("svg[role=img]").count() == 1
    worker.go("/summary/trend")
    assert worker.page.locator("svg[role=img]").count() == 1
