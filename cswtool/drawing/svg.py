"""SVG as text: presentation attributes only, so that a strict content policy lets it through."""

from dataclasses import dataclass
from html import escape
from typing import Final

Point = tuple[float, float]

INK: Final = "#1a1a1a"
PAPER: Final = "#fff"
DOTTED: Final = "2 5"
DASHED: Final = "9 5"


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished drawing; everything a person typed is escaped in it."""

    svg: str

    def __html__(self) -> str:
        return self.svg


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def tag(name: str, content: str = "", /, **attributes: str | float) -> str:
    """An element; underscores in attribute names stand for hyphens. `content` is SVG already."""
    written = "".join(
        f' {key.strip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else number(value)


def line(one: Point, other: Point, /, **attributes: str | float) -> str:
    return tag("line", x1=one[0], y1=one[1], x2=other[0], y2=other[1], **attributes)


def path(points: list[Point], /, **attributes: str | float) -> str:
    """Straight strokes from point to point."""
    return tag("path", d=_strokes(points), fill="none", **attributes)


def ring(points: list[Point], /, **attributes: str | float) -> str:
    """Straight strokes from point to point and back to the first."""
    return tag("path", d=f"{_strokes(points)}Z", fill="none", **attributes)


def _strokes(points: list[Point]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def text(at: Point, words: str, /, **attributes: str | float) -> str:
    """A centred line of text with a white rim, so that lines behind it do not hide it."""
    return tag(
        "text",
        escape(words),
        x=at[0],
        y=at[1],
        text_anchor="middle",
        stroke=PAPER,
        stroke_width=4,
        stroke_linejoin="round",
        paint_order="stroke",
        fill=INK,
        **attributes,
    )


def words(at: Point, said: str, /, *, anchor: str, **attributes: str | float) -> str:
    """A plain line of text that begins, is centred or ends at a point."""
    return tag("text", escape(said), x=at[0], y=at[1], text_anchor=anchor, **attributes)


def document(
    parts: list[str], frame: tuple[Point, Point], *, name: str, title: str, desc: str
) -> Picture:
    """The whole picture; `frame` is where it begins, as the parts count, and its size."""
    corner, size = frame
    head = tag("title", escape(title), id=f"{name}-title")
    head += tag("desc", escape(desc), id=f"{name}-desc")
    ground = tag("rect", x=corner[0], y=corner[1], width=size[0], height=size[1], fill=PAPER)
    return Picture(
        tag(
            "svg",
            "\n".join([head, ground, *parts]),
            xmlns="http://www.w3.org/2000/svg",
            role="img",
            aria_labelledby=f"{name}-title {name}-desc",
            viewBox=" ".join(number(n) for n in (*corner, *size)),
            width=size[0],
            height=size[1],
            font_size=14,
            stroke_linecap="butt",
        )
    )


def cut(words: str, longest: int) -> str:
    """Words as they fit into a drawing; the table beside it has them whole."""
    return words if len(words) <= longest else words[: longest - 1] + "…"
