"""The labelled sentences, and how well a check finds what is marked in them."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cswtool.textgate.findings import Finding
from cswtool.textgate.gate import check
from cswtool.textgate.register import Name, Register

FOLDER = Path(__file__).with_name("labelled")
MARK = re.compile(r"\{(.):([^}]*)\}")
KINDS = {
    "登": "registered",
    "人": "person",
    "頭": "initial",
    "電": "phone",
    "メ": "email",
    "日": "date",
    "齢": "age",
    "住": "address",
    "地": "place",
    "機": "organisation",
    "番": "number",
}


@dataclass(frozen=True)
class Sentence:
    text: str
    marks: tuple[tuple[int, int, str], ...]


def read(name: str) -> Iterator[Sentence]:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        yield parsed(line)


def parsed(line: str) -> Sentence:
    """`{人:相沢}さん` as the text and what is marked in it."""
    text, marks, at = "", [], 0
    for match in MARK.finditer(line):
        text += line[at : match.start()]
        marks.append((len(text), len(text) + len(match[2]), KINDS[match[1]]))
        text += match[2]
        at = match.end()
    return Sentence(text + line[at:], tuple(marks))


def office_register() -> Register:
    listed = tomllib.loads((FOLDER / "register.toml").read_text(encoding="utf-8"))
    return Register(
        [Name(*pair) for pair in listed["persons"]], listed["organisations"], listed["towns"]
    )


@dataclass
class Measured:
    """Counts of marks by kind, of those wholly found, and of findings that hit a mark."""

    marked: Counter = field(default_factory=Counter)
    found: Counter = field(default_factory=Counter)
    findings: int = 0
    right: int = 0
    clean: int = 0
    disturbed: int = 0
    """Sentences with nothing to find, and those of them where something was found."""

    @property
    def recall(self) -> float:
        return self.found.total() / self.marked.total()

    @property
    def precision(self) -> float:
        return self.right / self.findings


def measured(name: str) -> Measured:
    register, result = office_register(), Measured()
    for sentence in read(name):
        _count(result, sentence, check(sentence.text, register))
    return result


def _count(result: Measured, sentence: Sentence, findings: tuple[Finding, ...]) -> None:
    covered = {at for f in findings for at in range(f.start, f.end)}
    for start, end, kind in sentence.marks:
        result.marked[kind] += 1
        result.found[kind] += covered.issuperset(range(start, end))
    for one in findings:
        result.findings += 1
        result.right += any(one.start < end and start < one.end for start, end, _ in sentence.marks)
    if not sentence.marks:
        result.clean += 1
        result.disturbed += bool(findings)
