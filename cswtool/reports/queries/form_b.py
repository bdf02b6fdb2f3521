"""What 様式B counts: 地域支援の活動, by the one count there is of them."""

from cswtool.access.fiscal import Period
from cswtool.activities.queries import done_in
from cswtool.db.session import ScopedSession
from cswtool.reports.queries.period import listed_words, places
from cswtool.reports.rules import FormBCounted
from cswtool.taxonomy.models import ChoiceKind


def form_b_counted(session: ScopedSession, period: Period) -> FormBCounted:
    """The findings of 様式B, as they really are: not to be shown outside the office."""
    words = listed_words(session, ChoiceKind.ACTIVITY)
    return FormBCounted(places(session), done_in(session, period), words)
