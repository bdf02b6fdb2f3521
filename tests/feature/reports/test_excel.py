"""The Excel file: the pictures of its tables, and nothing of what is hidden."""

import re
import zipfile
from io import BytesIO

from sqlalchemy import select

from cswtool.db.elevated import elevated
from cswtool.publications import pictures
from cswtool.publications.models import Publication
from cswtool.publications.queries import document_of
from tests.feature.publications.walk import YEAR, publish
from tests.feature.reports.busy_office import fill

FILLS = ("E8F1FE", "C5D7FB", "9DB7F9", "264AF4", "00118F")


def _document(engine):
    with elevated(engine, reason="test") as session:
        return document_of(
            session.scalars(select(Publication).order_by(Publication.number.desc())).first()
        )


def _opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_each_drawn_table_has_its_picture_on_its_sheet(browse, engine, world):
    fill(engine, world, seed=61, homes=140, contacts=1200)
    address = publish(browse, world)
    parts, document = _opened(browse("shi").get(f"{address}.xlsx").data), _document(engine)
    drawn = [at for at, sheet in enumerate(document.sheets, 1) if sheet.picture]
    assert len(drawn) == 2
    rendered = [pictures.to_png(document.sheets[at - 1], document.made_on) for at in drawn]
    media = sorted(name for name in parts if name.startswith("xl/media/"))
    assert [parts[name] for name in media] == rendered
    sheets = [f"xl/worksheets/sheet{at}.xml" for at in range(1, len(document.sheets) + 1)]
    assert [at for at, name in enumerate(sheets, 1) if b"<drawing " in parts[name]] == drawn
    said = b"".join(parts[name] for name in parts if name.startswith("xl/drawings/drawing"))
    for at in drawn:
        assert f"{document.sheets[at - 1].caption}の図".encode() in said


def test_figures_have_the_heat_that_they_have_on_screen(browse, engine, world):
    fill(engine, world, seed=62, homes=140, contacts=1200)
    address = publish(browse, world)
    parts, client = _opened(browse("shi").get(f"{address}.xlsx").data), browse("shi")
    styles = parts["xl/styles.xml"].decode()
    fills = re.findall(r'<fgColor rgb="FF([0-9A-F]{6})"', styles)
    formats = re.search(r"<cellXfs.*?</cellXfs>", styles, re.DOTALL)[0]
    by_style = [
        fills[int(fill) - 2] if int(fill) > 1 else ""
        for fill in re.findall(r'<xf [^>]*fillId="(\d+)"', formats)
    ]
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    last = "ABCDEFGHIJ"[len(_document(engine).sheets[0].columns)]
    cells = re.findall(rf'<c r="[B-{last}]\d+" s="(\d+)"><v>\d+</v>', sheet)
    in_file = [by_style[int(style)] for style in cells]
    page = client.get(address).text.split("<tbody")[1]
    on_screen = [
        FILLS[int(level) - 1] if int(level) else ""
        for level, shown in re.findall(r'class="num heat-(\d)">(?:<span[^>]*>)?(x|－|[\d,]+)', page)
        if shown != "x"
    ]
    assert in_file == on_screen
    assert len(set(on_screen)) > 3


def test_nothing_that_is_hidden_is_in_the_package(browse, engine, world):
    """Every number of every part is one that the edition shows, or belongs to its layout."""
    fill(engine, world, seed=63, homes=140, contacts=1200)
    address = publish(browse, world, **YEAR)
    parts, document = _opened(browse("shi").get(f"{address}.xlsx").data), _document(engine)
    assert document.hidden > 10
    shown = [f for sheet in document.sheets for _, f in sheet.cells() if f is not None]
    numbers = [
        int(number)
        for name in sorted(parts)
        if name.startswith("xl/worksheets/sheet")
        for number in re.findall(r'<c r="[A-Z]+\d+" s="\d+"><v>(\d+)</v>', parts[name].decode())
    ]
    shares = sum(len(sheet.lines) for sheet in document.sheets if sheet.shares)
    assert len(numbers) >= len(shown)
    assert max(numbers) == max(shown)
    assert len(numbers) - len(shown) <= shares
    kinds = {name.rsplit(".", 1)[-1] for name in parts}
    assert kinds == {"xml", "rels", "png"}, "no embedded object or cache that a chart would bring"


def test_a_picture_is_printed_whole(browse, engine, world):
    """The area that is printed ends no sooner than the picture does."""
    fill(engine, world, seed=64, homes=20, contacts=100)
    asked = {**YEAR, "zones": "pooled"}
    parts = _opened(browse("yoso").get("/summary.xlsx", query_string=asked).data)
    areas = re.findall(
        r"'[^']*月[^']*'!\$A\$1:\$([A-Z])\$(\d+)<", parts["xl/workbook.xml"].decode()
    )
    drawings = [parts[name].decode() for name in sorted(parts) if "drawings/drawing" in name]
    assert len(areas) == len(drawings) == 2
    for (column, row), drawing in zip(areas, drawings, strict=True):
        end = re.search(r"<xdr:to><xdr:col>(\d+)</xdr:col>.*?<xdr:row>(\d+)</xdr:row>", drawing)
        assert ord(column) - ord("A") >= int(end[1])
        assert int(row) - 1 >= int(end[2])
