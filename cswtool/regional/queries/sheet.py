"""An issue as it goes on paper."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from cswtool.access.fiscal import wareki
from cswtool.db.session import ScopedSession
from cswtool.regional.models import RegionalIssue
from cswtool.regional.queries.evidence import households
from cswtool.regional.queries.issues import actions_of, whole
from cswtool.regional.rules.bands import band
from cswtool.regional.rules.sheet import HEADINGS, ActionLine, Sheet
from cswtool.releases.models import Release
from cswtool.releases.queries import released_text
from cswtool.releases.rules import LONGEST


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a sheet as one text, and the release of exactly these."""

    text: str
    release: Release | None
    longest: int = LONGEST
    """Characters of a text that can be checked."""

    @property
    def too_long(self) -> bool:
        return len(self.text) > self.longest


def wording_of(session: ScopedSession, typed: Iterable[str]) -> Wording:
    text = "\n".join(typed)
    return Wording(text, released_text(session, text))


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
        made_on=imprint.today,
        office=imprint.office,
        demo=imprint.demo,
    )
    return replace(sheet, released=wording_of(session, sheet.typed).release is not None)


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
