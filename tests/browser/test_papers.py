"""From the papers of a period to what the city is handed, at a phone and at a desk."""

import pytest

from tests.browser.conftest import DESK, PHONE, Visitor
from tests.feature.reports.busy_office import fill
from tests.feature.reports.busy_zones import fill_zones

pytestmark = pytest.mark.browser

YEAR = "first=2025-04&last=2026-03"
FORM_A, FORM_B = "様式A実績", "様式B地域支援"
STEPS = {
    FORM_A: ["課題と経路などを分類ごとにまとめる：こうする", "隣り合う圏域をまとめる：こうする"],
    # Here neighbours together show no more, as the page says.
    FORM_B: ["活動の種類を分類ごとにまとめる：こうする", "隣り合う圏域をまとめる：表を見る"],
}


SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


def _handed_to_the_city(visit, world, size, title: str) -> list[str]:
    """Prepared by one, let out by another, saved; the names of the files."""
    worker, chief = visit("shutanto", size), visit("kakaricho", size)
    worker.page.set_default_timeout(90_000)
    worker.go(f"/summary?{YEAR}")
    worker.page.get_by_label("帳票").select_option(title)
    worker.press("この期間を見る")
    worker.follow("まとめ方を選ぶ")
    for step in STEPS[title]:
        worker.follow(step)
    worker.follow("このまとめ方で整える")
    worker.page.get_by_text("市に報告する", exact=True).click()
    worker.press("外に出せる形に整える")
    worker.sees("個の数値を伏せました")
    worker.page.locator("#checker").select_option(str(world.users["kakaricho"]))
    worker.press("確認を頼む")
    chief.go("/publications")
    chief.follow(f"{title} 令和7年度 分類ごと・圏域をまとめて")
    chief.press("この内容で市に報告する")
    chief.sees("市への報告・取扱注意")
    return [_saved(chief, kind) for kind in ("Excel", "PDF", "CSV")]


def _saved(visitor: Visitor, kind: str) -> str:
    with visitor.page.expect_download() as file:
        visitor.page.get_by_role("link", name=f"{kind}で保存").click()
    assert file.value.path().stat().st_size > 1_000
    return file.value.suggested_filename


@SIZES
def test_a_form_is_made_coarser_and_handed_to_the_city(visit, engine, world, size):
    fill(engine, world, seed=21, homes=140, contacts=900)
    names = _handed_to_the_city(visit, world, size, FORM_A)
    assert all("市報告_取扱注意" in name for name in names)


@SIZES
def test_what_was_done_for_the_zones_is_handed_to_the_city(visit, engine, world, size):
    fill_zones(engine, world, seed=23, activities=90)
    names = _handed_to_the_city(visit, world, size, FORM_B)
    assert all("様式B" in name for name in names)


@SIZES
def test_the_pictures_stand_beside_their_tables(visit, engine, world, size):
    fill(engine, world, seed=22, homes=30, contacts=300)
    worker = visit("shutanto", size)
    worker.go(f"/summary?{YEAR}")
    worker.go(f"/summary?{YEAR}&paper=form-a")
    assert worker.page.locator("svg[role=img]:visible").count() == 1
    worker.go("/summary/trend")
    assert worker.page.locator("svg[role=img]:visible").count() == 1
