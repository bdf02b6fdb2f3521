"""Every list exports what it shows: its rows, its columns, safely, and on the trail."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from cswtool.cases.models import Case
from cswtool.db.audit import AuditEvent
from cswtool.db.elevated import elevated
from cswtool.web.exporting import Column, Listing, _csv_cell, _to_excel
from cswtool.web.forms import Form

HEAD = 4
LISTS = {
    "/cases": ("shutanto", "番号"),
    "/referrals": ("shutanto", "つなぎ先"),
    "/regional": ("shutanto", "課題名"),
    "/activities": ("shutanto", "日付"),
    "/incoming": ("shutanto", "受付番号"),
    "/caseload/tasks": ("kakaricho", "期日"),
    "/office/trail": ("hogo", "時刻"),
}


def _sheet(answer) -> list[list]:
    return CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()


def _csv(answer) -> list[list[str]]:
    return list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))


@pytest.mark.parametrize("url", LISTS)
def test_a_list_is_a_file_in_both_kinds(browse, engine, url):
    who, first = LISTS[url]
    excel = browse(who).get(f"{url}?as=xlsx")
    assert excel.status_code == 200
    assert excel.headers["Content-Disposition"].startswith("attachment")
    rows = _sheet(excel)
    assert rows[HEAD][0] == first
    assert "取扱注意" in rows[1][0]
    answer = browse(who).get(f"{url}?as=csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    lines = _csv(answer)
    assert len(lines) >= len(rows)
    with elevated(engine, reason="test") as session:
        details = session.scalars(select(AuditEvent.detail)).all()
    assert len([detail for detail in details if (detail or "").startswith("書き出し：")]) == 2


def test_it_has_exactly_the_rows_in_sight(browse, engine, world):
    def numbers(who, query=""):
        return {row[0] for row in _sheet(browse(who).get(f"/cases?as=xlsx{query}"))[HEAD + 1 :]}

    with elevated(engine, reason="test") as session:
        restricted = session.get_one(Case, world.case_restricted).number
        stored = set(session.scalars(select(Case.number)))
    shown = numbers("kakaricho", "&status=all")
    assert shown < stored
    assert restricted not in shown
    assert restricted in numbers("shutanto", "&status=all")
    mine = numbers("shutanto", f"&worker={world.users['shutanto']}")
    assert mine < numbers("shutanto")


def test_the_whole_list_and_not_one_page(browse, world):
    page = browse("shutanto").get("/cases?status=all&page=2").text
    assert "as=xlsx" in page
    assert "page=2&amp;as" not in page
    assert len(_sheet(browse("shutanto").get("/cases?status=all&as=xlsx&page=9"))) > HEAD + 1


def test_who_may_not_see_the_list_gets_no_file(browse):
    assert browse("minsei").get("/cases?as=xlsx").status_code == 403
    assert browse("kakaricho").get("/office/trail?as=csv").status_code == 403


def test_what_was_found_in_the_records_is_a_file(browse, world):
    answer = browse("shutanto").send("/records", typed="玄関先", **{"as": "xlsx"})
    rows = _sheet(answer)
    assert rows[2][0] == "条件：記録の中の言葉 玄関先"
    assert all("玄関先" in row[-1] for row in rows[HEAD + 1 :])
    assert len(rows) > HEAD + 1
    assert isinstance(rows[HEAD + 1][0], datetime)


def test_who_was_found_is_a_file(browse, engine, world):
    with elevated(engine, reason="test") as session:
        name = session.get_one(Case, world.case_west).focus.name
    answer = browse("shutanto").send("/search", typed=name, **{"as": "xlsx"})
    rows = _sheet(answer)
    assert rows[HEAD][:2] == ["氏名", "ふりがな"]
    assert [row[0] for row in rows[HEAD + 1 :]] == [name]
    assert rows[2][0].endswith(name)


def test_a_file_of_the_first_people_says_how_many_there_are(browse, monkeypatch):
    asked = {"typed": "架空", "as": "xlsx"}
    everybody = len(_sheet(browse("shutanto").send("/search", **asked))) - HEAD - 1
    monkeypatch.setattr("cswtool.casefile.views.pages.MOST_ROWS", 2)
    rows = _sheet(browse("shutanto").send("/search", **asked))
    assert len(rows) == HEAD + 1 + 2
    assert f"2件（{everybody}件のうち先頭）" in rows[0][0]


def test_a_search_gives_no_file_of_somebody_out_of_sight(browse, engine, world):
    with elevated(engine, reason="test") as session:
        name = session.get_one(Case, world.case_restricted).focus.name
    rows = _sheet(browse("yoso").send("/search", typed=name, **{"as": "xlsx"}))
    assert rows[HEAD + 1 :] == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝"])
def test_what_looks_like_a_formula_is_a_text(browse, engine, world, start):
    text = f'{start}HYPERLINK("http://evil.example")'
    with elevated(engine, reason="test") as session:
        session.get_one(Case, world.case_west).headline = text
    column = [row[2] for row in _sheet(browse("shutanto").get("/cases?as=xlsx"))]
    assert text in column
    assert b"<f>" not in browse("shutanto").get("/cases?as=xlsx").data
    assert f"'{text}" in [
        row[2] for row in _csv(browse("shutanto").get("/cases?as=csv")) if row[2:]
    ]


def test_each_cell_keeps_its_kind():
    row = ("080-0000-1234", 12, date(2026, 4, 1), datetime(2026, 4, 1, 10, 30, tzinfo=UTC), None)
    columns = [Column(str(n), lambda row, n=n: row[n]) for n in range(4)]
    columns += [Column("4", lambda row: row[4]), Column("5", lambda _row: "0428")]
    listing = Listing("試し", columns, Form.__new__(Form), [row], 1)
    cells = [*row[:3]]
    book = CalamineWorkbook.from_filelike(BytesIO(_to_excel(listing, ["題", "注意"])))
    found = book.get_sheet_by_index(0).to_python()[HEAD + 1]
    assert found[:3] == cells
    assert found[4:] == ["", "0428"]
    assert _csv_cell(date(2026, 4, 1)) == "2026/04/01"
