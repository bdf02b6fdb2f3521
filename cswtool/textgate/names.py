"""Names of persons that are in no register: by the words around them and by the analyser."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from cswtool.textgate.analysis import Token, first_from, may_be_family, opens_a_clause
from cswtool.textgate.called import LETTER
from cswtool.textgate.findings import Finding, Kind
from cswtool.textgate.patterns import HONORIFIC
from cswtool.textgate.words import (
    BODY_ENDS,
    BODY_HEADS,
    COMMON_WORDS,
    GENERAL_LEADS,
    GENERAL_PEOPLE,
    NOT_NAMES,
    PLACE_ENDS,
    ROLES,
    SINGLE_FAMILIES,
)

_HONORIFIC: Final = re.compile(HONORIFIC)
_KATAKANA_NAME: Final = re.compile(r"(?<![ァ-ヶー])[ァ-ヶー]++(?:[・＝][ァ-ヶー]++)+")
_KATAKANA: Final = re.compile(r"[ァ-ヶー]+")
_DISEASES: Final = ("病", "症", "型")
"""パーキンソン病 names nobody."""
_KANJI: Final = re.compile(r"[一-龥々]+")
_AT_LEAST_TWO: Final = re.compile(r"[一-龥々]{2,}")
_JOINS: Final = frozenset(" 　・")
_HOUSES: Final = ("家", "宅", "邸")
_AFTER_PLACES: Final = ("在住", "周辺", "付近", "方面")


def analysed(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """What the analyser takes for names, without さん: whole names, and one part alone."""
    for run in _person_runs(tokens):
        words = text[run[0].start : run[-1].end]
        if words in NOT_NAMES or LETTER.fullmatch(words):
            continue
        if text.startswith(_DISEASES, run[-1].end) and _KATAKANA.fullmatch(words):
            continue
        alone = _stands_alone(text, run[0]) or _has_a_role(text, run[0])
        if len(words) == 1 and not alone:
            continue
        whole = len(run) > 1 or _has_role(text, run[-1].end)
        end = _end_of_given(text, tokens, run[-1])
        yield Finding(run[0].start, end, Kind.PERSON, text[run[0].start : end], certain=whole)


def _end_of_given(text: str, tokens: Sequence[Token], last: Token) -> int:
    """The end of a given name that the analyser does not know: 佐藤拓真に is cut 佐藤 拓 真 に."""
    if text.startswith((*ROLES, *_HOUSES, *_AFTER_PLACES, *PLACE_ENDS, *BODY_ENDS), last.end):
        return last.end
    end, after = last.end, first_from(tokens, last.end)
    for token in tokens[after : after + _LONGEST_GIVEN + 1]:
        if token.is_particle or not _KANJI.fullmatch(token.words):
            ends = token.is_particle or token.part[0] in {"補助記号", "空白"}
            return end if ends and end - last.end <= _LONGEST_GIVEN else last.end
        end = token.end
    return end if end - last.end <= _LONGEST_GIVEN else last.end


def homographs(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """山田, 中島 and 森, which the analyser may take for a common word, standing by themselves."""
    around = zip_longest([None, *tokens[:-1]], tokens, tokens[1:])
    for before, token, after in around:
        if token is None or token.part[1] != "普通名詞":
            continue
        single = token.words in SINGLE_FAMILIES
        alone = opens_a_clause(before) if single else not _leads_a_compound(before)
        if alone and (after is None or not after.is_noun) and (single or _may_be(token.words)):
            words = text[token.start : token.end]
            yield Finding(token.start, token.end, Kind.PERSON, words, certain=False)


def _may_be(words: str) -> bool:
    if not _AT_LEAST_TWO.fullmatch(words) or words in COMMON_WORDS | GENERAL_PEOPLE:
        return False
    return may_be_family(words)


def _leads_a_compound(before: Token | None) -> bool:
    return before is not None and before.is_noun and before.part[2] != "副詞可能"


def _person_runs(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    run: list[Token] = []
    for token, following in zip_longest(tokens, tokens[1:]):
        if _goes_on(run, token, following):
            run.append(token)
        else:
            yield from _whole(run)
            run = []
    yield from _whole(run)


def _goes_on(run: Sequence[Token], token: Token, following: Token | None) -> bool:
    """Whether a token is a name, or joins two parts of one."""
    if (token.is_person and token.words not in NOT_NAMES) or _is_given(token, run, following):
        return True
    if not run or following is None:
        return False
    spaced = token.words.isspace() and run[-1].is_family
    return spaced or (token.words in _JOINS and following.is_person)


def _whole(run: list[Token]) -> Iterator[list[Token]]:
    while run and run[-1].words in _JOINS:
        run.pop()
    if run:
        yield run


_LONGEST_GIVEN: Final = 3


def _is_given(token: Token, run: Sequence[Token], following: Token | None) -> bool:
    """A given name that is an ordinary word, after a family name and a space."""
    if len(run) < 2 or not run[-1].words.isspace() or not run[-2].is_family:  # noqa: PLR2004
        return False
    ends = following is None or following.is_particle or not following.is_noun
    return ends and token.is_noun and not token.is_numeral and len(token.words) <= _LONGEST_GIVEN


def _stands_alone(text: str, token: Token) -> bool:
    """A single character, as 森 and 原, is a name only where it is not part of a longer word."""
    before, after = text[: token.start][-1:], text[token.end :][:1]
    return not any("一" <= sign <= "龥" for sign in before + after) and after not in {"側", "々"}


def _has_a_role(text: str, token: Token) -> bool:
    """梶会長 and 林主任, but neither 前会長 nor 市議."""
    return token.words not in GENERAL_LEADS and text.startswith(ROLES, token.end)


def _has_role(text: str, end: int) -> bool:
    rest = text[end:]
    return rest.startswith(ROLES) or (rest.startswith(_HOUSES) and not rest[1:2].isalpha())


def is_called(text: str, end: int) -> bool:
    """Whether さん and the like, a role or 家 follow a word that ends at `end`."""
    return _HONORIFIC.match(text, end) is not None or text.startswith((*ROLES, *_HOUSES), end)


def foreign(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """グエン・ティ・ラン: parts in katakana with signs between, one at least no common word."""
    for match in _KATAKANA_NAME.finditer(text):
        start, end = match.span()
        inside = tokens[first_from(tokens, start) : first_from(tokens, end)]
        named = any(token.is_person for token in inside)
        called_so = _HONORIFIC.match(text, end) is not None
        if named or called_so or any(_is_foreign(token) for token in inside):
            yield Finding(start, end, Kind.PERSON, match.group(), certain=named or called_so)


def _is_foreign(token: Token) -> bool:
    """No word of every day, as in デイサービス・ショートステイ, and no country."""
    own = (token.unknown and token.words not in _TRADE) or token.is_proper
    return own and token.part[3] != "国"


_TRADE: Final = NOT_NAMES.union(GENERAL_PEOPLE, BODY_ENDS, BODY_HEADS, GENERAL_LEADS)
