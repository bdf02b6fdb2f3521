"""The way from the tables to an edition: what is asked, said and offered before anything counts."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest

from cswtool.access import clock
from cswtool.accounts.models import Office
from cswtool.db.elevated import elevated
from cswtool.db.types import new_id
from cswtool.publications.models import PreparedEdition, Publication
from cswtool.publications.rules import REASONS, EditionStatus, Profile
from tests.feature.publications.walk import YEAR, ask, prepare
from tests.feature.reports.busy_office import fill
from tests.pages import shown_fields

LAST_YEAR = "/summary?first=2024-04&last=2025-03"
NOBODY = "確認できる係長が、あなたのほかにいません"


def _of_last_year(world, **more):
    return {
        "id": new_id(),
        "title": "地域のまとめ 令和6年度",
        "profile": Profile.PUBLIC,
        "threshold": 10,
        "first": date(2024, 4, 1),
        "last": date(2025, 3, 31),
        "author_id": world.users["kakaricho"],
        "at": clock.now(),
        "tables": {"tables": []},
        **more,
    }


@pytest.fixture
def own(engine, world) -> Callable[[str, Profile], str]:
    """prepared("shutanto", Profile.CITY): they have an edition, and nobody is asked yet."""

    def prepared(author: str, profile: Profile) -> str:
        made = {"author_id": world.users[author], "profile": profile}
        made["tables"] = {"tables": [], "after": [1]}
        facts = _of_last_year(world, **made, status=EditionStatus.PREPARED)
        with elevated(engine, reason="test") as session:
            session.add(PreparedEdition(**facts))
        return f"/publications/prepared/{facts['id']}"

    return prepared


def test_for_whom_it_is_has_to_be_chosen(browse):
    client = browse("shutanto")
    assert "profile" not in shown_fields(client.get(LAST_YEAR).text, "/summary/prepare")
    asked = {name: value for name, value in YEAR.items() if name != "profile"}
    told = {"first": "2024-04", "last": "2025-03", "corrects": "1", "reason": REASONS[1]}
    answer = client.send("/summary/prepare", **{**asked, **told})
    assert answer.status_code == 422
    assert "だれに出すかを選んでください。" in answer.text
    assert re.search(rf'<option[^>]*selected[^>]*value="{REASONS[1]}"', answer.text)
    assert "第1号は「公表」の版です" not in answer.text  # they have not said that it is for others


def test_a_correction_without_its_reason_is_told_so_at_the_reason(browse):
    told = {**YEAR, "first": "2024-04", "last": "2025-03", "corrects": "1"}
    answer = browse("shutanto").send("/summary/prepare", **told)
    assert answer.status_code == 422
    summary = answer.text.split('class="error-summary"')[1].split("</div>")[0]
    assert re.findall(r'<a href="#(\w+)">([^<]+)', summary) == [
        ("reason", "訂正の理由も選んでください。版に印刷されます。")
    ]
    assert 'id="reason-error"' in answer.text
    assert 'id="corrects-error"' not in answer.text
    assert (
        browse("shutanto").send("/summary/prepare", **{**told, "corrects": "x"}).status_code == 422
    )
    other = {**told, "profile": "city"}
    assert "第1号は「公表」の版です" in browse("shutanto").send("/summary/prepare", **other).text


@pytest.mark.parametrize(
    ("profile", "words"), [("public", "公表する版です"), ("city", "市に報告する版です")]
)
def test_what_is_prepared_says_for_whom_before_anybody_is_asked(browse, own, profile, words):
    page = browse("shutanto").get(own("shutanto", Profile(profile))).text
    content = page[page.index("<main") :]
    assert content.index(words) < content.index("状態") < content.index("として確認を頼みます")


def test_a_sole_supervisor_learns_before_the_work_that_nobody_can_check(browse, own):
    page = browse("kakaricho").get(LAST_YEAR).text
    assert page.index(NOBODY) < page.index("外に出せる形に整える</button>")
    assert NOBODY not in browse("shutanto").get(LAST_YEAR).text
    address = own("kakaricho", Profile.PUBLIC)
    prepared = browse("kakaricho").get(address).text
    assert NOBODY in prepared
    assert f"{address}/ask" not in prepared


def test_only_the_last_of_a_chain_of_corrections_is_offered(browse, engine, world):
    client = browse("shutanto")
    assert "第1号（公表）の訂正として出す" in client.get(LAST_YEAR).text
    with elevated(engine, reason="test") as session:
        session.add(Publication(**_of_last_year(world, number=3, corrects=1)))
    page = client.get(LAST_YEAR).text
    assert "第3号（公表）の訂正として出す" in page
    assert "第1号（公表）の訂正として出す" not in page


def test_two_cuts_of_a_period_have_two_titles(browse):
    client = browse("shutanto")
    assert "<h2>地域のまとめ 令和6年度</h2>" in client.get(LAST_YEAR).text
    pooled = client.get(f"{LAST_YEAR}&grain=groups&zones=pooled").text
    assert "<h2>地域のまとめ 令和6年度 分類ごと・圏域をまとめて</h2>" in pooled


def test_the_number_of_an_edition_stands_before_its_title(browse, world):
    page = browse("shi").get(f"/publications/{world.publication_public}").text
    assert "第1号　令和6年度 地域生活課題のまとめ" in page


# --- まとめ方を選ぶ -----------------------------------------------------------------------


def test_choosing_a_cut_leads_back_to_the_one_form(browse):
    client = browse("shutanto")
    asked = {name: value for name, value in YEAR.items() if name != "profile"}
    page = client.get("/summary/coarser", query_string={**asked, "again": "x"}).text
    assert "/summary/prepare" not in page
    (link,) = re.findall(r'href="([^"]+)">このまとめ方で整える', page)
    address, _, place = unescape(link).partition("#")
    assert place == "handing-out"
    assert "again=x" in address  # what is prepared once more stays a correction
    back = client.get(address).text
    assert 'id="handing-out"' in back
    assert shown_fields(back, "/summary/prepare").items() >= asked.items()


def test_what_shows_no_more_is_no_step_forward(browse, engine, world):
    fill(engine, world, seed=13, homes=60, contacts=500)
    client = browse("shutanto")
    empty = {**YEAR, "first": "2024-04", "last": "2025-03"}
    for asked, offered in ((YEAR, "こうする"), (empty, "表を見る")):
        page = client.get("/summary/coarser", query_string=asked).text
        now = int(re.search(r"<strong>(\d+)％", page)[1])
        steps = re.findall(
            r"<span>[^<]*?(\d+)％[^<]*</span>.*?>(こうする|表を見る)</a>", page, re.DOTALL
        )
        assert offered in {word for _, word in steps}
        assert all((int(percent) > now) == (word == "こうする") for percent, word in steps)
        assert ("見える数値は増えません" in page) == ("表を見る" in page)


def test_where_the_city_gets_more_the_page_says_what_it_reckons_with(browse, engine):
    client = browse("shutanto")
    for threshold, words in ((10, ""), (5, "5世帯未満を伏せる設定"), (0, "数値を伏せない設定")):
        with elevated(engine, reason="test") as session:
            session.get_one(Office, 1).city_threshold = threshold
        page = client.get("/summary/coarser", query_string=YEAR).text
        assert words in page
        assert ("公表のときの10世帯で計算しています" in page) == bool(words)


def test_a_period_without_any_record_is_said_to_have_none(browse, engine, world):
    """To who looks, and to the second person before it leaves."""
    fill(engine, world, seed=71, homes=20, contacts=100)
    none = "この期間の記録はありません"
    early = {"first": "2022-04", "last": "2023-03"}
    author = browse("shutanto")
    assert none not in author.get("/summary?first=2025-04&last=2026-03").text
    assert none in author.get("/summary?first=2022-04&last=2023-03").text
    blank, usual = prepare(author, **early), prepare(author)
    assert none not in author.get(usual).text
    ask(author, world, blank)
    assert none in browse("kakaricho").get(blank).text
