"""Sex, age, and how names and numbers are folded for search."""

import re
import unicodedata
from datetime import date
from enum import StrEnum
from typing import Final


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {"female": "女性", "male": "男性", "other": "その他", "unknown": "不明"}[self]


class KinKind(StrEnum):
    """How two persons are tied. Of parent and child the parent comes first."""

    PARENT = "parent"
    ADOPTIVE = "adoptive"
    STEP = "step"
    MARRIED = "married"
    SEPARATED = "separated"
    DIVORCED = "divorced"
    PARTNERS = "partners"
    SIBLING = "sibling"
    TWIN = "twin"

    @property
    def label(self) -> str:
        return {
            "parent": "親子（実）",
            "adoptive": "親子（養子縁組）",
            "step": "親子（継親子）",
            "married": "婚姻",
            "separated": "別居（婚姻中）",
            "divorced": "離婚",
            "partners": "内縁・同棲",
            "sibling": "きょうだい（親がわからないとき）",
            "twin": "双子",
        }[self]

    @property
    def is_descent(self) -> bool:
        return self in {KinKind.PARENT, KinKind.ADOPTIVE, KinKind.STEP}

    @property
    def is_bond(self) -> bool:
        return self in {KinKind.MARRIED, KinKind.SEPARATED, KinKind.DIVORCED, KinKind.PARTNERS}


class FactKind(StrEnum):
    CARE_LEVEL = "care-level"
    DISABILITY = "disability"
    DIAGNOSIS = "diagnosis"
    WORK = "work"
    SCHOOL = "school"
    HOME = "home"
    PREGNANCY = "pregnancy"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "care-level": "要介護度",
            "disability": "障害手帳",
            "diagnosis": "診断",
            "work": "就労",
            "school": "就学",
            "home": "住まい",
            "pregnancy": "妊娠",
            "other": "その他",
        }[self]


def holds_on(day: date, since: date | None, until: date | None) -> bool:
    """Whether something with these ends, both included, is so on a day; an unknown end is open."""
    return (since is None or since <= day) and (until is None or day <= until)


def death_fault(died: date, born: date | None, today: date) -> str | None:
    """What is wrong with a date of death, in words for who typed it."""
    if died > today:
        return "死亡日が今日より後になっています。年を確かめてください。"
    if born and died < born:
        return "死亡日が生年月日より前になっています。日付を確かめてください。"
    return None


class AgeBand(StrEnum):
    """The age bands of the reports (domain.md §2.2, layout A)."""

    UNDER_18 = "0-17"
    FROM_18 = "18-39"
    FROM_40 = "40-64"
    FROM_65 = "65-74"
    FROM_75 = "75+"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {
            "0-17": "17歳以下",
            "18-39": "18〜39歳",
            "40-64": "40〜64歳",
            "65-74": "65〜74歳",
            "75+": "75歳以上",
            "unknown": "不明",
        }[self]


_BAND_ENDS: Final = (
    (18, AgeBand.UNDER_18),
    (40, AgeBand.FROM_18),
    (65, AgeBand.FROM_40),
    (75, AgeBand.FROM_65),
)


def age_on(day: date, born: date) -> int:
    """Full years on `day` (the birthday itself counts, as people count)."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def band_of(age: int | None) -> AgeBand:
    """The report's age band of an age in years; None is 不明."""
    if age is None:
        return AgeBand.UNKNOWN
    return next((band for end, band in _BAND_ENDS if age < end), AgeBand.FROM_75)


# Name kanji with their everyday form, one step, for the search column only. The record
# itself keeps the family's own spelling.
_PAIRS: Final = (
    "髙高 﨑崎 濵浜 濱浜 邉辺 邊辺 齋斉 齊斉 斎斉 澤沢 廣広 嶋島 嶌島 德徳 "
    "瀨瀬 國国 惠恵 眞真 櫻桜 萬万 壽寿 淺浅 榮栄 靜静 淵渕 桒桑 栁柳 栢柏 "
    "靑青 𠮷吉 峯峰 冨富 穗穂 龍竜 圓円 髮髪 緖緒 敎教 佛仏 彌弥 與与 會会 "
    "冲沖 兒児 應応 當当 鐵鉄 豐豊 禮礼 祿禄 辨弁 實実 學学 曾曽 條条 圀国 "
    "舘館 藪薮 籠篭 荅答 晉晋 盡尽 爲為 傳伝 檜桧 鷗鴎 麴麹 驒騨 莊荘 巖巌 "
    "縣県 關関 內内 增増 橫横 黑黒 錄録 淸清 郞郎 "
)
_VARIANTS: Final = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}
_KATAKANA: Final = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−ｰ－"), "-")
_SELECTORS: Final = dict.fromkeys([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])


def folded(text: str) -> str:
    """Text as the search compares it.

    NFKC, lower case, katakana as hiragana, name variants in their everyday form, dashes
    alike, and neither spaces nor variation selectors.
    """
    text = unicodedata.normalize("NFKC", text.translate(_SELECTORS)).lower()
    text = text.translate(_KATAKANA).translate(_VARIANTS).translate(_DASHES)
    return "".join(text.split())


def digits(text: str) -> str:
    """The digits of a phone number, however it was written."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c in "0123456789")


UNKNOWN_NAME: Final = "氏名不明"
MOST_WORDS: Final = 8
"""More words than this do not narrow a search any further."""

_LEAST_DIGITS: Final = 3
_WHOLE_PHONE: Final = 6
_OLDEST: Final = 125
_NUMBERED: Final = re.compile(r"(?<=[0-9])(?:丁目|番地の?|番|号|の)(?=[0-9])")
_NUMBER_END: Final = re.compile(r"(?<=[0-9])(?:丁目|番地|番|号)")
_PHONE: Final = re.compile(r"[0-9()+.-]+")
_KANA: Final = re.compile(r"[ぁ-ゖー]+")


def folded_address(text: str) -> str:
    """An address as the search compares it: 1丁目900番地3号 and 1-900-3 are the same."""
    return _NUMBER_END.sub("", _NUMBERED.sub("-", folded(text)))


def alternatives(word: str) -> tuple[str, ...]:
    """How one typed word may stand in the search column: as a name, phone or address."""
    plain = folded(word)
    found = [plain, folded_address(word)]
    if _PHONE.fullmatch(plain) and len(digits(plain)) >= _LEAST_DIGITS:
        found.append(digits(plain))
    return tuple(dict.fromkeys(form for form in found if form))


def search_words(typed: str) -> list[str]:
    """The words of a search; every one of them must be found."""
    return [word for word in typed.split() if folded(word)][:MOST_WORDS]


def as_fields(typed: str) -> dict[str, str]:
    """What was typed into the search, as the field of a new person that it most likely is."""
    typed = " ".join(typed.split())
    plain = folded(typed)
    if _PHONE.fullmatch(plain):
        return {"phone": typed} if len(digits(plain)) >= _WHOLE_PHONE else {}
    return {"kana": typed} if _KANA.fullmatch(plain) else {"name": typed}


def born_about(age: int, today: date) -> date:
    """A date of birth that gives this age all through the year of `today`; an estimate."""
    return date(today.year - age, 1, 1)


def birth_fault(born: date, today: date) -> str | None:
    """What is wrong with a date of birth, in words for who typed it."""
    if born > today:
        return "生年月日が今日より後になっています。年を確かめてください。"
    if age_on(today, born) > _OLDEST:
        return f"{_OLDEST}歳を超える生年月日になっています。年号を確かめてください。"
    return None
