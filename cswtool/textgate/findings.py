"""What the gate finds in a text."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class NotCheckedError(Exception):
    """The text could not be checked, so it must not leave."""


class Kind(StrEnum):
    PERSON = "person"
    INITIAL = "initial"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    NUMBER = "number"
    DATE = "date"
    AGE = "age"
    PLACE = "place"
    ORGANISATION = "organisation"

    @property
    def label(self) -> str:
        return {
            "person": "人の名前",
            "initial": "頭文字",
            "phone": "電話番号",
            "email": "メールアドレス",
            "address": "住所",
            "number": "番号",
            "date": "日付",
            "age": "年齢",
            "place": "地名・建物",
            "organisation": "機関・団体",
        }[self]

    @property
    def why(self) -> str:
        """Why it must not stay. The same whether the word is on file or not."""
        return {
            "person": "名前らしい語です。亡くなった方や職員の名前も書きません。",
            "initial": "頭文字は名前の手がかりになります。A から順に A・B・C を使います。",
            "phone": "電話番号らしい数字です。",
            "email": "メールアドレスらしい文字です。",
            "address": "住んでいる所がわかります。",
            "number": "ケースや手続きの番号らしい数字です。",
            "date": "実際の日付は、ほかの記録やできごとと結びつきます。",
            "age": "ちょうどの年齢は、世帯を見分ける手がかりになります。",
            "place": "市より細かい地名や、建物の名前です。",
            "organisation": "施設・学校・会社などの名前は、かかわる人を絞りこみます。",
        }[self]


LETTERED: Final = frozenset({Kind.PERSON, Kind.INITIAL})
"""For these the gate proposes a letter."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Characters `start` to `end` of the text as it was given, and what to write instead.

    `certain`: nothing but another text helps; else a person may decide that it can stay. It
    follows from how the word stands in the text, and from the whole name of somebody on file.
    """

    start: int
    end: int
    kind: Kind
    words: str
    certain: bool
    suggestion: str = ""

    @property
    def length(self) -> int:
        return self.end - self.start
