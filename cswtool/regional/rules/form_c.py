"""様式C 地域課題一覧: the sheets of a list on one paper, a line each.

The columns are from general practice (no form of the city's own was found): provisional.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from cswtool.access.fiscal import wareki
from cswtool.regional.rules.sheet import FORUM, HEADINGS, REVIEW, STATE, ZONE, Sheet, Use

TITLE: Final = "様式C 地域課題一覧"
COLUMNS: Final = (
    ("圏域と範囲", 22),
    ("課題", 34),
    ("状態", 18),
    ("根拠となった世帯と期間", 26),
    ("出す場", 20),
    ("打ち手と、いまどうなっているか", 60),
    ("次の見直し", 18),
    ("結果", 34),
)
"""Each heading with its width in a spreadsheet, in characters."""
NOTE: Final = (
    "根拠となった世帯は、期間の中で関わった世帯の数を幅で示しています。"
    "閲覧を制限したケースと、住所を保護している人のいるケースは数えていません。"
)


@dataclass(frozen=True, slots=True)
class FormC:
    """The paper of a list: inside all of it, outside what two people have let out."""

    sheets: Sequence[Sheet]
    """Of every issue in the list, in the order of the paper."""
    use: Use
    narrowed: str
    """What the list is narrowed to, in words of the office's own lists; "" where by nothing."""
    made_on: date
    office: str
    demo: bool

    @property
    def lines(self) -> list[tuple[str, ...]]:
        """What stands under `COLUMNS`. Nothing typed is printed that is not on the sheet too."""
        return [_line(one) for one in self.sheets if one.released or self.use is Use.INSIDE]

    @property
    def mark(self) -> str:
        return f"{self.use.mark}　架空のデータ" if self.demo else self.use.mark

    @property
    def made(self) -> str:
        return f"出力日 {wareki(self.made_on)}　{self.office}"

    @property
    def head(self) -> list[str]:
        """The lines above the table, where it is no paper."""
        return [f"{TITLE}（様式は仮）　{len(self.lines)}件", self.mark, self._told, NOTE]

    @property
    def _told(self) -> str:
        return f"{self.made}　対象：{self.narrowed}" if self.narrowed else self.made

    @property
    def file_name(self) -> str:
        """Without its ending; it says nothing of the issues."""
        return self.use.file_name("様式C地域課題一覧", self.made_on)

    def content(self) -> dict[str, Any]:
        """What the template reads."""
        return {
            "title": TITLE,
            "mark": self.mark,
            "date": [self.made_on.year, self.made_on.month, self.made_on.day],
            "made": self.made,
            "narrowed": self.narrowed,
            "columns": [heading for heading, _ in COLUMNS],
            "lines": self.lines,
            "note": NOTE,
        }


def _line(sheet: Sheet) -> tuple[str, ...]:
    facts, texts = dict(sheet.facts), dict(sheet.texts)
    return (
        _stacked(facts[ZONE], texts[HEADINGS["reach"]]),
        sheet.title,
        _since(facts[STATE]),
        _since(sheet.households),
        facts[FORUM],
        _stacked(*(action.told for action in sheet.actions)),
        facts[REVIEW],
        texts[HEADINGS["result"]],
    )


def _since(words: str) -> str:
    """The days in brackets on a line of their own."""
    return words.replace("（", "\n（", 1)


def _stacked(*words: str) -> str:
    return "\n".join(filter(None, words))
