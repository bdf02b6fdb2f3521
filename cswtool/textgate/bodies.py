"""Organisations and places that are in no register: by what they are called and by the analyser."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from cswtool.textgate.analysis import Token, first_from
from cswtool.textgate.findings import Finding, Kind
from cswtool.textgate.words import (
    BODY_ENDS,
    BODY_HEADS,
    GENERAL_LEADS,
    GENERAL_PLACES,
    NAMED_AFTER,
    NOT_BODY_NAMES,
    PLACE_ENDS,
    PLACE_HEADS,
    SHOP_HEADS,
)


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


_ENDS: Final = {Kind.ORGANISATION: _any_of(BODY_ENDS), Kind.PLACE: _any_of(PLACE_ENDS)}
_HEADS: Final = {Kind.ORGANISATION: _any_of(BODY_HEADS), Kind.PLACE: _any_of(PLACE_HEADS)}
_SHOPS: Final = _any_of(SHOP_HEADS)
_NAMED_AFTER: Final = _any_of(NAMED_AFTER)
_MASK: Final = re.compile("[〇○◯△□×◇◎●]+|[A-Z]")
_MOST_TOKENS: Final = 6
_LEADING: Final = frozenset({"名詞", "接頭辞", "接尾辞", "形状詞"})
_CASES: Final = frozenset("のにをがはでともへ")
_KANA: Final = re.compile(r"[ぁ-ゖァ-ヶー]{2,}")
_HIRAGANA: Final = re.compile(r"[ぁ-ゖー]{2,}")


def by_ending(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """〜病院, 〜苑, 〜荘: what stands before it makes it a single one."""
    ends = {token.end for token in tokens}
    for kind, pattern in _ENDS.items():
        for match in pattern.finditer(text):
            if match.end() not in ends:
                continue
            lead = _lead(text, tokens, match.start(), match.end())
            if lead is not None and text[lead : match.end()] not in GENERAL_PLACES:
                end = _with_room(text, match.end()) if kind is Kind.PLACE else match.end()
                yield _found(text, lead, end, kind)


def _lead(text: str, tokens: Sequence[Token], start: int, end: int) -> int | None:
    """Where the name begins that an ending finishes; None where it names no single body."""
    last = first_from(tokens, start)
    run = list(takewhile(_leads, reversed(tokens[max(last - _MOST_TOKENS, 0) : last])))
    words = [text[t.start : min(t.end, start)] for t in run]
    weak = end - start == 1 or text[start] == "の"
    telling = [
        word
        for word, token in zip(words, run, strict=True)
        if _tells(word, token) and (not weak or _could_be_a_name(token) or _temple(text, start))
    ]
    if text[start:end] in _OF_EVERY_TOWN:
        telling = [word for word in telling if word not in _PARTS_OF_A_TOWN]
    return run[-1].start if telling and run[0].end >= start else None


_OF_EVERY_TOWN: Final = frozenset({"包括", "社協", "民児協"})
_PARTS_OF_A_TOWN: Final = GENERAL_PLACES.union(
    "東西南北全", ["東部", "西部", "南部", "北部", "中部"]
)
"""小平市社協 and 東部包括 are no narrower than the city and the 圏域."""


def _tells(word: str, token: Token) -> bool:
    """Not 市立, 〇〇 or ベトナム, which leave open which one is meant; letters are initials."""
    return word not in GENERAL_LEADS and not _MASK.fullmatch(word) and token.part[3] != "国"


def _temple(text: str, start: int) -> bool:
    """光照寺: of common words that are in no other."""
    return text[start] == "寺" and bool(_TWO_KANJI.fullmatch(text, max(start - 2, 0), start))


_TWO_KANJI: Final = re.compile("[一-龥]{2}")


def _could_be_a_name(token: Token) -> bool:
    """園, 会 and の家 end many ordinary words; only with these before them do they name a body."""
    return token.is_proper or token.unknown or bool(_KANA.fullmatch(token.words))


def _leads(token: Token) -> bool:
    if token.part[1] == "副詞":
        return True
    if token.part[0] == "名詞" or token.part[0] in _LEADING:
        return token.part[2] != "副詞可能" and token.words not in {
            "さん",
            "様",
            "氏",
            "ちゃん",
            "くん",
        }
    return token.part[0] == "副詞" and bool(_HIRAGANA.fullmatch(token.words))


def by_heading(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """株式会社〜, グループホーム〜, コーポ〜: what follows is its name."""
    for kind, pattern in _HEADS.items():
        for match in pattern.finditer(text):
            begin = first_from(tokens, match.end())
            following = tokens[begin : begin + _MOST_TOKENS]
            end = _name_end(following, match.end())
            if end is not None:
                start = match.start()
                if kind is Kind.PLACE:  # サンハイム is one word
                    start = min(start, tokens[begin - 1].start)
                    end = _with_room(text, end)
                yield _found(text, start, end, kind)


def shops(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """スーパーマルトミ, 理容フジタ; スーパー帰り and 喫茶店 are no single one."""
    for match in _SHOPS.finditer(text):
        begin = first_from(tokens, match.end())
        following = tokens[begin : begin + _MOST_TOKENS]
        end = _name_end(following, match.end())
        if end is not None and _could_be_a_name(following[0]):
            yield _found(text, match.start(), end, Kind.ORGANISATION)


def named_after(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """支援センターあゆみ, ステーションつくし: the name in kana behind what the body is."""
    starts = {token.start: token for token in tokens}
    for match in _NAMED_AFTER.finditer(text):
        name = starts.get(match.end())
        if name is None or name.part[1] not in {"普通名詞", "固有名詞"}:
            continue
        known = name.words in GENERAL_LEADS or name.words in NOT_BODY_NAMES
        kana = _HIRAGANA.fullmatch(name.words) or (name.unknown and _KANA.fullmatch(name.words))
        if kana and not known and name.part[2] != "副詞可能":
            first = first_from(tokens, match.start())
            before = takewhile(_leads, reversed(tokens[max(first - _MOST_TOKENS, 0) : first]))
            start = min((token.start for token in before), default=match.start())
            yield _found(text, start, name.end, Kind.ORGANISATION)


def _with_room(text: str, end: int) -> int:
    """The end of コーポ楠 203, which names the room too."""
    room = _ROOM.match(text, end)
    return room.end() if room else end


_ROOM: Final = re.compile(r"\s?\d{3,4}+(?:号室?)?(?![戸世室人名円年件m])")


def _name_end(following: Sequence[Token], start: int) -> int | None:
    if not following or following[0].start != start or not _opens(following):
        return None
    end = following[0].end
    for token in following[1:_MOST_TOKENS]:
        if token.is_particle or token.part[0] in {"動詞", "補助記号", "空白"}:
            break
        end = token.end
    return end


def _opens(following: Sequence[Token]) -> bool:
    first = following[0]
    if first.words in GENERAL_LEADS or first.words in _CASES:
        return False
    if first.is_particle:  # やまだ建設, which the analyser begins with the particle や
        return len(following) > 1 and bool(_HIRAGANA.fullmatch(following[1].words))
    return first.part[0] not in {"補助記号", "空白", "動詞", "接続詞", "記号"} and (
        first.part[2] != "副詞可能"
    )


def placed(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """What the analyser takes for the name of a place, unless it is as wide as the city."""
    for index, token in enumerate(tokens):
        if not token.is_place or token.words in GENERAL_PLACES:
            continue
        end = token.end
        for following in tokens[index + 1 : index + 3]:
            if following.start == end and following.words in _PLACE_SUFFIXES:
                end = following.end
        words = text[token.start : end]
        if words not in GENERAL_PLACES and not _SIDE.fullmatch(words):
            yield _found(text, token.start, end, Kind.PLACE)


_SIDE: Final = re.compile("中央|[東西南北]")
"""A side of the city is no place: 圏域 are called so, and the analyser cuts 中央東 in two."""

_PLACE_SUFFIXES: Final = frozenset("都道府県市区町村郡駅台")


def _found(text: str, start: int, end: int, kind: Kind) -> Finding:
    certain = kind is Kind.PLACE and text.endswith("号室", start, end)
    return Finding(start, end, kind, text[start:end], certain=certain)
