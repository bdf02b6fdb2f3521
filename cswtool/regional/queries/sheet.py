"""An issue as it goes on paper."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from cswtool.access.fiscal import wareki
from cswtool.db.session import ScopedSession
from cswtool.regional.models import RegionalIssue
from cswtool.regional.queries.evidence import households
from cswtool.regional.queries.issues import actions_of, whole
from cswtool.regional.rules.bands import band
from cswtool.regional.rules.sheet import HEADINGS, INTERNAL, ActionLine, Sheet


def clearance(_session: ScopedSession, _typed: Sequence[str]) -> str:
    """What a sheet with these words may be used for, as it is printed on it.

    The one place where a text gate is to be asked about the words (`Sheet.typed`). As long
    as nothing has read them, every sheet is internal.
    """
    return INTERNAL


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who hands a sheet out, and when."""

    office: str
    demo: bool
    today: date


def sheet_of(session: ScopedSession, regional: RegionalIssue, imprint: Imprint) -> Sheet:
    """An issue as it goes on paper, with a band where the cases stand inside."""
    regional = whole(session, regional)
    number = households(session, [regional], imprint.today)[regional.id]
    lines = [
        ActionLine(a.side.label, a.what, a.who, a.state.label, a.became)
        for a in actions_of(session, regional)
    ]
    sheet = Sheet(
        title=regional.title,
        facts=_facts(regional),
        households=f"{band(number)}（{_period(regional, imprint.today)}）",
        texts=texts_of(regional),
        actions=lines,
        mark="",
        made_on=imprint.today,
        office=imprint.office,
        demo=imprint.demo,
    )
    return replace(sheet, mark=clearance(session, sheet.typed))


def _period(regional: RegionalIssue, today: date) -> str:
    return f"{wareki(regional.evidence_first)}から{wareki(regional.evidence_last or today)}まで"


def _facts(regional: RegionalIssue) -> tuple[tuple[str, str], ...]:
    forum = regional.forum.label if regional.forum else "未定"
    review = wareki(regional.review_on) if regional.review_on else "未定"
    return (
        ("圏域", regional.shown_zone),
        ("状態", f"{regional.state.label}（{wareki(regional.state_on)}から）"),
        ("出す場", forum),
        ("次に見直す日", review),
    )


def texts_of(regional: RegionalIssue) -> tuple[tuple[str, str], ...]:
    """The texts of an issue under their headings, in the order of the sheet."""
    return tuple((heading, getattr(regional, name)) for name, heading in HEADINGS.items())
