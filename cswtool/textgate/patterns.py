"""What shows by its form: phones, numbers, addresses, roads, initials (see `times` too).

Each rule is given the text in everyday form (see `everyday`) and gives findings in it.
"""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import takewhile
from typing import Final

from cswtool.textgate.figures import DIGITS, FIGURE, KANJI
from cswtool.textgate.findings import Finding, Kind
from cswtool.textgate.words import ROLES

HONORIFICS: Final = (
    "さん",
    "さま",
    "様",
    "氏",
    "くん",
    "君",
    "ちゃん",
    "殿",
    "先生",
    "ばあちゃん",
    "じいちゃん",
    "おばさん",
    "おじさん",
)
HONORIFIC: Final = rf"(?:{'|'.join(HONORIFICS)})"

_BETWEEN: Final = r"(?:-\r?\n|\r?\n-|[-() ]{0,2})"
"""Between the parts of a phone number: a line may end there."""
_PHONE: Final = re.compile(
    r"(?<![\d-])(?:\+81[- ]?[1-9]\d{0,3}|\(?0[1-9]\d{0,3}\)?)"
    rf"{_BETWEEN}\d{{1,4}}{_BETWEEN}\d{{3,4}}(?![\d-])"
)
_PHONE_SAID: Final = re.compile(
    r"(?:電話|番号|TEL|Tel|℡|FAX|Fax|ファックス|固定|自宅|連絡先)[はへに:\s]{0,2}(\d{2,4}-\d{4})(?![\d-])"
)
"""Without the code of the area nothing but the word before it makes it a phone."""
_PHONE_DIGITS: Final = range(9, 13)
_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_NUMBER: Final = re.compile(
    r"(?<![A-Za-z\d])連?[RHS]\d{1,2}-\d{3,5}(?!\d)|(?<![\d-])\d{7,}(?![\d-])"
    r"|(?<![\d-])\d{4,5}-\d{6,8}(?![\d-])|(?<![A-Za-z\d])[A-Z]{1,2}\d{6,8}(?:[A-Z]{2})?(?![A-Za-z\d])"
)
_SAID: Final = re.compile(
    r"(?:(?<!電話)(?<!携帯)(?<!エラー)番号|ナンバー|[Nn][Oo]\.|№|手帳|保険証|受給者証|免許証|診察券|旅券|口座|カード|内線)"
    r"(?:普通|当座|[はがのに:第(「『\s]){0,3}((?:[A-Z]{1,3}-?)?\d++(?:[ -]\d++)*+)"
    r"(?![ ]?[級割つ枚円件人名回年月日時個種番歳才本通冊か/.]|[A-Za-z])"
)
"""Figures behind a word that says what they are the number of."""
_HANDLE: Final = re.compile(
    r"(?:ID|アカウント|LINE|Instagram|インスタ|Facebook|TikTok|Twitter|カカオ|WeChat|Skype)"
    r"(?:ID|グラム|名前?|[はがのを:(「『\s]){0,4}(@?[A-Za-z](?=[\w.-]*[\d_.-])[\w.-]*\w)"
    r"|(?<![\w.])(@[A-Za-z]\w{2,})",
    re.ASCII,
)
_PLATE: Final = re.compile(
    r"(?:[一-龥]{2,4}|なにわ|とちぎ|つくば|いわき)\s?\d{2,3}\s?"
    r"(?:[ぁ-ん]\s?(?:\d\d-\d\d|[・.]{1,3}\s?(?:\d-\d\d|\d{1,3}))|[あいうえきくけこさしすせそたちつてなぬねひふほまみむめゆよらりるれろわ]\s?\d{4})"
    r"(?!\d)"
)
_FEWEST, _MANY = 2, 6
"""Digits that make figures a number of something, and one that nobody writes by chance."""
_CHOME: Final = rf"{FIGURE}丁目"
_BRANCH: Final = rf"(?:(?:の{FIGURE}|-?\d{{1,3}})(?![\d{KANJI}軒戸人]))?"
"""12番地の3; not the beginning of 12番地の一軒家."""
_BANCHI: Final = rf"{FIGURE}番(?:地{_BRANCH})?(?:{FIGURE}号)?"
_HYPHENS: Final = r"\d{1,4}(?:-\d{1,4}){1,3}(?!\d)"
_LEAD: Final = "[一-龥ヶケ々]"
_BARE: Final = (
    r"(?<![A-Za-z\d/.図表式紙第料案-])"
    r"(?!(?<![^\s(「])\d-\d-\d(?![\d-]))"
    r"(?P<figures>[1-9]\d{0,2}-\d{1,3}-\d{1,4}(?:-\d{1,4})?)(?![\d/-])(?!\s?[回月年日人名件時])"
    r"|(?<![\d.])\d{1,4}の\d{1,4}の\d{1,4}(?!\d)"
    r"|(?:(?<=団地)|(?<=住宅)|(?<=ハイツ)|(?<=コーポ)|(?<=マンション)|(?<=アパート))\s?\d{1,3}-\d{1,4}(?![\d-])"
    r"|(?<![A-Za-z\d])(?:\d{1,3}|[A-Z])号?棟[\s-]?\d{2,4}+(?:号室?)?(?![戸世軒件人名])"
)
"""5-6-7, 5の6の7 and 7号棟405: an address wherever it stands, the town on file or not.

1-2-3 by itself may be the number of a section.
"""
_AZA: Final = rf"(?:大字|(?<![文数漢赤黒名太細活])字){_LEAD}[一-龥ヶケ々ァ-ヶ]{{0,11}}"
_ROOM: Final = r"\d{1,4}号室?"
_LETTERED_PLACE: Final = (
    "市(?![民場販])|町(?!内会|医者)|村|区(?![分別])|県|地区|駅|団地|施設|社(?!会)|事業所"
    "|病院|医院|クリニック|[小中高大]?学校|大学|高校|保育園|幼稚園|子(?![どで供])|男(?![性女])|美"
)
_INITIAL: Final = re.compile(
    rf"(?<![A-Za-z])([A-Za-z])(?={HONORIFIC}|家(?![庭計事族賃])|宅|(?:{'|'.join(ROLES)}))"
    rf"|(?<![A-Za-z])([A-Z])(?={_LETTERED_PLACE})"
    r"|(?<![A-Za-z])([A-Z][.・]\s?[A-Z]\.?)(?![A-Za-z])"
)
_NEUTRAL: Final = "ABCDEFGHIJ"
_PAIRS: Final = frozenset({"A・B", "B・C"})


def phones(text: str) -> Iterator[Finding]:
    for match in _PHONE.finditer(text.translate(DIGITS)):
        if sum(character.isdigit() for character in match.group()) in _PHONE_DIGITS:
            yield _found(text, match, Kind.PHONE, certain=True, instead="（電話番号）")
    for match in _PHONE_SAID.finditer(text):
        yield _found(text, match, Kind.PHONE, instead="（電話番号）")


def emails(text: str) -> Iterator[Finding]:
    for match in _EMAIL.finditer(text):
        yield _found(text, match, Kind.EMAIL, certain=True, instead="（メールアドレス）")


def numbers(text: str) -> Iterator[Finding]:
    for match in _NUMBER.finditer(text):
        yield _found(
            text, match, Kind.NUMBER, certain=not match.group().isdigit(), instead="（番号）"
        )
    for match in _SAID.finditer(text):
        many = sum(character.isdigit() for character in match[1])
        if many >= _FEWEST:
            yield _found(text, match, Kind.NUMBER, certain=many >= _MANY, instead="（番号）")
    for pattern in (_HANDLE, _PLATE):
        for match in pattern.finditer(text):
            yield _found(text, match, Kind.NUMBER, certain=True, instead="（番号）")


def addresses(text: str, towns: tuple[str, ...]) -> Iterator[Finding]:
    """A 丁目, 番地 or room, with the town in front of it where one stands there.

    `towns`: as the register has them, in everyday form; the longest first.
    """
    lead = rf"{_town(towns)}\s?"
    house = rf"\s?(?:{_BANCHI}|{FIGURE}(?:[-の]{FIGURE}){{1,3}}(?!\d)|\d{{1,4}}号?)"
    room = rf"(?:\s?[ァ-ヶーA-Za-zぁ-ん一-龥々]{{0,10}}{_ROOM})"
    pattern = (
        r"〒\s?\d{3}-?\d{4}|(?<![\d-])\d{3}-\d{4}(?![\d-])"
        rf"|(?:{lead})?{_CHOME}(?:{house})?{room}?"
        rf"|{lead}(?:{_BANCHI}|{_HYPHENS}|{_LEAD}{{1,4}}?{FIGURE}番地{_BRANCH}){room}?"
        rf"|{FIGURE}番地{_BRANCH}{room}?|{FIGURE}番{FIGURE}号{room}?"
        rf"|(?:{lead})?{_AZA}(?:{_BANCHI}|{_HYPHENS}|\d{{1,4}}){room}?"
        rf"|(?<!\d)\d{{1,4}}号室|{_BARE}"
    )
    for match in re.finditer(pattern, text):
        exact = re.search(r"[番室号〒-]", match.group()) and not match["figures"]
        yield _found(text, match, Kind.ADDRESS, certain=bool(exact), instead="市内")


def towns(text: str, listed: tuple[str, ...]) -> Iterator[Finding]:
    """A town alone or its 町内会, with the city in front of it; `listed` as in `addresses`."""
    for match in re.finditer(rf"{_town(listed)}(?:内会)?", text):
        if match.group().endswith("内会"):
            yield _found(text, match, Kind.ORGANISATION)
        else:
            yield _found(text, match, Kind.PLACE, instead="市内")


def _town(listed: tuple[str, ...]) -> str:
    one_of = "|".join(map(re.escape, listed)) or r"(?!)"
    return rf"(?:東京都)?(?:小平市)?(?:{one_of})"


def roads(text: str) -> Iterator[Finding]:
    for match in _ROAD.finditer(text):
        yield _found(text, match, Kind.PLACE, instead="市内")


_ROAD: Final = re.compile(r"(?:国道|[都道府県]道|市道)\d{1,3}号(?:線)?")


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
    start, end = match.span(match.lastindex or 0)
    return Finding(start, end, kind, text[start:end], certain, instead)
