"""Names of persons that are in no register: by the words around them and by the analyser."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from cswtool.textgate.analysis import Token, first_from, may_be_family
from cswtool.textgate.findings import Finding, Kind
from cswtool.textgate.patterns import HONORIFIC
from cswtool.textgate.words import (
    BODY_ENDS,
    BODY_HEADS,
    COMMON_WORDS,
    GENERAL_LEADS,
    GENERAL_PEOPLE,
    NOT_NAMES,
    PEOPLE_ENDS,
    PLACE_ENDS,
    RELATIVES,
    ROLES,
    SINGLE_FAMILIES,
    UNNAMED,
)

_HONORIFIC: Final = re.compile(HONORIFIC)
_CUT_BY_THE_ANALYSER: Final = frozenset({"ばあちゃん", "じいちゃん"})
_NOBODY: Final = GENERAL_PEOPLE.union(ROLES, RELATIVES, UNNAMED)
_APART: Final = frozenset({"さん", "様", "さま", "殿"})
_SPACES: Final = frozenset(" 　")
"""相田　様 on a form; 氏 and 先生 behind a space are as often words by themselves."""
_SWALLOWED: Final = re.compile(r"[一-龥々]{1,4}(?=(?:くん|ちゃん)[はがのをにともへや、。（）」])")
"""陽翔くんは: the analyser makes other words of くん together with what stands before it."""
_ROLES: Final = re.compile("|".join(sorted(ROLES, key=len, reverse=True)))
_KATAKANA_NAME: Final = re.compile(r"(?<![ァ-ヶー])[ァ-ヶー]++(?:[・＝][ァ-ヶー]++)+")
_LETTER: Final = re.compile(r"[A-Za-z]|[A-Z][子男美]")
_HIRAGANA: Final = re.compile(r"[ぁ-ゖー]+")
_KANJI: Final = re.compile(r"[一-龥々]+")
_AT_LEAST_TWO: Final = re.compile(r"[一-龥々]{2,}")
_KANA: Final = re.compile(r"[ぁ-ゖァ-ヶー]+")
_JOINS: Final = frozenset(" 　・")
_MOST_TOKENS: Final = 4
_HOUSES: Final = ("家", "宅", "邸")
_AFTER_PLACES: Final = ("在住", "周辺", "付近", "方面")


def called(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """What stands before さん, 様, 氏 and the like."""
    ends = {token.end: index for index, token in enumerate(tokens)}
    for match in _HONORIFIC.finditer(text):
        start, end = match.span()
        if match.group() in _APART and text[start - 1 : start] in _SPACES:
            start -= 1
        if start in ends and (end in ends or match.group() in _CUT_BY_THE_ANALYSER):
            yield from _before(text, tokens, ends[start])
    for match in _SWALLOWED.finditer(text):
        if match.end() not in ends and match.group() not in GENERAL_PEOPLE:
            yield Finding(*match.span(), Kind.PERSON, match.group(), certain=False)


def before_roles(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """A noun before 民生委員, 主治医 and the like, which the analyser does not know as a name."""
    starts = {token.start for token in tokens}
    ends = {token.end: token for token in tokens}
    for match in _ROLES.finditer(text):
        token = ends.get(match.start())
        if token is None or match.start() not in starts or not token.is_noun:
            continue
        known = token.words in _NOBODY or token.words in GENERAL_LEADS
        known = known or _LETTER.fullmatch(token.words) is not None  # see `patterns.initials`
        if token.part[1] in {"普通名詞", "固有名詞"} and token.part[2] == "一般" and not known:
            yield Finding(token.start, token.end, Kind.PERSON, token.words, certain=False)


def _before(text: str, tokens: Sequence[Token], last: int) -> Iterator[Finding]:
    run = _name_run(tokens, last)
    if not run:
        return
    if not any(token.is_proper or token.unknown for token in run):
        run = [*_of_rare_name(tokens, last - len(run), run), *run]
    words = text[run[0].start : run[-1].end]
    if _is_general(words, run) or _is_polite(tokens, last - len(run), run):
        return
    proper = any(t.is_proper or t.unknown for t in run) or bool(_KANA.fullmatch(words))
    yield Finding(run[0].start, run[-1].end, Kind.PERSON, words, certain=proper)


def _name_run(tokens: Sequence[Token], last: int) -> list[Token]:
    """The tokens that end at `last` and may together be a name."""
    if _HIRAGANA.fullmatch(tokens[last].words) and not tokens[last].is_person:
        return _hiragana_run(tokens, last)
    run: list[Token] = []
    for token in reversed(tokens[: last + 1]):
        joined = token.words in _JOINS and bool(run)
        if len(run) == _MOST_TOKENS or not (joined or _nameable(token, run)):
            break
        run.insert(0, token)
    while run and run[0].words in _JOINS:
        run.pop(0)
    return run


def _nameable(token: Token, run: Sequence[Token]) -> bool:
    """Whether a token may be part of a name that goes on with `run`."""
    if token.is_person or token.is_place or token.unknown:
        return token.part[0] in {"名詞", "感動詞"} and token.part[1] != "数詞"
    if not run:
        return token.part[0] in {"名詞", "接尾辞", "接頭辞", "動詞", "形容詞", "形状詞", "副詞"}
    single = len(token.words) == len(run[0].words) == 1
    return token.is_proper or (single and bool(_KANJI.fullmatch(token.words)))


def _of_rare_name(tokens: Sequence[Token], last: int, run: Sequence[Token]) -> list[Token]:
    """What the analyser cuts off a name that it does not know: 百 and 目 of 百目鬼さん."""
    found: list[Token] = []
    length = sum(len(token.words) for token in run)
    for token in reversed(tokens[max(last + 1 - _MOST_TOKENS, 0) : last + 1]):
        length += len(token.words)
        known = token.words in _NOBODY
        if length > _LONGEST_FAMILY or known or token.part[2] == "副詞可能":
            break
        if not (token.is_noun and _KANJI.fullmatch(token.words)):
            break
        found.insert(0, token)
    return found if all(_KANJI.fullmatch(token.words) for token in run) else []


_LONGEST_FAMILY: Final = 4


def _hiragana_run(tokens: Sequence[Token], last: int) -> list[Token]:
    """A given name in hiragana, which the analyser cuts into all sorts of words."""
    run: list[Token] = []
    for token in reversed(tokens[: last + 1]):
        if not _HIRAGANA.fullmatch(token.words) or len(run) == _MOST_TOKENS:
            break
        if run and token.is_particle and sum(len(t.words) for t in run) > 1:
            break
        run.insert(0, token)
    alone = len(run) == 1 and run[0].is_particle
    return [] if alone and not _opens_a_clause(tokens[last - 1] if last else None) else run


def _is_general(words: str, run: Sequence[Token]) -> bool:
    """Nobody's name: an occupation, a part in life, or a letter (see `patterns.initials`)."""
    last = run[-1]
    if words in _NOBODY or last.words in _NOBODY or _LETTER.fullmatch(words):
        return True
    if any(token.is_person for token in run) and len(run) > 1:
        return False
    common = not (last.is_proper or last.unknown)
    return common and (last.part[0] == "接頭辞" or words.endswith(PEOPLE_ENDS))


def _is_polite(tokens: Sequence[Token], before: int, run: Sequence[Token]) -> bool:
    """お店さん, お連れさん: no name is made polite in front as well."""
    common = len(run) == 1 and not (run[0].is_proper or run[0].unknown)
    return common and before >= 0 and tokens[before].part[0] == "接頭辞"


def analysed(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """What the analyser takes for names, without さん: whole names, and one part alone."""
    for run in _person_runs(tokens):
        words = text[run[0].start : run[-1].end]
        if words in NOT_NAMES or _LETTER.fullmatch(words):
            continue
        if len(words) == 1 and not _stands_alone(text, run[0]):
            continue
        whole = len(run) > 1 or _has_role(text, run[-1].end)
        end = _end_of_given(text, tokens, run[-1])
        yield Finding(run[0].start, end, Kind.PERSON, text[run[0].start : end], certain=whole)


def _end_of_given(text: str, tokens: Sequence[Token], last: Token) -> int:
    """The end of a given name that the analyser does not know: 佐藤拓真に is cut 佐藤 拓 真 に."""
    if text.startswith((*ROLES, *_HOUSES, *_AFTER_PLACES, *PLACE_ENDS, *BODY_ENDS), last.end):
        return last.end
    end, after = last.end, tokens[first_from(tokens, last.end) :]
    for token in after:
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
        alone = _opens_a_clause(before) if single else not _leads_a_compound(before)
        if alone and (after is None or not after.is_noun) and (single or _may_be(token.words)):
            words = text[token.start : token.end]
            yield Finding(token.start, token.end, Kind.PERSON, words, certain=False)


def _may_be(words: str) -> bool:
    if not _AT_LEAST_TWO.fullmatch(words) or words in COMMON_WORDS | GENERAL_PEOPLE:
        return False
    return may_be_family(words)


def _leads_a_compound(before: Token | None) -> bool:
    return before is not None and before.is_noun and before.part[2] != "副詞可能"


def _opens_a_clause(before: Token | None) -> bool:
    """森 after a comma or に is somebody; 近くの森 is a wood."""
    return (
        before is None
        or before.part[0] in {"補助記号", "空白"}
        or before.words in {"に", "で", "と"}
    )


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
    return ends and token.is_noun and len(token.words) <= _LONGEST_GIVEN


def _stands_alone(text: str, token: Token) -> bool:
    """A single character, as 森 and 原, is a name only where it is not part of a longer word."""
    before, after = text[: token.start][-1:], text[token.end :][:1]
    return not any("一" <= sign <= "龥" for sign in before + after) and after not in {"側", "々"}


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


_TRADE: Final = NOT_NAMES.union(BODY_ENDS, BODY_HEADS, GENERAL_LEADS)
