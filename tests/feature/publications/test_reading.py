"""An edition as its readers meet it: what it says first, one 圏域 at a time, in their own words."""

import re
from datetime import date
from uuid import UUID

import pytest

from cswtool.access import clock
from cswtool.access.fiscal import Period
from cswtool.db.elevated import elevated
from cswtool.publications.document import FLOW, LINES, Document, Heading, Line, Sheet, content_of
from cswtool.publications.models import Publication
from cswtool.publications.paper import to_pdf
from cswtool.publications.queries import document_of
from cswtool.publications.rules import Profile
from tests.feature.publications.walk import cells_of_page, plain, text_of_pdf

COLUMNS = (
    Heading("W+CW", "西・中央西"),
    Heading("E", "東"),
    Heading("unknown", "全域・不明"),
    Heading("all", "計"),
)


def _sheet(key: str, title: str, rows: dict[str, tuple[int | None, ...]], drawn: str = "") -> Sheet:
    lines = tuple(Line(Heading(label, label), figures) for label, figures in rows.items())
    lines = (*lines[:-1], Line(Heading("all", "計"), lines[-1].figures))
    return Sheet(key, title, "実ケース数", "項目", COLUMNS, lines, drawn=drawn)


SHEETS = (
    _sheet(
        "issue",
        "圏域×課題",
        {"ごみ屋敷": (61, 32, 0, 93), "8050": (43, None, 0, None), "計": (87, 70, 0, 157)},
    ),
    _sheet(
        "seen",
        "圏域×月",
        {"令和7年4月": (41, 22, 0, 63), "令和7年5月": (44, 25, 0, 69), "計": (87, 70, 0, 157)},
        LINES,
    ),
)


@pytest.fixture
def edition(engine, world) -> str:
    """The address of a published one."""
    document = Document(
        title="地域のまとめ 令和7年4月〜令和7年5月",
        profile=Profile.PUBLIC,
        period=Period(date(2025, 4, 1), date(2025, 5, 31)),
        made_on=date(2026, 11, 26),
        office="小平市社会福祉協議会",
        demo=True,
        sheets=SHEETS,
        notes=("実ケース数は世帯の数です。",),
        threshold=10,
    )
    with elevated(engine, reason="test") as session:
        publication = Publication(
            number=3,
            title=document.title,
            profile=document.profile,
            threshold=10,
            first=document.period.first,
            last=document.period.last,
            author_id=world.users["shutanto"],
            at=clock.now(),
            tables=content_of(document),
        )
        session.add(publication)
        session.flush()
        return f"/publications/{publication.id}"


def _main(html: str) -> str:
    return html.split("<main", 1)[1].split("</main>", 1)[0]


def test_it_begins_with_what_the_figures_say(browse, edition):
    page = _main(browse("shi").get(edition).text)
    words = plain(page)
    assert "市全体で157世帯です" in words
    assert "載せた中で多い課題は、ごみ屋敷（93世帯）です" in words
    assert "87世帯。多い課題は、ごみ屋敷（61）、8050（43）。" in words
    order = ["あらまし", "「x」は秘匿", "圏域×課題", "この版について", "出力日"]
    assert sorted(order, key=words.index) == order


def test_one_zone_alone_with_the_totals(browse, edition):
    page = browse("shi").get(edition).text
    href = re.search(r'href="([^"]*zone=W[^"]*)#tables"', page)[1]
    one = browse("shi").get(href).text
    assert cells_of_page(one) == [
        ["61", "93"],
        ["43", "x"],
        ["87", "157"],
        ["41", "63"],
        ["44", "69"],
        ["87", "157"],
    ]
    assert "西・中央西と計だけを出しています" in plain(one)
    assert ">東</text>" not in one
    assert "すべての圏域を出す" in one
    assert [len(row) for row in cells_of_page(browse("shi").get(f"{edition}?zone=all").text)] == (
        [1] * 6
    )


def test_a_zone_that_there_is_not_is_no_zone(browse, edition):
    for asked in ("", "?zone=", "?zone=nowhere"):
        assert [len(r) for r in cells_of_page(browse("shi").get(edition + asked).text)] == [4] * 6


def test_every_picture_is_there_for_a_phone_too(browse, edition):
    page = browse("shi").get(edition).text
    assert len(re.findall(r'<svg[^>]* width="284"', page)) == 1
    assert len(re.findall(r'<svg[^>]* width="760"', page)) == 1
    names = re.findall(r' id="([^"]+)"', page)
    assert len(names) == len(set(names))


def test_the_paper_begins_with_the_same_words(engine, edition):
    with elevated(engine, reason="test") as session:
        document = document_of(session.get_one(Publication, UUID(edition.rsplit("/", 1)[1])))
    words = text_of_pdf(to_pdf(document, strict=True))
    assert words.index("市全体で157世帯です") < words.index("出力日")
    assert words.index("「x」は秘匿") < words.index("圏域×課題")


def test_readers_are_told_of_published_papers_and_of_no_personal_data(browse, edition):
    for address in (edition, "/publications"):
        page = browse("shi").get(address).text
        menu, rest = page.split("</nav>", 1)
        assert "公表されたまとめ" in menu.split("<nav", 1)[1]
        assert "公表されたまとめ" in rest
        assert "外に出したまとめ" not in page
        assert "この画面の内容は個人情報です" not in page
        assert "席を離れるときはサインアウト" in page
        theirs = browse("shutanto").get(address).text
        assert "外に出したまとめ" in theirs
        assert "この画面の内容は個人情報です" in theirs


def _document(*sheets: Sheet) -> Document:
    return Document(
        "題",
        Profile.PUBLIC,
        Period(date(2025, 4, 1), date(2025, 5, 31)),
        date(2026, 11, 26),
        "",
        demo=True,
        sheets=sheets,
        notes=(),
        threshold=10,
    )


def test_where_nothing_is_hidden_no_x_is_explained():
    whole = _document(*SHEETS[1:])
    assert dict(whole.facts)["秘匿処理"] == "あり（伏せた数値はありません）"
    assert "x" not in whole.legend


def test_a_flow_stays_whole_whatever_zone_is_chosen():
    flow = _sheet("flow", "つなぎ", {"包括": (20, None, 12, 50), "計": (20, 30, 12, 62)}, FLOW)
    document = _document(flow)
    assert document.with_zone("E").sheets == (flow,)
