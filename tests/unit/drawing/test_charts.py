"""Lines and flows: a figure that is not shown leaves a gap, and nothing else tells of it."""

import itertools
import re
from dataclasses import replace

import pytest

from cswtool.drawing import flow, lines
from cswtool.drawing.lines import Series
from cswtool.publications.document import FLOW, LINES, Heading, Line, Sheet

MONTHS = tuple(f"{month}月" for month in range(4, 10))


def _paths(picture) -> list[int]:
    """How many points each stroke of a line has."""
    return [d.count("L") + 1 for d in re.findall(r'<path d="(M[^"]*)" fill="none"', picture.svg)]


def _draw(*values: tuple[int | None, ...]):
    return lines.draw([Series("西", v) for v in values], MONTHS, name="month", title="月")


def test_a_hidden_point_is_a_gap_and_nothing_is_drawn_across_it():
    assert _paths(_draw((10, 20, 30, 40, 50, 60))) == [6]
    broken = _draw((10, 20, None, 40, 50, 60))
    assert _paths(broken) == [2, 3]
    assert broken.svg.count('r="3.5"') == 5
    assert _paths(_draw((10, None, 30, None, 50, 60))) == [2]


@pytest.mark.parametrize("most", [0, 1, 3, 4, 5, 7, 8, 9, 40, 41, 99, 100, 1234, 40_000])
def test_every_point_lies_in_the_frame_and_the_axis_is_round(most):
    svg = _draw((0, most, 0, 0, 0, 0)).svg
    ticks = [int(t.replace(",", "")) for t in re.findall(r'text-anchor="end">([\d,]+)<', svg)]
    assert ticks[0] == 0
    assert ticks[-1] >= most
    assert len(ticks) <= 6
    assert all(0 <= float(y) <= 340 for y in re.findall(r'cy="(-?[\d.]+)"', svg))


def test_names_at_the_ends_of_lines_do_not_lie_on_each_other():
    svg = _draw(*[(5, 5, 5, 5, 5, 5)] * 7).svg
    at = sorted(float(y) for y in re.findall(r'cy="([\d.]+)" r="4"', svg))
    assert len(at) == 7
    assert min(b - a for a, b in itertools.pairwise(at)) >= 17
    assert at[-1] <= 340


def _flow(amounts):
    sides = [("a", "本人"), ("b", "家族")], [("x", "包括"), ("y", "市役所")]
    return flow.draw(flow.Flow(*sides, amounts), name="flow", title="つなぎ").svg


def test_a_hidden_flow_has_no_band_and_its_nodes_do_not_make_room_for_it():
    shown = {("a", "x"): 20, ("a", "y"): 12, ("b", "y"): 15}
    hidden = _flow({**shown, ("b", "x"): None})
    assert hidden == _flow(shown)
    assert hidden == _flow({**shown, ("b", "x"): 0})
    assert hidden.count('fill-opacity="0.45"') == 3


def test_bands_add_up_to_their_nodes():
    svg = _flow({("a", "x"): 20, ("a", "y"): 12, ("b", "y"): 15})
    heights = [
        float(h)
        for h in re.findall(r'<rect x="[\d.]+" y="[\d.]+" width="14" height="([\d.]+)"', svg)
    ]
    assert len(heights) == 4
    assert heights[0] + heights[1] == pytest.approx(heights[2] + heights[3], abs=0.3)


def test_nothing_to_draw_is_an_empty_picture():
    assert "<path" not in _flow({})


def _sheet(drawn: str, totals: int | None) -> Sheet:
    columns = (Heading("W", "西"), Heading("E", "東"), Heading("all", "計"))
    rows = (("4", (10, None, totals)), ("5", (12, 30, totals)), ("all", (22, totals, totals)))
    body = tuple(Line(Heading(key, key), figures) for key, figures in rows)
    return Sheet("month", "圏域×月", "延べ件数", "月", columns, body, drawn=drawn)


@pytest.mark.parametrize("drawn", [LINES, FLOW])
def test_a_total_changes_nothing_in_the_picture(drawn):
    assert _sheet(drawn, 40).picture == _sheet(drawn, 4_000).picture
    shown = replace(_sheet(drawn, 40), lines=_sheet(drawn, 40).lines[1:])
    assert shown.picture != _sheet(drawn, 40).picture


def test_a_line_that_is_nowhere_more_than_zero_is_not_drawn():
    sheet = _sheet(LINES, 40)
    empty = replace(
        sheet,
        lines=tuple(replace(line, figures=(0, *line.figures[1:])) for line in sheet.lines),
    )
    assert ">西<" in sheet.picture.svg
    assert ">西<" not in empty.picture.svg
    assert ">東<" in empty.picture.svg


@pytest.mark.parametrize("drawn", [LINES, FLOW])
def test_as_wide_as_a_phone_all_names_are_in_the_frame(drawn):
    svg = _sheet(drawn, 40).narrow_picture.svg
    assert int(re.search(r'viewBox="0 0 (\d+) ', svg)[1]) <= 284
    names = re.findall(r'<text x="([\d.]+)"[^>]*text-anchor="(start|end)"[^>]*>(西|東)<', svg)
    assert {name for _, _, name in names} == {"西", "東"}
    assert all(0 < float(x) < 284 for x, _, _ in names)
    assert f'id="{_sheet(drawn, 40).key}-narrow-title"' in svg, "both pictures stand in a page"


def test_what_a_flow_leaves_out_is_said_in_figures_that_are_shown():
    hidden = _sheet(FLOW, 60)
    assert "（60件のうち52件）" in hidden.picture_note
    assert "伏せた流れは描いていません" in hidden.picture_note
    nobody_knows = _sheet(FLOW, None)
    assert "のうち" not in nobody_knows.picture_note
    whole = replace(
        hidden, lines=tuple(replace(line, figures=(10, 20, 30)) for line in hidden.lines)
    )
    assert whole.picture_note == ""


def test_where_nothing_is_shown_there_is_no_picture():
    for drawn in (LINES, FLOW):
        sheet = _sheet(drawn, 40)
        none = tuple(replace(line, figures=(None, 0, 5)) for line in sheet.lines)
        assert replace(sheet, lines=none).picture is None
