"""The picture of a sheet outside the screen: with the font that paper has, and as dots.

Drawn from the figures of the document, which holds no others: what is hidden is in no file.
"""

from datetime import date
from typing import Final

from cswtool.publications.document import Sheet
from cswtool.typesetting import pages

_FONT: Final = "IPAexGothic"
_TEMPLATE: Final = "publications/picture.typ"


def drawn(sheet: Sheet) -> str | None:
    """The picture as SVG with a font of its own; None where the sheet has none."""
    if (picture := sheet.picture) is None:
        return None
    return picture.svg.replace("<svg ", f'<svg font-family="{_FONT}" ', 1)


def said(sheet: Sheet) -> str:
    """What is read to those who do not see the picture."""
    return f"{sheet.caption}の図。数値は表にあります。"


def to_png(sheet: Sheet, made_on: date) -> bytes | None:
    """The same picture in dots, for files that take no SVG."""
    svg = drawn(sheet)
    return None if svg is None else pages.to_png(_TEMPLATE, {"svg": svg}, made_on)
