"""What reports count of the activities, and minutes in words."""

from typing import NamedTuple


class Done(NamedTuple):
    """Some activities that agree in all of this."""

    kind: str
    """The code of the kind."""
    zone: str | None
    """The code of the 圏域; None is the whole city."""
    minutes: int | None
    """Of each of them, None where it was not said; `people` likewise."""
    people: int | None
    times: int
    """How many they are."""


def hours(minutes: int) -> str:
    """Minutes as people say them: 1時間30分, 45分, 0分."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest}分"
    return f"{whole}時間{rest}分" if rest else f"{whole}時間"
