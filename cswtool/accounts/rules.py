"""Rules of sign-in (passwords, codes, pauses after wrong tries), and how somebody writes."""

import secrets
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
    return None


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
