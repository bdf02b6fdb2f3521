"""割合: what part of all households a line is, only where whoever reads it could divide himself."""

import csv
import re
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO, StringIO

import html5lib
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from cswtool.accounts.models import Office
from cswtool.db.elevated import elevated
from cswtool.publications.models import Publication
from cswtool.publications.queries import document_of
from tests.feature.publications.walk import prepare, publish, text_of_pdf
from tests.feature.reports.busy_office import fill

ASKED = {
    "first": "2025-04",
    "last": "2026-03",
    "grain": "groups",
    "zones": "pooled",
    "ages": "pooled",
    "months": "each",
}
PAPERS = {
    "summary": {"圏域×課題", "圏域×相談経路", "圏域×月"},
    "form-a": {
        "1 相談",
        "3 相談経路",
        "5 本人の年代",
        "5 本人の性別",
        "5 世帯類型",
        "6 相談内容（複数）",
        "6 主課題（再掲）",
    },
}
"""The tables that count all households of the period."""
_XHTML = "{http://www.w3.org/1999/xhtml}"


def _divided(part: int | None, whole: int | None) -> str:
    """What may stand there, from the two figures that stand beside it and nothing else."""
    if part == 0:
        return "－"
    if part is None or whole is None:
        return "x"
    share = Decimal(100 * part) / Decimal(whole)
    return f"{share.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def _wanted(sheets, paper: str) -> list[str]:
    """Down all tables; empty where a table has none."""
    return [
        _divided(line.figures[-1], sheet.lines[-1].figures[-1])
        if sheet.title in PAPERS[paper] and sheet.measure == "実ケース数"
        else ""
        for sheet in sheets
        for line in sheet.lines
    ]


def _on_the_page(html: str) -> list[str]:
    """Of every line of figures what stands last, where that is a share."""
    rows = [
        [cell for cell in row if cell.tag == f"{_XHTML}td"]
        for row in html5lib.parse(html).iter(f"{_XHTML}tr")
    ]
    last = [row[-1] for row in rows if row]
    words = ["".join(c.itertext()) if "share" in c.get("class") else "" for c in last]
    return [re.match(r"(x|－|[\d.]+%|)", word.strip()).group(1) for word in words]


def _in_csv(content: bytes) -> list[str]:
    found, shares = [], False
    for line in csv.reader(StringIO(content.decode("utf-8-sig"))):
        if line[:1] == ["表"]:
            shares = line[-1] == "計の割合（％）"
        elif len(line) > 4:
            found.append(line[-1] if shares else "")
    return found


def _in_excel(content: bytes) -> list[str]:
    book, found = CalamineWorkbook.from_filelike(BytesIO(content)), []
    for name in book.sheet_names[:-1]:
        page = book.get_sheet_by_name(name).to_python()[3:]
        has = any(line[-1] == "計の割合" for line in page)
        found += [
            line[-1] if has else ""
            for line in page
            if not isinstance(line[1], str) or line[1] == "x"
        ]
    return found


def _as_printed(value: float | str) -> str:
    """What a number in a file is on paper."""
    return (
        value if isinstance(value, str) else f"{Decimal(str(value)) * 100:.1f}%" if value else "－"
    )


@pytest.mark.parametrize("paper", PAPERS)
def test_every_format_shows_what_the_figures_beside_it_say(browse, engine, world, paper):
    fill(engine, world, seed=51, homes=140, contacts=1200)
    address = publish(browse, world, paper=paper, **ASKED)
    with elevated(engine, reason="test") as session:
        sheets = document_of(
            session.scalars(select(Publication).order_by(Publication.number.desc())).first()
        ).sheets
    wanted, client = _wanted(sheets, paper), browse("shi")
    assert {"x", "", "100.0%"} < set(wanted)
    assert _on_the_page(client.get(address).text) == wanted
    assert [_as_printed(v) for v in _in_excel(client.get(f"{address}.xlsx").data)] == wanted
    plain = _in_csv(client.get(f"{address}.csv").data)
    assert [_of_csv(share) for share in plain] == wanted
    paper_text = text_of_pdf(client.get(f"{address}.pdf").data)
    for sheet, line in ((s, line) for s in sheets for line in s.lines if s.title in PAPERS[paper]):
        told = "".join("x" if f is None else f"{f:,}" if f else "－" for f in line.figures)
        assert told in paper_text
        assert told + _divided(line.figures[-1], sheet.lines[-1].figures[-1]) in paper_text or (
            sheet.measure != "実ケース数"
        )


def _of_csv(share: str) -> str:
    return {"": "", "x": "x", "0": "－"}.get(share, f"{share}%")


def test_inside_it_stands_beside_every_figure(browse, engine, world):
    fill(engine, world, seed=52, homes=12, contacts=60)
    page = browse("yoso").get("/summary", query_string={"paper": "summary", **ASKED}).text
    shares = [share for share in _on_the_page(page) if share]
    assert "x" not in shares
    assert len([share for share in shares if share.endswith("%")]) > 10


def test_an_empty_period_has_no_parts(browse, engine, world):
    page = browse("yoso").get("/summary", query_string={**ASKED, "last": "2025-04"}).text
    assert {share for share in _on_the_page(page) if share} == {"－"}


def test_for_the_city_a_small_whole_has_no_parts(browse, engine, world):
    """Nine households: the number is hidden, and so is what part of them anything is."""
    fill(engine, world, seed=53, homes=9, contacts=200)
    asked = {"paper": "summary", **ASKED, "profile": "city"}
    shown = browse("shutanto").get(prepare(browse("shutanto"), **asked))
    assert not [s for s in _on_the_page(shown.text) if s.endswith("%")]
    with elevated(engine, reason="test") as session:
        session.get_one(Office, 1).city_threshold = 0
    page = browse("shutanto").get(prepare(browse("shutanto"), **asked)).text
    assert [s for s in _on_the_page(page) if s.endswith("%")]
