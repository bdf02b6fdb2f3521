"""地域課題シート: everything that is printed about an issue, on paper and in the picture.

The field set is from general practice (no form of the city's own was found): provisional.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, Protocol

from cswtool.access.fiscal import wareki

INTERNAL: Final = "内部資料・取扱注意"
RELEASED: Final = "文章は二人で確認済み"
ZONE: Final = "圏域"
STATE: Final = "状態"
FORUM: Final = "出す場"
REVIEW: Final = "次に見直す日"
UNDECIDED: Final = "未定"
HEADINGS: Final[Mapping[str, str]] = {
    "reach": "範囲",
    "trigger": "きっかけ",
    "voices": "当事者の声（加工したもの）",
    "spread": "似た困りごとの広がり",
    "of_person": "背景：個人",
    "of_family": "背景：家族",
    "of_community": "背景：地域",
    "of_system": "背景：制度",
    "resources": "今ある資源",
    "missing": "足りない資源",
    "result": "結果",
}
"""The texts of an issue in the order of the sheet, by the names of their columns."""
_SLIDE_WORDS: Final = 60


class Use(StrEnum):
    """What a paper may be used for."""

    INSIDE = "inside"
    OUTSIDE = "outside"

    @property
    def label(self) -> str:
        """In a word, for the trail and the name of the file."""
        return {"inside": "内部", "outside": "外部用"}[self]

    @property
    def mark(self) -> str:
        """As it stands on every page."""
        return {"inside": INTERNAL, "outside": RELEASED}[self]

    def file_name(self, title: str, made_on: date) -> str:
        """Without its ending."""
        care = {"inside": "_取扱注意", "outside": ""}[self]
        return f"{title}_{made_on:%Y%m%d}_{self.label}{care}"


@dataclass(frozen=True, slots=True)
class ActionLine:
    """A 打ち手 in words: whose, what, who, where it stands and until when, what became of it."""

    side: str
    what: str
    who: str
    state: str
    became: str

    @property
    def told(self) -> str:
        """As lines of a list: what, who, and where it stands now."""
        who = f"（{self.who}）" if self.who else ""
        became = f"：{self.became}" if self.became else ""
        return f"{self.side}：{self.what}{who}\n→ {self.state}{became}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed. Of the cases behind it there is nothing but `households`, a band."""

    title: str
    facts: tuple[tuple[str, str], ...]
    """圏域, state, forum, review day: words of the office's own lists, and dates."""
    households: str
    texts: tuple[tuple[str, str], ...]
    """Everything that somebody typed, under its heading; nothing typed is printed that does
    not stand here, in `title` or in `actions`."""
    actions: Sequence[ActionLine]
    made_on: date
    office: str
    demo: bool
    released: bool = False
    """Two people have let out exactly these words."""

    @property
    def mark(self) -> str:
        """What it may be used for, as it stands on every page."""
        return self.use.mark

    @property
    def use(self) -> Use:
        return Use.OUTSIDE if self.released else Use.INSIDE

    @property
    def typed(self) -> list[str]:
        """All words on the sheet that came from a keyboard: what the text gate has to read."""
        return typed_of(self.title, self.texts, self.actions)

    @property
    def file_name(self) -> str:
        """Without its ending; it says nothing of the issue."""
        return self.use.file_name("地域課題シート", self.made_on)

    @property
    def _told_facts(self) -> list[tuple[str, str]]:
        """Outside nobody is told that something is not decided yet, as where the sheet goes."""
        return [one for one in self.facts if not (self.released and one[1] == UNDECIDED)]

    def content(self) -> dict[str, Any]:
        """What the templates read."""
        return {
            "title": self.title,
            "mark": f"{self.mark}　架空のデータ" if self.demo else self.mark,
            "date": [self.made_on.year, self.made_on.month, self.made_on.day],
            "made": f"{wareki(self.made_on)}　{self.office}",
            "facts": [*self._told_facts, ("根拠となった世帯", self.households)],
            "texts": [pair for pair in self.texts if pair[1]],
            "actions": [
                [one.side, one.what, one.who, one.state, one.became] for one in self.actions
            ],
        }

    def slide(self) -> dict[str, Any]:
        """The same for one picture, with long lines cut; as many actions show as have room."""
        shown, voices = self.content(), dict(self.texts).get(HEADINGS["voices"], "")
        return {
            **shown,
            "title": shortened(self.title),
            "voices": shortened(voices),
            "actions": [[shortened(cell) for cell in line] for line in shown["actions"]],
        }


class Action(Protocol):
    """What somebody typed of a 打ち手."""

    @property
    def what(self) -> str: ...
    @property
    def who(self) -> str: ...
    @property
    def became(self) -> str: ...


def typed_of(title: str, texts: Iterable[tuple[str, str]], actions: Iterable[Action]) -> list[str]:
    """What was typed of an issue, in the order of the sheet; nothing for what is blank."""
    of_actions = [word for one in actions for word in (one.what, one.who, one.became)]
    return [text for text in (title, *(text for _, text in texts), *of_actions) if text]


def shortened(words: str) -> str:
    """One line, at most so long that it can be read from the back of the room."""
    line = " ".join(words.split())
    return line if len(line) <= _SLIDE_WORDS else f"{line[: _SLIDE_WORDS - 1]}…"
