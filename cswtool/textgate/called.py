"""Names of persons by what they are called: さん, 様, 氏 behind them, or 民生委員 and the like."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from cswtool.textgate.analysis import Token, may_be_family, opens_a_clause
from cswtool.textgate.findings import Finding, Kind
from cswtool.textgate.patterns import HONORIFIC
from cswtool.textgate.words import GENERAL_LEADS, GENERAL_PEOPLE, NOBODY, PEOPLE_ENDS, ROLES

LETTER: Final = re.compile(r"[A-Za-z]|[A-Z][子男美]")
"""An initial, which `patterns.initials` finds."""
_HONORIFIC: Final = re.compile(HONORIFIC)
_CUT_BY_THE_ANALYSER: Final = frozenset({"ばあちゃん", "じいちゃん"})
_APART: Final = frozenset({"さん", "様", "さま", "殿"})
_SPACES: Final = frozenset(" 　")
"""相田　様 on a form; 氏 and 先生 behind a space are as often words by themselves."""
_SWALLOWED: Final = re.compile(r"[一-龥々]{1,4}(?=(?:くん|ちゃん)[はがのをにともへや、。（）」])")
"""陽翔くんは: the analyser makes other words of くん together with what stands before it."""
_ROLES: Final = re.compile("|".join(sorted(ROLES, key=len, reverse=True)))
_HIRAGANA: Final = re.compile(r"[ぁ-ゖー]+")
_KANJI: Final = re.compile(r"[一-龥々]+")
_KANA: Final = re.compile(r"[ぁ-ゖァ-ヶー]+")
_JOINS: Final = frozenset(" 　・")
_MOST_TOKENS: Final = 4
_LOOKED_AT: Final = 10
"""Words before さん that are looked at: more than a name has, with the spaces in it."""


def before_honorifics(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
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


def over_lines(text: str, _tokens: Sequence[Token]) -> Iterator[Finding]:
    """稲, the end of a line and 葉さん, as a text copied from paper has it."""
    for match in _OVER_LINES.finditer(text):
        above, below = match.groups()
        for length in range(1, len(above) + 1):
            if may_be_family(above[-length:] + below):
                start = match.end(1) - length
                words = text[start : match.end()]
                yield Finding(start, match.end(), Kind.PERSON, words, certain=True)
                break


_OVER_LINES: Final = re.compile(rf"([一-龥々]{{1,3}})\r?\n[ 　]*([一-龥々]{{1,3}})(?={HONORIFIC})")


def before_roles(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """A noun before 民生委員, 主治医 and the like, which the analyser does not know as a name."""
    starts = {token.start for token in tokens}
    ends = {token.end: token for token in tokens}
    for match in _ROLES.finditer(text):
        token = ends.get(match.start())
        if token is None or match.start() not in starts or not token.is_noun:
            continue
        known = token.words in NOBODY or token.words in GENERAL_LEADS
        known = known or LETTER.fullmatch(token.words) is not None  # see `patterns.initials`
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
    for token in reversed(tokens[max(last + 1 - _LOOKED_AT, 0) : last + 1]):
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
        known = token.words in NOBODY
        if length > _LONGEST_FAMILY or known or token.part[2] == "副詞可能":
            break
        kanji = token.is_noun and _KANJI.fullmatch(token.words)
        if not (kanji or token.words in _WITHIN):
            break
        found.insert(0, token)
    while found and found[0].words in _WITHIN:
        found.pop(0)
    return found if all(_KANJI.fullmatch(token.words) for token in run) else []


_LONGEST_FAMILY: Final = 4
_WITHIN: Final = frozenset("ノヶケツ")
"""In 木ノ下 and 八ツ橋."""


def _hiragana_run(tokens: Sequence[Token], last: int) -> list[Token]:
    """A given name in hiragana, which the analyser cuts into all sorts of words."""
    run: list[Token] = []
    for token in reversed(tokens[max(last + 1 - _LOOKED_AT, 0) : last + 1]):
        if not _HIRAGANA.fullmatch(token.words) or len(run) == _MOST_TOKENS:
            break
        if run and token.is_particle and sum(len(t.words) for t in run) > 1:
            break
        run.insert(0, token)
    run = [*_hiragana_family(tokens, last - len(run)), *run]
    alone = len(run) == 1 and run[0].is_particle
    return [] if alone and not opens_a_clause(tokens[last - 1] if last else None) else run


def _hiragana_family(tokens: Sequence[Token], last: int) -> list[Token]:
    """さかい and the space of さかい みのるさん, where a clause begins with it."""
    if last < 1 or tokens[last].words not in _JOINS:
        return []
    family = tokens[last - 1]
    word = family.part[0] in {"副詞", "連体詞", "接続詞", "感動詞"} or family.part[2] == "副詞可能"
    long = _HIRAGANA.fullmatch(family.words) and len(family.words) > 1
    opens = opens_a_clause(tokens[last - 2] if last > 1 else None)
    return [family, tokens[last]] if long and opens and not word else []


def _is_general(words: str, run: Sequence[Token]) -> bool:
    """Nobody's name: an occupation, a part in life, or a letter (see `patterns.initials`)."""
    last = run[-1]
    if words in NOBODY or last.words in NOBODY or LETTER.fullmatch(words):
        return True
    if any(token.is_person for token in run) and len(run) > 1:
        return False
    common = not (last.is_proper or last.unknown)
    return common and (last.part[0] == "接頭辞" or words.endswith(PEOPLE_ENDS))


def _is_polite(tokens: Sequence[Token], before: int, run: Sequence[Token]) -> bool:
    """お店さん, お連れさん: no name is made polite in front as well."""
    common = len(run) == 1 and not (run[0].is_proper or run[0].unknown)
    return common and before >= 0 and tokens[before].part[0] == "接頭辞"
