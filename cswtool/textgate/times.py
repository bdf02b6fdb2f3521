"""Dates and ages, by their form and by what stands beside them.

Each rule is given the text in everyday form (see `everyday`) and gives findings in it.
"""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from cswtool.textgate.figures import FIGURE, KANJI, figure
from cswtool.textgate.findings import Finding, Kind
from cswtool.textgate.patterns import HONORIFICS
from cswtool.textgate.words import RELATIVES

_ERA: Final = r"(?:令和|平成|昭和|大正|明治|(?<![A-Za-z])[RHSTM])"
_MONTH: Final = r"(?:1[0-2]|0?[1-9])"
_DAY: Final = r"(?:3[01]|[12]\d|0?[1-9])"
_PART: Final = r"(?:上旬|中旬|下旬|初旬|初め|はじめ(?![たてる])|半ば|なかば|末日?)"
_WEEKDAY: Final = r"[月火水木金土日]曜日?"
_YEAR_SAID: Final = r"(?:一昨年|おととし|昨年|去年|今年|本年|来年|翌年)"
_MONTH_SAID: Final = r"(?:先々月|先月|今月|来月|翌月)"
_WEEK_SAID: Final = r"(?:先々週|先週|今週|来週|翌週)"
_DATE: Final = re.compile(
    "(?:"
    rf"{_ERA}\.?\s?(?:元|{FIGURE})年(?!度)(?:\s?{FIGURE}月(?:\s?{FIGURE}日)?)?"
    rf"|{_ERA}\.?\d{{1,2}}[./-]\d{{1,2}}(?:[./-]\d{{1,2}})?(?!\d)"
    rf"|(?<![\d-])(?:19|20)\d\d\s?年(?!度)(?:\s?{FIGURE}月(?:\s?{FIGURE}日)?)?"
    rf"|(?<!\d)(?:19|20)\d\d[./-]{_MONTH}[./-]{_DAY}(?!\d)"
    rf"|(?<![\d/.-])\d\d([./]){_MONTH}\1{_DAY}(?![\d/.-])"
    rf"|(?:{_YEAR_SAID}|{FIGURE}年前)の?{FIGURE}月(?:{FIGURE}日|{_PART})?"
    rf"|{_MONTH_SAID}の?(?:{FIGURE}日(?!間)|{_PART}|第{FIGURE}{_WEEKDAY})"
    rf"|{_WEEK_SAID}の?{_WEEKDAY}"
    rf"|{FIGURE}月\s?{FIGURE}日(?!間)"
    rf"|(?<![毎例]年)(?<![\d{KANJI}]){FIGURE}月(?:{_PART}|の?第{FIGURE}{_WEEKDAY})"
    rf"|(?<![\d/.-]){_MONTH}/{_DAY}"
    rf"(?:[-~〜](?:{_MONTH}/)?{_DAY})?(?![\d/.-])"
    ")"
    r"(?:\s?\([月火水木金土日](?:曜日?)?(?:・?祝)?\))?"
)
"""A year, month or week told from today (去年, 先週) counts only with a month or day in it."""
_FRACTION: Final = re.compile(r"(?<=[約の])(?:1/[2-9]|2/[357]|3/[457]|4/[579])(?![\d/.-])")

_TENS: Final = "[二三四五六七八九]十[一二三四五六七八九]?"
_RELATIVE: Final = rf"(?:{'|'.join(sorted(RELATIVES, key=len, reverse=True))})(?![体国校会])"
_AGE: Final = re.compile(
    rf"(?<![〜~\d.-])満?(?P<years>{FIGURE})(?:歳|才|(?<=\d)さい)"
    r"(?!代|台|以上|以下|未満|前後|ごろ|頃|すぎ|過ぎ|を[過す超こ越]|[〜~-])(?:半|\d{1,2}[かカヶケ]月)?"
    r"|生後\s?\d{1,3}(?:[かカヶケ]月|週間?|日)(?!まで|以|未満)"
    rf"|(?:(?<=享年)|(?<=行年))(?P<last>{FIGURE})(?![\d{KANJI}代歳才])"
    rf"|(?:(?<=数え年)|(?<=数え)|(?<=満))(?P<counted>\d\d|{_TENS})(?![\d年月日かカヶケ点名人代])"
    rf"|(?<![第{KANJI}\d])(?P<becomes>{_TENS})(?=にな[るっり])"
    rf"|(?<![第{KANJI}\d.,/-])(?P<of>\d{{2,3}}|{_TENS})(?=の{_RELATIVE})"
    r"|(?<![\d.,/-])(?P<listed>\d{2,3})(?=\s+[男女](?![一-龥ぁ-んァ-ヶ]))"
    r"|(?<=\()(?P<bracketed>\d{2,3})(?=[・、,/ ]?[男女]性?\))"
)
_BESIDE: Final = re.compile(r"\s?\((\d{1,3})(?=[)・、,/])")
"""（82） is an age where it stands behind somebody."""
_BESIDE_WHOM: Final = (*RELATIVES, *HONORIFICS, "生", "生まれ", "生れ")


def dates(text: str) -> Iterator[Finding]:
    fractions = {match.start() for match in _FRACTION.finditer(text)}
    for match in _DATE.finditer(text):
        if match.start() not in fractions:
            yield Finding(
                *match.span(), Kind.DATE, match.group(), certain=False, suggestion="ある時期"
            )


def ages(text: str) -> Iterator[Finding]:
    for match in _AGE.finditer(text):
        said = match.group(match.lastgroup) if match.lastgroup else "0"
        yield from _age(text, match.span(), said)


def ages_beside(text: str, ends: AbstractSet[int]) -> Iterator[Finding]:
    """Figures in brackets behind a relative, a さん or a name; `ends`: where names end."""
    for match in _BESIDE.finditer(text):
        if match.start() in ends or text.endswith(_BESIDE_WHOM, 0, match.start()):
            yield from _age(text, match.span(1), match[1])


def _age(text: str, span: tuple[int, int], said: str) -> Iterator[Finding]:
    years = figure(said)
    if years is not None and years < _OLDEST:
        yield Finding(
            *span, Kind.AGE, text[slice(*span)], certain=False, suggestion=age_band(years)
        )


_OLDEST: Final = 130
_DECADE, _VERY_OLD = 10, 90


def age_band(years: int) -> str:
    """An age in years as it may be told: 年代, with the very old together."""
    if years < _DECADE:
        return f"{_DECADE}歳未満"
    if years >= _VERY_OLD:
        return f"{_VERY_OLD}歳以上"
    return f"{years // _DECADE * _DECADE}代"
