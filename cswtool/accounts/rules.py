"""Rules of sign-in (passwords, codes, pauses after wrong tries), and how somebody writes."""

import re
import secrets
import unicodedata
from datetime import timedelta
from enum import StrEnum
from typing import Final

SHORTEST: Final = 12
"""Length over composition rules, after NIST SP 800-63B §5.1.1."""
LONGEST: Final = 200
INVITATION_LIFE: Final = timedelta(days=14)

# Letters and digits that cannot be mistaken for one another when read from paper.
_CODE_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_CODE_GROUPS: Final = 3
_CODE_GROUP: Final = 4

_OWN_LETTERS: Final = 6
"""Letters and digits of its own that a password needs beside what everybody tries first."""
_COMMON: Final = re.compile(
    "pa[s5$]{2}w[o0]rd|pasuwa-?do|letmein|welcome|admin|login|iloveyou|monkey|dragon|master"
    "|football|baseball|sunshine|princess|secret|changeme|himitsu|sakura|tokyo|kodaira|shakyo"
    "|csw|office|test|demo|パスワード|ひみつ|さくら|こだいら|小平|社協|社会福祉協議会"
)
_YEAR: Final = re.compile("(?:19|20)[0-9]{2}|(?:reiwa|heisei|令和|平成)[0-9]{1,2}")
_ROWS: Final = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_SHORTEST_RUN: Final = 3
_RUNS: Final = re.compile(
    "|".join(
        sorted(
            {
                row[start:end]
                for line in _ROWS
                for row in (line, line[::-1])
                for start in range(len(row))
                for end in range(start + _SHORTEST_RUN, len(row) + 1)
            },
            key=lambda run: (-len(run), run),
        )
    )
)
_REPEATED: Final = re.compile(r"(.{1,8}?)\1+")

FREE_TRIES: Final = 5
LONGEST_PAUSE: Final = timedelta(minutes=30)
_MOST_DOUBLINGS: Final = 6  # 32 minutes; more would only make the number large


def password_fault(password: str, login: str) -> str | None:
    """What is wrong with a new password, in words for its owner; None when it will do."""
    if len(password) < SHORTEST:
        return (
            f"パスワードは{SHORTEST}文字以上にしてください。短い言葉を並べると覚えやすくなります。"
        )
    if len(password) > LONGEST:
        return f"パスワードは{LONGEST}文字までにしてください。"
    if login and login.lower() in password.lower():
        return "パスワードにログイン名を入れないでください。"
    if len(set(password)) <= SHORTEST // 3:
        return "同じ文字のくり返しは使えません。別のパスワードにしてください。"
    if len(_own_part(password)) < _OWN_LETTERS:
        return (
            "よく使われる言葉や数字の並びでできていて、すぐに当てられます。"
            "関係のない短い言葉を3つ以上並べてください。"
        )
    return None


def _own_part(password: str) -> str:
    """What is left of a password without what everybody tries first: once each repetition,
    no common word, no year, no run along the alphabet, the digits or the keyboard.
    """
    folded = unicodedata.normalize("NFKC", password).lower()
    if repeated := _REPEATED.fullmatch(folded):
        folded = repeated[1]
    for pattern in (_COMMON, _YEAR, _RUNS):
        folded = pattern.sub("", folded)
    return "".join(c for c in folded if c.isalnum())


def new_invitation_code() -> str:
    """A one-time code to be handed over on paper: three groups of four, 60 bits."""
    groups = (
        "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_GROUP))
        for _ in range(_CODE_GROUPS)
    )
    return "-".join(groups)


def normal_code(typed: str) -> str:
    """A typed code as it was printed, whatever the case, spaces or hyphens."""
    letters = [c for c in typed.upper() if c.isascii() and c.isalnum()]
    groups = ["".join(letters[i : i + _CODE_GROUP]) for i in range(0, len(letters), _CODE_GROUP)]
    return "-".join(groups)


def pause_after(failures: int) -> timedelta:
    """How long to wait after so many wrong tries in a row: none for five, then doubling."""
    if failures < FREE_TRIES:
        return timedelta()
    doublings = min(failures - FREE_TRIES, _MOST_DOUBLINGS)
    return min(timedelta(seconds=30 * 2**doublings), LONGEST_PAUSE)


class TextStyle(StrEnum):
    """How somebody writes a record down; the text stays one field."""

    FREE = "free"
    SOAP = "soap"
    F_SOAIP = "f_soaip"

    @property
    def label(self) -> str:
        return {"free": "自由記述", "soap": "SOAP", "f_soaip": "F-SOAIP"}[self]
