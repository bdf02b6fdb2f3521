"""Which single tags, routes and kinds of activity a coarse heading stands for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import select

from cswtool.db.session import ScopedSession
from cswtool.reports.rules import ISSUE, OF_FORM_B, ROUTE, Grain
from cswtool.taxonomy.models import Choice, ChoiceKind, IssueType

Finest = Mapping[str, Mapping[str, frozenset[str]]]
"""By table, by the key of a heading: the codes it stands for. One that is not said is single."""


def finest_parts(session: ScopedSession, grain: Grain) -> Finest:
    """So that whoever has a coarse and a fine table can be guarded against."""
    if grain is Grain.SINGLE:
        return {}
    issues = select(IssueType.group_code, IssueType.code)
    words = select(Choice.group, Choice.code)
    routes = words.where(Choice.kind == ChoiceKind.ROUTE)
    activities = _gathered(session.execute(words.where(Choice.kind == ChoiceKind.ACTIVITY)))
    return {
        ISSUE: _gathered(session.execute(issues)),
        ROUTE: _gathered(session.execute(routes)),
        **dict.fromkeys(OF_FORM_B, activities),
    }


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for group, code in pairs:
        found[group].add(code)
    return {group: frozenset(codes) for group, codes in found.items()}
