"""Names that a word before them or behind them tells, where they look like none themselves."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from cswtool.textgate.analysis import Token, first_from, may_be_family, may_be_given
from cswtool.textgate.findings import Finding, Kind
from cswtool.textgate.words import (
    COMMON_WORDS,
    GENERAL_LEADS,
    NAME_LABELS,
    NOBODY,
    NOT_GIVEN,
    RELATIVES,
)


def _any_of(words: Sequence[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_LABEL: Final = re.compile(rf"(?:{_any_of(NAME_LABELS)})(?:\s?[:はがも]|\s){{0,2}}")
_FAMILY_LABEL: Final = re.compile(r"(?:旧姓|本名|通称)の")
_LABEL_QUOTED: Final = re.compile(
    rf"(?:{_any_of(NAME_LABELS)})[はがも:]?[「『]([ぁ-ゖァ-ヶー一-龥々]{{1,5}})[」』]"
)
_CALLED_SO: Final = re.compile(
    r"[「『]([ぁ-ゖー]{2,5}|[ァ-ヶー]{2,5}|[一-龥々]{1,5})[」』](?:と|って)(?:呼|よば|よん|名乗|名のる|名のっ)"
)
_RELATIVE: Final = re.compile(rf"(?:{_any_of(RELATIVES)})(?::\s?|・|の(?=[ァ-ヶー]{{2,4}}))")
_KATAKANA: Final = re.compile(r"[ァ-ヶー]{2,}")
_KANJI: Final = re.compile(r"[一-龥々]")
_HONORIFIC_ENDS: Final = ("さん", "ちゃん", "くん", "様", "先生")
_MOST_TOKENS: Final = 4


def labelled(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """通称「ゴンタ」, 旧姓金丸, フリガナ クボタ ヤエ: what stands behind a word for a name."""
    for match in _LABEL_QUOTED.finditer(text):
        if match[1] not in NOBODY:
            yield _person(text, *match.span(1))
    for match in (*_LABEL.finditer(text), *_FAMILY_LABEL.finditer(text)):
        begin = first_from(tokens, match.end())
        run = _name(tokens[begin : begin + _MOST_TOKENS], match.end())
        if run:
            yield _person(text, run[0].start, run[-1].end)


def _name(following: Sequence[Token], start: int) -> list[Token]:
    run: list[Token] = []
    for token in following:
        joins = token.words.isspace() and "\n" not in token.words
        if not (_could_be_a_name(token) or (joins and run)):
            break
        run.append(token)
    while run and run[-1].words.isspace():
        run.pop()
    return run if run and run[0].start == start else []


def _could_be_a_name(token: Token) -> bool:
    if not token.is_noun or token.words in NOBODY:
        return False
    return (
        token.is_person
        or (token.unknown and bool(_KATAKANA.fullmatch(token.words)))
        or may_be_family(token.words)
        or may_be_given(token.words)
    )


def called_so(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """「とよじい」と呼ばれ: a nickname, unless it is a word that the dictionary has."""
    for match in _CALLED_SO.finditer(text):
        begin, end = first_from(tokens, match.start(1)), first_from(tokens, match.end(1))
        inside = tokens[begin:end]
        general = match[1] in NOBODY or match[1].endswith(_HONORIFIC_ENDS)
        if general or not inside:
            continue
        kanji = _KANJI.match(match[1]) is not None
        if _could_be_a_name(inside[0]) or (len(inside) > 1 and not kanji):
            yield _person(text, *match.span(1))


def relatives(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """長男:颯, 次女・杏, 母のトヨ: one word behind a relative that may be a given name."""
    for match in _RELATIVE.finditer(text):
        begin = first_from(tokens, match.end())
        if begin == len(tokens) or tokens[begin].start != match.end():
            continue
        token, sign = tokens[begin], match.group().rstrip()[-1]
        known = token.words in NOBODY
        single = sign == ":" and len(token.words) == 1 and token.words not in NOT_GIVEN
        alone = begin + 1 == len(tokens) or tokens[begin + 1].part[0] in {"補助記号", "空白"}
        given = token.is_noun and (token.is_proper or may_be_given(token.words))
        if not known and (given or (single and alone and _KANJI.match(token.words))):
            yield _person(text, token.start, token.end)


def with_school_year(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """茜（小5）, 翼（8歳）: a word that may be a given name, with a year or an age in brackets."""
    for match in _SCHOOL_YEAR.finditer(text):
        last = first_from(tokens, match.start()) - 1
        if last < 0 or tokens[last].end != match.start():
            continue
        token = tokens[last]
        if _NAME_ALONE.fullmatch(token.words) and may_be_given(token.words):
            yield _person(text, token.start, token.end)


_SCHOOL_YEAR: Final = re.compile(r"\((?:[小中高]\d|年[少中長]|\d{1,2}[歳才])")
_NAME_ALONE: Final = re.compile(r"[一-龥々]{1,3}|[ぁ-ゖー]{2,4}|[ァ-ヶー]{2,4}")


def houses(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """滝家, 沢方, 水上世帯: a family name that is an everyday word."""
    around = zip_longest([None, *tokens[:-1]], tokens, tokens[1:])
    for before, token, after in around:
        if token is None or after is None or after.words not in _HOUSES:
            continue
        leads = before is not None and before.is_noun and not before.is_numeral
        kanji = _NAME_ALONE.fullmatch(token.words) and _KANJI.match(token.words)
        common = token.words in COMMON_WORDS or token.words in GENERAL_LEADS
        if kanji and not (leads or common) and may_be_family(token.words):
            yield _person(text, token.start, token.end)


_HOUSES: Final = frozenset({"家", "宅", "方", "邸", "世帯"})


def _person(text: str, start: int, end: int) -> Finding:
    return Finding(start, end, Kind.PERSON, text[start:end], certain=False)
