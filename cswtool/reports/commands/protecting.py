"""One problem, protected and attacked once more, and what to say where that fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from cswtool.access import clock
from cswtool.access.fiscal import Period
from cswtool.disclosure.cells import CannotBeMadeSafeError, Problem, ProblemError
from cswtool.disclosure.process import ProtectionFailedError, protect_in_subprocess
from cswtool.reports.rules import UnsafeError, as_published, refuse_unsafe

SECONDS: Final = 60.0
"""The longest anybody waits for protected tables. Most are there after a few seconds."""


class NotReadyError(Exception):
    """Nothing may be shown outside. The message says why and what to do, in plain Japanese."""


def protected(problem: Problem) -> dict[str, int | None]:
    """What to print by cell, attacked once more as it will lie before everybody.

    Where hiding everything would not keep it from coming out that a part is its whole total, the
    zeros beside it, or those of another table, say so already (docs/disclosure.md). The part
    itself stays protected. Raises what the engine raises, and UnsafeError.
    """
    try:
        return _proved(problem)
    except CannotBeMadeSafeError as hopeless:
        told = frozenset(hopeless.cells)
        kept = tuple(whole for whole in problem.wholes if whole.part not in told)
        if kept == problem.wholes:
            raise
        return _proved(replace(problem, wholes=kept))


def _proved(problem: Problem) -> dict[str, int | None]:
    answer = protect_in_subprocess(problem, seconds=SECONDS)
    refuse_unsafe(problem, answer)
    again = protect_in_subprocess(as_published(problem, answer), seconds=SECONDS)
    if again.shown != answer.shown:
        raise UnsafeError("the second attack found more to hide")
    return answer.shown


def refuse_unfinished(period: Period) -> None:
    """Raises NotReadyError where the period is not over."""
    if period.last >= clock.today():
        raise NotReadyError(
            "この期間はまだ終わっていません。外に出した数値は後から直せないので、"
            "終わった期間を選んでください。"
        )


TOO_FEW: Final = (
    "この期間は件数が少なく、数値を伏せても、ほかの数値から推計できてしまいます。"
    "「まとめ方を選ぶ」で、もっと大きくまとめてから、もう一度試してください。"
)
_NO_ANSWER: Final = (
    "秘匿の計算が終わらなかったため、何も表示していません。"
    "「まとめ方を選ぶ」で、もっと大きくまとめてから、もう一度試してください。"
)


@contextmanager
def refusals(hopeless: str) -> Iterator[None]:
    """Turns what the engine raises into what is said on the screen."""
    try:
        yield
    except CannotBeMadeSafeError as error:
        raise NotReadyError(hopeless) from error
    except (ProtectionFailedError, ProblemError, UnsafeError) as error:
        raise NotReadyError(_NO_ANSWER) from error
