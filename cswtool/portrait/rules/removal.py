"""Why an entry is taken away: one of a few words, so that the trail holds no content."""

from enum import StrEnum


class RemovalReason(StrEnum):
    MISTAKE = "mistake"
    TWICE = "twice"
    WISH = "wish"

    @property
    def label(self) -> str:
        return {
            "mistake": "まちがって入れた",
            "twice": "同じものが二つある",
            "wish": "本人や家族の申し出",
        }[self]
