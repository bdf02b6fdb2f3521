"""What shows by its form alone: numbers, dates, ages, addresses, initials.

Each rule is given the text in everyday form (see `everyday`) and gives findings in it.
"""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import takewhile
from typing import Final

from cswtool.textgate.findings import Finding, Kind
from cswtool.textgate.words import ROLES

_KANJI: Final = "〇零一二三四五六七八九十百千"
_FIGURE: Final = rf"(?:\d{{1,4}}|[{_KANJI}]{{1,5}})"
_DIGITS: Final = str.maketrans("〇零一二三四五六七八九ー", "00123456789-")
HONORIFIC: Final = (
    r"(?:さん|さま|様|氏|くん|君|ちゃん|殿|先生|ばあちゃん|じいちゃん|おばさん|おじさん)"
)

_PHONE: Final = re.compile(
    r"(?<![\d-])(?:\+81[- ]?[1-9]\d{0,3}|\(?0[1-9]\d{0,3}\)?)"
    r"[-() ]{0,2}\d{1,4}[-() ]{0,2}\d{3,4}(?![\d-])"
)
_PHONE_DIGITS: Final = range(9, 13)
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_NUMBER: Final = re.compile(
    r"(?<![A-Za-z\d])連?[RHS]\d{1,2}-\d{3,5}(?!\d)|(?<![\d-])\d{7,}(?![\d-])"
)
_ERA: Final = r"(?:令和|平成|昭和|大正|明治|(?<![A-Za-z])[RHSTM])"
_DATE: Final = re.compile(
    rf"{_ERA}\.?\s?(?:元|{_FIGURE})年(?!度)(?:\s?{_FIGURE}月(?:\s?{_FIGURE}日)?)?"
    rf"|{_ERA}\.?\d{{1,2}}[./-]\d{{1,2}}(?:[./-]\d{{1,2}})?(?!\d)"
    rf"|(?<![\d-])(?:19|20)\d\d\s?年(?!度)(?:\s?{_FIGURE}月(?:\s?{_FIGURE}日)?)?"
    r"|(?<!\d)(?:19|20)\d\d[./-](?:1[0-2]|0?[1-9])[./-](?:3[01]|[12]\d|0?[1-9])(?!\d)"
    rf"|{_FIGURE}月\s?{_FIGURE}日(?!間)|{_FIGURE}月末日?"
    r"|(?<![\d/.-])(?:1[0-2]|0?[1-9])/(?:3[01]|[12]\d|0?[1-9])(?![\d/.-])"
)
_AGE: Final = re.compile(
    rf"(?<![〜~\d.-])満?{_FIGURE}(?:歳|才)(?!代|台|以上|以下|未満|前後|ごろ|頃|すぎ|過ぎ|[〜~-])"
)
_CHOME: Final = rf"{_FIGURE}丁目"
_BRANCH: Final = rf"(?:の{_FIGURE}(?![\d{_KANJI}軒戸人]))?"
"""12番地の3; not the beginning of 12番地の一軒家."""
_BANCHI: Final = rf"{_FIGURE}番(?:地{_BRANCH})?(?:{_FIGURE}号)?"
_HYPHENS: Final = r"\d{1,4}(?:-\d{1,4}){1,3}(?!\d)"
_ROOM: Final = r"\d{1,4}号室?"
_INITIAL: Final = re.compile(
    rf"(?<![A-Za-z])([A-Za-z])(?={HONORIFIC}|家(?![庭計事族賃])|宅|(?:{'|'.join(ROLES)}))"
    r"|(?<![A-Za-z])([A-Z][.・]\s?[A-Z]\.?)(?![A-Za-z])"
)
_NEUTRAL: Final = "ABCDEFGHIJ"
_PAIRS: Final = frozenset({"A・B", "B・C"})


def phones(text: str) -> Iterator[Finding]:
    for match in _PHONE.finditer(text.translate(_DIGITS)):
        if sum(character.isdigit() for character in match.group()) in _PHONE_DIGITS:
            yield _found(text, match, Kind.PHONE, certain=True, instead="（電話番号）")


def emails(text: str) -> Iterator[Finding]:
    for match in _EMAIL.finditer(text):
        yield _found(text, match, Kind.EMAIL, certain=True, instead="（メールアドレス）")


def numbers(text: str) -> Iterator[Finding]:
    for match in _NUMBER.finditer(text):
        yield _found(
            text, match, Kind.NUMBER, certain=not match.group().isdigit(), instead="（番号）"
        )


def dates(text: str) -> Iterator[Finding]:
    for match in _DATE.finditer(text):
        yield _found(text, match, Kind.DATE, instead="ある時期")


def ages(text: str) -> Iterator[Finding]:
    for match in _AGE.finditer(text):
        years = figure(match.group().lstrip("満")[:-1])
        if years is not None and years < _OLDEST:
            yield _found(text, match, Kind.AGE, instead=age_band(years))


_OLDEST: Final = 130
_DECADE, _VERY_OLD = 10, 90


def age_band(years: int) -> str:
    """An age in years as it may be told: 年代, with the very old together."""
    if years < _DECADE:
        return f"{_DECADE}歳未満"
    if years >= _VERY_OLD:
        return f"{_VERY_OLD}歳以上"
    return f"{years // _DECADE * _DECADE}代"


def figure(written: str) -> int | None:
    """A number in figures or kanji (82, 八十二, 百二); None where it is none."""
    if written.isdecimal():
        return int(written)
    total = 0
    rest = written
    for sign, weight in (("千", 1000), ("百", 100), ("十", 10)):
        if sign in rest:
            head, _, rest = rest.partition(sign)
            total += weight * (_plain(head) if head else 1)
    return total + _plain(rest) if rest else total


def _plain(digits: str) -> int:
    figures = digits.translate(_DIGITS)
    return int(figures) if figures.isdecimal() else 0


def addresses(text: str, towns: tuple[str, ...]) -> Iterator[Finding]:
    """A 丁目, 番地 or room, with the town in front of it where one stands there.

    `towns`: as the register has them, in everyday form; the longest first.
    """
    lead = rf"{_town(towns)}\s?"
    house = rf"\s?(?:{_BANCHI}|{_HYPHENS}|\d{{1,4}}号?)"
    room = rf"(?:\s?[ァ-ヶーA-Za-zぁ-ん一-龥々]{{0,10}}{_ROOM})"
    pattern = (
        r"〒\s?\d{3}-?\d{4}|(?<![\d-])\d{3}-\d{4}(?![\d-])"
        rf"|(?:{lead})?{_CHOME}(?:{house})?{room}?"
        rf"|{lead}(?:{_BANCHI}|{_HYPHENS}){room}?"
        rf"|{_FIGURE}番地{_BRANCH}{room}?|{_FIGURE}番{_FIGURE}号{room}?"
        r"|(?<!\d)\d{1,4}号室"
    )
    for match in re.finditer(pattern, text):
        exact = re.search(r"[番室号〒-]", match.group()) is not None
        yield _found(text, match, Kind.ADDRESS, certain=exact, instead="市内")


def towns(text: str, listed: tuple[str, ...]) -> Iterator[Finding]:
    """A town alone or its 町内会, with the city in front of it; `listed` as in `addresses`."""
    for match in re.finditer(rf"{_town(listed)}(内会)?", text):
        if match[1]:
            yield _found(text, match, Kind.ORGANISATION)
        else:
            yield _found(text, match, Kind.PLACE, instead="市内")


def _town(listed: tuple[str, ...]) -> str:
    one_of = "|".join(map(re.escape, listed)) or r"(?!)"
    return rf"(?:東京都)?(?:小平市)?(?:{one_of})"


def initials(text: str, given: AbstractSet[str]) -> Iterator[Finding]:
    """Letters for persons, other than A, B, C … without a gap and those `given` by the gate."""
    found = list(_INITIAL.finditer(text))
    letters = {match.group() for match in found}
    neutral = set(takewhile(letters.__contains__, _NEUTRAL))
    for match in found:
        if match.group() not in neutral | _PAIRS | given:
            yield _found(text, match, Kind.INITIAL)


def taken_letters(text: str) -> set[str]:
    """The letters that stand alone in a text: somebody may be called so already."""
    return set(re.findall(r"(?<![A-Za-z])[A-Z](?![A-Za-z])", text))


def _found(
    text: str, match: re.Match[str], kind: Kind, *, certain: bool = False, instead: str = ""
) -> Finding:
    start, end = match.span()
    return Finding(start, end, kind, text[start:end], certain, instead)
