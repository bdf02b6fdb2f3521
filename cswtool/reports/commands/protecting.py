"""One problem, protected and attacked once more, and what to say where that fails."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from cswtool.access import clock
from cswtool.access.fiscal import Period
from cswtool.disclosure.cells import CannotBeMadeSafeError, Problem, ProblemError
from cswtool.disclosure.process import ProtectionFailedError, protect_in_subprocess
from cswtool.reports.rules import UnsafeError, refuse_unsafe

SECONDS: Final = 300.0
"""The longest that the tables may take for one audience. Most are there after a few seconds."""


class NotReadyError(Exception):
    """Nothing may be shown outside. The message says why and what to do, in plain Japanese."""


def protected(problem: Problem) -> dict[str, int | None]:
    """What to print by cell, attacked once more as it will lie before everybody.

    Raises what the engine raises, and UnsafeError.
    """
    answer = protect_in_subprocess(problem, seconds=SECONDS)
    refuse_unsafe(problem, answer)
    return answer.shown


def can_be_protected(problem: Problem) -> bool:
    """Whether hiding enough of it would do; where the engine gives no answer, it may."""
    try:
        protect_in_subprocess(problem, seconds=SECONDS)
    except CannotBeMadeSafeError:
        return False
    except (ProtectionFailedError, ProblemError):
        return True
    return True


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
    "秘匿の計算が時間のうちに終わらなかったため、何も整えていません。"
    "同じ期間の月や四半期の版が先にいくつも出ていると、終わらないことがあります。"
    "「まとめ方を選ぶ」で大きくまとめるか、期間を変えて、もう一度試してください。"
    "それでも終わらないときは、先に出した版をそのまま使ってください。"
)


@contextmanager
def refusals(hopeless: Callable[[], str]) -> Iterator[None]:
    """Turns what the engine raises into what is said on the screen."""
    try:
        yield
    except CannotBeMadeSafeError as error:
        raise NotReadyError(hopeless()) from error
    except (ProtectionFailedError, ProblemError, UnsafeError) as error:
        raise NotReadyError(_NO_ANSWER) from error
