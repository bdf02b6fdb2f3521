"""How texts are folded, so that what is typed into a search finds what is on file.

The record itself keeps its own spelling; only search columns and indexes hold folded text.
"""

import re
import unicodedata
from typing import Final

# Name kanji with their everyday form, one step, for the search alone.
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


def everyday(text: str) -> str:
    """Text of the same length, each character in its everyday form.

    Full width becomes half width, name variants and dashes alike; kana and spaces stay, and
    what would become longer or shorter stays as it is.
    """
    return "".join(map(_everyday, text))


def _everyday(character: str) -> str:
    form = unicodedata.normalize("NFKC", character)
    return form.translate(_VARIANTS).translate(_DASHES) if len(form) == 1 else character


def digits(text: str) -> str:
    """The digits of a phone number, however it was written."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c in "0123456789")


_RUNS: Final = re.compile(r"[^\W_]+")


def tokens(text: str) -> str:
    """Folded text as overlapping pairs of characters, and the last one of each run alone.

    田中様 becomes "田中 中様 様": a search for two characters is a look-up, one for more is a
    phrase of pairs, one for a single character is a prefix. Punctuation ends a run.
    """
    return " ".join(token for run in _RUNS.findall(text) for token in _pairs(run))


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run))]


def phrases(word: str) -> list[str]:
    """A folded word as the phrases of pairs that must all be found; none for punctuation."""
    return [_phrase(run) for run in _RUNS.findall(word)]


def _phrase(run: str) -> str:
    if len(run) == 1:
        return f'"{run}" *'
    return f'"{" ".join(_pairs(run)[:-1])}"'
