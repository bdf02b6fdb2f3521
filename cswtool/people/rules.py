"""Sex, age, and how what is typed about a person is compared with what is on file."""

import re
import unicodedata
from datetime import date
from enum import StrEnum
from typing import Final

from cswtool.access.folding import digits, folded


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


BAND_ENDS: Final = (
    (18, AgeBand.UNDER_18),
    (40, AgeBand.FROM_18),
    (65, AgeBand.FROM_40),
    (75, AgeBand.FROM_65),
)
"""The age that each band ends below."""


def age_on(day: date, born: date) -> int:
    """Full years on `day` (the birthday itself counts, as people count)."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def born_by(day: date, age: int) -> date:
    """The latest day on which somebody was born who has reached an age by a day."""
    try:
        return day.replace(year=day.year - age)
    except ValueError:  # a 29 February in a year that has none
        return day.replace(year=day.year - age, day=28)


def band_of(age: int | None) -> AgeBand:
    """The report's age band of an age in years; None is 不明."""
    if age is None:
        return AgeBand.UNKNOWN
    return next((band for end, band in BAND_ENDS if age < end), AgeBand.FROM_75)


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


def is_phone(plain: str) -> bool:
    """Whether a folded text is a whole phone number."""
    return bool(_PHONE.fullmatch(plain)) and len(digits(plain)) >= _WHOLE_PHONE


_PHONE_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−─ーｰ"), "-")
_PHONE_WRITTEN: Final = re.compile(r"[0-9()+ -]*")


def tidied_phone(typed: str) -> str:
    """A phone number in plain digits and hyphens, whatever keyboard it was typed with."""
    plain = unicodedata.normalize("NFKC", typed).translate(_PHONE_DASHES)
    return " ".join(plain.split())


def phone_fault(phone: str) -> str | None:
    """What is wrong with a phone number, in words for who typed it."""
    if _PHONE_WRITTEN.fullmatch(phone) and any(character.isdigit() for character in phone):
        return None
    return (
        "電話番号は、数字とハイフンで入力してください（例：042-000-0000）。"
        "内線やだれの番号かは、メモに書いてください。"
    )


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
