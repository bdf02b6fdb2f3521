"""A text is written, checked, decided about, looked at by a second person, released."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Final
from uuid import UUID

from sqlalchemy import and_, inspect, not_, select

from cswtool.access import clock
from cswtool.accounts.models import User
from cswtool.community.models import Organisation, Town
from cswtool.db.elevated import ElevatedSession, widened
from cswtool.db.session import ScopedSession
from cswtool.people.models import Person
from cswtool.releases.models import Release, ReleaseFinding, counted
from cswtool.releases.rules import (
    Edit,
    Purpose,
    ReleaseStatus,
    Verdict,
    WrongStateError,
    digest,
    edited,
    sentence_at,
)
from cswtool.sight.models import all_near_protected, person_in_sight
from cswtool.tasks.commands import warn_worker
from cswtool.textgate.findings import LETTERED, Finding, Kind, NotCheckedError
from cswtool.textgate.gate import check
from cswtool.textgate.patterns import taken_letters
from cswtool.textgate.register import Name, Register, register_of, whole_forms
from cswtool.textgate.spots import name_folded

_WHY: Final = "text gate: every name on file"


@dataclass(frozen=True, slots=True)
class NewText:
    purpose: Purpose
    destination: str
    text: str
    regional_id: UUID | None = None
    """The 地域課題 that a first text was begun from."""


@dataclass(frozen=True, slots=True)
class Decision:
    """About one finding; `reason`: why the word may stay, where it may."""

    verdict: Verdict
    reason: str = ""


def write(session: ScopedSession, new: NewText, key: UUID) -> Release:
    release = Release(
        id=key,
        purpose=new.purpose,
        destination=new.destination,
        text=new.text,
        author_id=session.actor.id,
        at=clock.now(),
        regional_id=_in_sight(session, new.regional_id),
    )
    session.add(release)
    look_through(session, release, "")
    return release


def _in_sight(session: ScopedSession, regional_id: UUID | None) -> UUID | None:
    """The same key, where the actor may see the 地域課題 of this key; else None."""
    issues = inspect(Release).relationships["regional"].entity.class_
    return regional_id if regional_id and session.get(issues, regional_id) else None


def change(session: ScopedSession, release: Release, new: NewText) -> None:
    """Other words; they are checked anew. Raises WrongStateError."""
    _require(release.status is ReleaseStatus.WRITING)
    before, release.text = release.text, new.text
    release.purpose, release.destination = new.purpose, new.destination
    look_through(session, release, before)


def decide(session: ScopedSession, release: Release, decisions: Mapping[UUID, Decision]) -> None:
    """Write the suggestions in, and keep why other words may stay. Raises WrongStateError."""
    _require(release.is_open)
    edits = []
    for one in release.standing:
        decision = decisions.get(one.id, Decision(Verdict.LATER))
        if decision.verdict is Verdict.REPLACE:
            edits.append(Edit(one.begins, one.ends, one.suggestion))
        elif not one.certain:
            fine = decision.verdict is Verdict.FINE
            one.reason = decision.reason if fine else ""
            one.decided_by_id = session.actor.id if fine else None
    before, release.text = release.text, edited(release.text, edits)
    look_through(session, release, before)


def ask(release: Release, reader_id: UUID) -> None:
    """A second person is to look at it. Raises WrongStateError."""
    _require(release.status is ReleaseStatus.WRITING and release.is_ready)
    _require(reader_id != release.author_id)
    release.status, release.to_id = ReleaseStatus.ASKED, reader_id
    release.asked_at, release.returned = clock.now(), ""
    release.answered_at = None


def take_back(release: Release) -> None:
    """The author goes on writing. Raises WrongStateError."""
    _require(release.status is ReleaseStatus.ASKED)
    release.status = ReleaseStatus.WRITING


def let_go(session: ScopedSession, release: Release) -> bool:
    """The second person releases the text. Raises WrongStateError.

    It is checked once more: names may have come on file since. Where something new is found,
    or the check fails, it goes back to its author and this is False.
    """
    _require(release.status is ReleaseStatus.ASKED and session.actor.id != release.author_id)
    look_through(session, release, release.text)
    release.answered_at = clock.now()
    release.status = ReleaseStatus.RELEASED if release.is_ready else ReleaseStatus.WRITING
    return release.status is ReleaseStatus.RELEASED


def send_back(release: Release, note: str) -> None:
    """Not so, and why. Raises WrongStateError."""
    _require(release.status is ReleaseStatus.ASKED)
    release.status, release.returned = ReleaseStatus.WRITING, note
    release.answered_at = clock.now()


def withdraw(release: Release) -> None:
    """The text does not leave, or does not leave any more. Raises WrongStateError."""
    _require(release.status is not ReleaseStatus.WITHDRAWN)
    release.status = ReleaseStatus.WITHDRAWN


def _require(allowed: bool) -> None:  # noqa: FBT001
    if not allowed:
        raise WrongStateError


def look_through(session: ScopedSession, release: Release, before: str) -> None:
    """Check the text; `before` is what it was until now.

    Where anything goes wrong it counts as not checked, and what was found before stays.
    """
    session.flush()
    given = _given(release, before)
    with widened(session, reason=_WHY) as inner:
        try:
            found = check(release.text, _register(inner), given)
        except NotCheckedError:
            found = None
        if session.actor.id == release.author_id:
            _tell_workers(inner, session, release.text)
    if found is None:
        release.checked_at = None
        session.note(release, detail="text gate: not checked")
    else:
        _renew(session, release, before, found)
        release.checked, release.checked_at = digest(release.text), clock.now()
        session.note(release, detail=_told(release))
    session.flush()


def _given(release: Release, before: str) -> set[str]:
    """The letters that the gate proposed for somebody in this text, and that are no initials.

    Those it proposes now, and those it proposed earlier that have stood in the text since.
    One that was found as an initial stays one. None after a check that failed: where the
    letters stand is not known then.
    """
    if release.checked != digest(before):
        return set()
    written, standing = taken_letters(before), release.standing
    proposed = {
        one.suggestion
        for one in release.findings
        if one.kind in LETTERED and (one in standing or one.suggestion in written)
    }
    found = {before[one.begins : one.ends] for one in standing if one.kind is Kind.INITIAL}
    return proposed.intersection(ascii_uppercase) - found


def _register(inner: ElevatedSession) -> Register:
    """All names, whoever asks.

    Of protected people the whole name alone: that a rare family name is found would say that
    somebody of that name is on file.
    """
    guarded = Person.id.in_(all_near_protected())
    everybody = select(Person.name, Person.kana).distinct()
    told = inner.execute(everybody.where(not_(guarded)).order_by(Person.name, Person.kana))
    hidden = inner.execute(everybody.where(guarded).order_by(Person.name, Person.kana))
    staff = inner.execute(select(User.name, User.kana).order_by(User.id))
    return register_of(
        (
            *(Name(*row, parts=False) for row in hidden),
            *(Name(*row) for row in told),
            *(Name(*row) for row in staff),
        ),
        tuple(inner.scalars(select(Organisation.name).order_by(Organisation.id))),
        tuple(inner.scalars(select(Town.name).order_by(Town.id))),
    )


def _tell_workers(inner: ElevatedSession, session: ScopedSession, text: str) -> None:
    """Whoever names somebody protected whom they may not see might be feeling for them."""
    in_sight = person_in_sight(session.actor, Person)
    hidden = and_(Person.id.in_(all_near_protected()), not_(in_sight))
    plain = name_folded(text)
    for person in inner.scalars(select(Person).where(hidden).order_by(Person.id)):
        forms = whole_forms(Name(person.name, person.kana))
        if any(form in plain for form in forms):
            warn_worker(inner, session.actor, person, "外に出す文章に書きました")


def _renew(session: ScopedSession, release: Release, before: str, found: Sequence[Finding]) -> None:
    """The findings of the text as it is now.

    What was decided about the same words in the same sentence still holds; in another sentence
    somebody looks at them again. So they do at everything where a check has failed since: which
    words the earlier findings were is not known any more.
    """
    old, known = list(release.standing), release.checked == digest(before)
    same = found if known else ()
    kept = _pair(old, same, lambda one, new: _said(before, one) == _said(release.text, new))
    rest = [new for new in found if new not in kept]
    again = _pair(
        old, rest, lambda one, new: not known or before[one.begins : one.ends] == new.words
    )
    for new in found:
        one = (kept | again).get(new) or ReleaseFinding(release_id=release.id, kind=new.kind)
        if new not in kept or new.certain:  # certain since: no reason lets it stay any more
            one.reason, one.decided_by_id = "", None
        one.begins, one.ends = new.start, new.end
        one.certain, one.suggestion = new.certain, new.suggestion
        session.add(one)
    for gone in old:
        gone.mended_at = clock.now()
    session.flush()
    session.refresh(release, ["findings"])


def _pair(
    old: list[ReleaseFinding],
    found: Sequence[Finding],
    alike: Callable[[ReleaseFinding, Finding], bool],
) -> dict[Finding, ReleaseFinding]:
    """Each new finding with an earlier one that is alike, which leaves `old` for it."""
    pairs = {}
    for new in found:
        same = next((one for one in old if one.kind == new.kind and alike(one, new)), None)
        if same is not None:
            old.remove(same)
            pairs[new] = same
    return pairs


def _said(text: str, one: ReleaseFinding | Finding) -> tuple[str, str]:
    start, end = (one.start, one.end) if isinstance(one, Finding) else (one.begins, one.ends)
    return text[start:end], sentence_at(text, start, end)


def _told(release: Release) -> str:
    """Counts by kind, for the trail; no word of the text."""
    parts = [
        ("見つかった語", counted(release.standing)),
        ("残すと決めた語", counted(one for one in release.standing if one.reason)),
        ("直した語", release.mended),
    ]
    return "／".join(f"{label}：{counts or 'なし'}" for label, counts in parts)
