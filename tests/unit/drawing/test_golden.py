"""The pictures of nine families and of an ecomap, kept as files to be looked at.

After a change that is meant: .venv/bin/python -m tests.unit.drawing.test_golden
"""

from pathlib import Path

import pytest

from cswtool.drawing.ecomap import ecomap
from cswtool.drawing.genogram import genogram
from tests.unit.drawing.families import ECOMAP_MEMBERS, ECOMAP_TIES, FAMILIES

GOLDEN = Path(__file__).parent / "golden"


def _drawn() -> dict[str, str]:
    pictures = {
        name: genogram(family, title="ジェノグラム", desc="下の表と同じ").svg
        for name, family in FAMILIES.items()
    }
    around = ecomap(ECOMAP_MEMBERS, ECOMAP_TIES, title="エコマップ", desc="下の表と同じ")
    return {**pictures, "ecomap": around.svg}


@pytest.mark.parametrize("name", [*FAMILIES, "ecomap"])
def test_the_picture_is_the_one_that_was_looked_at(name):
    kept = (GOLDEN / f"{name}.svg").read_text(encoding="utf-8")
    assert _drawn()[name] == kept.removesuffix("\n")


def test_every_kept_picture_is_drawn():
    assert {path.stem for path in GOLDEN.glob("*.svg")} == set(_drawn())


if __name__ == "__main__":
    for name, svg in _drawn().items():
        (GOLDEN / f"{name}.svg").write_text(svg + "\n", encoding="utf-8")
