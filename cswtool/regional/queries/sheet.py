"""Issues as they go on paper, one or many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import inf
from uuid import UUID

from cswtool.access.fiscal import wareki
from cswtool.db.session import ScopedSession
from cswtool.regional.models import RegionalAction, RegionalIssue
from cswtool.regional.queries.evidence import households
from cswtool.regional.queries.issues import Wanted, actions_behind, listed, whole
from cswtool.regional.rules.bands import band
from cswtool.regional.rules.sheet import (
    FORUM,
    HEADINGS,
    REVIEW,
    STATE,
    UNDECIDED,
    ZONE,
    ActionLine,
    Sheet,
)
from cswtool.releases.models import Release
from cswtool.releases.queries import released_from, released_text, released_texts, under_way
from cswtool.releases.rules import LONGEST


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a sheet as one text, and the release of exactly these."""

    text: str
    release: Release | None
    waiting: Release | None = None
    """Where there is no release yet: the same text on its way to one, in sight of its people."""
    mended: Release | None = None
    """Where there is neither: the last text begun from the sheet that was released, and reads
    otherwise."""
    longest: int = LONGEST
    """Characters of a text that can be checked."""

    @property
    def too_long(self) -> bool:
        return len(self.text) > self.longest


def wording_of(session: ScopedSession, regional_id: UUID, typed: Iterable[str]) -> Wording:
    text = as_one(typed)
    if released := released_text(session, text):
        return Wording(text, released)
    waiting = under_way(session, text)
    mended = None if waiting else released_from(session, regional_id)
    return Wording(text, None, waiting, mended)


def as_one(typed: Iterable[str]) -> str:
    """The words of a sheet as the text that is released."""
    return "\n".join(typed)


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who hands a paper out, and when."""

    office: str
    demo: bool
    today: date


@dataclass(frozen=True, slots=True)
class Printed:
    """An issue, its sheet, and the release of exactly the words of this."""

    issue: RegionalIssue
    sheet: Sheet
    release: Release | None


def sheet_of(session: ScopedSession, regional: RegionalIssue, imprint: Imprint) -> Sheet:
    """An issue as it goes on paper, with a band where the cases stand inside."""
    return sheets_of(session, [whole(session, regional)], imprint)[0].sheet


def form_c(session: ScopedSession, wanted: Wanted, imprint: Imprint) -> list[Printed]:
    """The list as it is narrowed, for 様式C: by 圏域, those of the whole city last."""
    found = session.scalars(listed(wanted, imprint.today)).all()
    places = {one.id: one.zone.position for one in found if one.zone}
    ordered = sorted(found, key=lambda one: places.get(one.id, inf))
    return sheets_of(session, ordered, imprint)


def sheets_of(
    session: ScopedSession, found: Sequence[RegionalIssue], imprint: Imprint
) -> list[Printed]:
    """As many statements for many issues as for one."""
    numbers = households(session, found, imprint.today)
    actions = actions_behind(session, found)
    sheets = [_sheet(one, numbers[one.id], actions[one.id], imprint) for one in found]
    releases = released_texts(session, (as_one(sheet.typed) for sheet in sheets))
    return [
        _printed(one, sheet, releases.get(as_one(sheet.typed)))
        for one, sheet in zip(found, sheets, strict=True)
    ]


def _printed(regional: RegionalIssue, sheet: Sheet, release: Release | None) -> Printed:
    return Printed(regional, replace(sheet, released=release is not None), release)


def _sheet(
    regional: RegionalIssue, number: int, actions: Iterable[RegionalAction], imprint: Imprint
) -> Sheet:
    return Sheet(
        title=regional.title,
        facts=_facts(regional),
        households=f"{band(number)}（{_period(regional, imprint.today)}）",
        texts=texts_of(regional),
        actions=[_line(action) for action in actions],
        made_on=imprint.today,
        office=imprint.office,
        demo=imprint.demo,
    )


def _line(action: RegionalAction) -> ActionLine:
    standing = action.state.until(action.due_on)
    return ActionLine(action.side.label, action.what, action.who, standing, action.became)


def _period(regional: RegionalIssue, today: date) -> str:
    return f"{wareki(regional.evidence_first)}から{wareki(regional.evidence_last or today)}まで"


def _facts(regional: RegionalIssue) -> tuple[tuple[str, str], ...]:
    forum = regional.forum.label if regional.forum else UNDECIDED
    review = wareki(regional.review_on) if regional.review_on else UNDECIDED
    return (
        (ZONE, regional.shown_zone),
        (STATE, f"{regional.state.label}（{wareki(regional.state_on)}から）"),
        (FORUM, forum),
        (REVIEW, review),
    )


def texts_of(regional: RegionalIssue) -> tuple[tuple[str, str], ...]:
    """The texts of an issue under their headings, in the order of the sheet."""
    return tuple((heading, getattr(regional, name)) for name, heading in HEADINGS.items())
