"""Texts that the synthetic office is about to let out: being written, asked about, released."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from cswtool.db.base import Base
from cswtool.demo.ground import Ground
from cswtool.regional.models import RegionalAction, RegionalIssue
from cswtool.regional.queries.sheet import as_one, texts_of
from cswtool.regional.rules.course import Side
from cswtool.regional.rules.sheet import typed_of
from cswtool.releases.models import Release, ReleaseFinding
from cswtool.releases.rules import Purpose, ReleaseStatus, digest
from cswtool.textgate.gate import check
from cswtool.textgate.register import Name, Register

_FINISHED: Final = (
    "市内には、長く外に出られずにいる人と、その親だけで暮らす世帯が少なくありません。"
    "親の介護が始まってから、はじめて相談につながることが多くなっています。\n"
    "Aさんは、十年以上自室で過ごしていました。親の入院をきっかけに民生委員が気づき、"
    "CSWが手紙を届けつづけました。半年ほどして、居場所の畑の作業に加わるようになりました。"
)
_ASKED: Final = (
    "ごみ出しに困る世帯が増えています。玄関まで取りに来てもらえる仕組みと、"
    "声をかけ合える近所づきあいの両方が必要です。"
)
_WRITING: Final = (
    "ヤングケアラーとみられる中学生の相談がありました。{name}さん（14歳）は、"
    "7月3日から学校を休みがちです。{town}のサロンで、弟と一緒に夕食をとっています。"
)


def leave(ground: Ground, records: Sequence[Base]) -> list[Base]:
    """One text in each state, and the sheet of the first 地域課題 of `records`, released.

    None of them tells of anybody.
    """
    town = ground.lists.spots["W"][0][0].name
    writing = _WRITING.format(name="架空 春香", town=town)
    issue = next(one for one in records if isinstance(one, RegionalIssue))
    sheet = _text(ground, _wording(issue, records), ReleaseStatus.RELEASED, days=9)
    for one in sheet:
        if isinstance(one, Release):
            one.regional_id = issue.id
    return [
        *_text(ground, _FINISHED, ReleaseStatus.RELEASED, days=20),
        *sheet,
        *_text(ground, _ASKED, ReleaseStatus.ASKED, days=1),
        *_text(ground, writing, ReleaseStatus.WRITING, days=0, towns=[town]),
    ]


def _wording(issue: RegionalIssue, records: Sequence[Base]) -> str:
    """What stands on the sheet of an issue, as its page sends it to be checked."""
    actions = [a for a in records if isinstance(a, RegionalAction) and a.regional_id == issue.id]
    actions.sort(key=lambda action: list(Side).index(action.side))
    return as_one(typed_of(issue.title, texts_of(issue), actions))


def _text(
    ground: Ground, text: str, status: ReleaseStatus, *, days: int, towns: list[str] | None = None
) -> list[Base]:
    at = ground.now - timedelta(days=days, hours=2)
    author, reader = ground.staff.csw["W"], ground.staff.supervisor
    release = Release(
        id=ground.key(at),
        purpose=Purpose.SHEET,
        destination="第2層協議体",
        text=text,
        checked=digest(text),
        checked_at=at,
        status=status,
        author_id=author.id,
        at=at,
        to_id=None if status is ReleaseStatus.WRITING else reader.id,
        asked_at=None if status is ReleaseStatus.WRITING else at + timedelta(hours=1),
        answered_at=at + timedelta(hours=2) if status is ReleaseStatus.RELEASED else None,
    )
    found = check(text, Register([Name(author.name, author.kana)], [], towns or []))
    return [
        release,
        *(
            ReleaseFinding(
                id=ground.key(at),
                release_id=release.id,
                begins=one.start,
                ends=one.end,
                kind=one.kind,
                certain=one.certain,
                suggestion=one.suggestion,
            )
            for one in found
        ),
    ]
