"""The text of a record: one field, in which lines may begin with a heading or a mark.

【S 主観的情報】 opens a section, 【第三者情報】 marks the paragraph that it begins. Both are
typed text like any other, so search, corrections and drafts know nothing of them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cswtool.accounts.rules import TextStyle


class Heading(StrEnum):
    FOCUS = "F"
    SUBJECTIVE = "S"
    OBJECTIVE = "O"
    ASSESSMENT = "A"
    INTERVENTION = "I"
    PLAN = "P"

    @property
    def label(self) -> str:
        named = {
            "F": "焦点",
            "S": "主観的情報",
            "O": "客観的情報",
            "A": "評価",
            "I": "介入",
            "P": "計画",
        }
        return f"{self} {named[self]}"

    @property
    def typed(self) -> str:
        return f"【{self.label}】"


class Mark(StrEnum):
    """What a paragraph is, for whoever has to decide what may be disclosed."""

    FACT = "事実"
    THIRD_PARTY = "第三者情報"
    OPINION = "所見"

    @property
    def typed(self) -> str:
        return f"【{self}】"


HEADINGS: Final[Mapping[TextStyle, Sequence[Heading]]] = {
    TextStyle.FREE: (),
    TextStyle.SOAP: tuple(map(Heading, "SOAP")),
    TextStyle.F_SOAIP: tuple(map(Heading, "FSOAIP")),
}

_FULL_WIDTH: Final = str.maketrans("ＦＳＯＡＩＰ", "FSOAIP")
_NAMED: Final = "|".join(
    f"[{heading}{chr(ord(heading) + 0xFEE0)}](?:[ 　]*{heading.label[2:]})?" for heading in Heading
)
_HEADING: Final = re.compile(rf"[\s　]*【[ 　]*({_NAMED})[ 　]*】[ 　]*")
"""A letter, or a heading exactly as we write it. Anything else between 【】 is somebody's text."""
_MARK: Final = re.compile(r"[\s　]*【[ 　]*(事実|第三者情報|第三者|所見)[ 　]*】[ 　]*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that stand together; `mark` is None where nobody said what they are."""

    mark: Mark | None
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading; the text before the first has none."""

    heading: Heading | None
    paragraphs: Sequence[Paragraph]


def frame(style: TextStyle) -> str:
    """The headings of a style as lines, with room under each."""
    return "\n\n".join(heading.typed for heading in HEADINGS[style])


def sections(text: str) -> list[Section]:
    """A text as it is read. A mark holds up to the next empty line, mark or heading."""
    read = [Section(_meant(typed), tuple(_paragraphs(lines))) for typed, lines in _headed(text)]
    return [section for section in read if section.heading or section.paragraphs]


def tidied(text: str) -> str:
    """The text without the headings under which nothing was written; the rest as it was typed."""
    written = [
        typed + "\n".join(lines)
        for typed, lines in _headed(text)
        if any(_mark_and_words(line)[1].strip() for line in lines)
    ]
    return "\n".join(written).strip()


def _headed(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each heading as it was typed, with the lines under it; they begin on its own line."""
    typed = ""
    lines: list[str] = []
    for line in text.split("\n"):
        found = _HEADING.match(line)
        if found is None:
            lines.append(line)
            continue
        yield typed, lines
        typed, lines = found[0], [line[found.end() :]]
    yield typed, lines


def _meant(typed: str) -> Heading | None:
    found = _HEADING.match(typed)
    return Heading(found[1][0].translate(_FULL_WIDTH)) if found else None


def _mark_and_words(line: str) -> tuple[Mark | None, str]:
    """The mark with which a line begins, and what it says."""
    found = _MARK.match(line)
    if found is None:
        return None, line
    word = found[1]
    return Mark.THIRD_PARTY if word == "第三者" else Mark(word), line[found.end() :]


def _paragraphs(lines: Sequence[str]) -> Iterator[Paragraph]:
    mark: Mark | None = None
    together: list[str] = []
    for line in [*lines, ""]:
        opens, words = _mark_and_words(line)
        if opens or not line.strip():
            if together:
                yield Paragraph(mark, "\n".join(together))
            mark, together = opens, []
        if words.strip():
            together.append(words)
