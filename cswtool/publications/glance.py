"""What a summary says at a glance: a few sentences and a line for each 圏域.

Made of the figures shown and of nothing else. Where some are hidden the words speak of those
that are shown; of a hidden figure they say nothing, neither that it is small nor why it is hidden.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cswtool.activities.rules import hours
from cswtool.publications.sheets import Heading, Sheet

ISSUE: Final = "issue"
ROUTE: Final = "route"
METHOD: Final = "method"
DONE, SPENT, CAME = "done", "spent", "came"
"""The tables it is made of, by their keys in the ledger."""

_ALL: Final = "all"
_NO_ANSWERS: Final = frozenset({"none", "unknown"})
"""Lines that say that nothing was written down: never what there is most of."""
_OUTSIDE_ZONES: Final = "unknown"
_MOST: Final = 3

NOTHING_SHOWN: Final = "世帯の数と課題は、載せていません。"
OF_THE_SHOWN: Final = "載せた中で"
MAY_BE_MORE: Final = f"「{OF_THE_SHOWN}」とあるところは、伏せた数値のほうが多いこともあります。"


@dataclass(frozen=True, slots=True)
class ZoneGlance:
    zone: Heading
    words: str


@dataclass(frozen=True, slots=True)
class Glance:
    """Sentences about the whole city, then one line for each 圏域. Empty where there is nothing."""

    city: tuple[str, ...] = ()
    zones: tuple[ZoneGlance, ...] = ()


def glance_of(sheets: Sequence[Sheet]) -> Glance:
    """That of 地域のまとめ and 様式A (households), or of 様式B (activities)."""
    found = {sheet.key: sheet for sheet in sheets}
    if ISSUE in found:
        city, zones = tuple(_city(found)), tuple(_zones(found, ISSUE))
        compared = any(OF_THE_SHOWN in words for words in (*city, *(one.words for one in zones)))
        return Glance((*city, *([MAY_BE_MORE] if compared else [])), zones)
    if DONE in found:
        return Glance(tuple(_city_work(found)), tuple(_zones(found, DONE)))
    return Glance()


# --- Households -------------------------------------------------------------------------


def _city(found: Mapping[str, Sheet]) -> Iterator[str]:
    households, contacts = (_total(found.get(key), _ALL) for key in (ISSUE, METHOD))
    if households == 0:
        yield "期間中に相談の記録がある世帯はありません。"
    elif households:
        told = f"、相談は延べ{contacts:,}件" if contacts else ""
        yield f"期間中に相談の記録がある世帯は、市全体で{households:,}世帯{told}です。"
    if most := _most(found[ISSUE], _ALL, "世帯"):
        yield f"{_shown_of(found[ISSUE], _ALL)}多い課題は、{most}です。"
    if ROUTE in found and (most := _most(found[ROUTE], _ALL, "世帯")):
        yield f"{_shown_of(found[ROUTE], _ALL)}多い相談経路は、{most}です。"


# --- Activities -------------------------------------------------------------------------


def _city_work(found: Mapping[str, Sheet]) -> Iterator[str]:
    if _total(found[DONE], _ALL) == 0:
        yield "期間中の地域支援の活動の記録はありません。"
        return
    yield f"期間中の地域支援の活動は、市全体で{_work(found, _ALL)}です。"
    if most := _most(found[DONE], _ALL, "件"):
        yield f"多い種類は、{most}です。"


def _work(found: Mapping[str, Sheet], zone: str) -> str:
    """As in 12件・8時間20分・参加は延べ120人, as far as that is shown."""
    done, spent, came = (_total(found.get(key), zone) for key in (DONE, SPENT, CAME))
    parts = [f"{done:,}件"] if done is not None else []
    parts += [hours(spent)] if spent else []
    parts += [f"参加は延べ{came:,}人"] if came else []
    return "・".join(parts)


# --- By 圏域 ----------------------------------------------------------------------------


def _zones(found: Mapping[str, Sheet], lead: str) -> Iterator[ZoneGlance]:
    for zone in found[lead].columns[:-1]:
        if zone.key == _OUTSIDE_ZONES and _total(found[lead], zone.key) == 0:
            continue
        yield ZoneGlance(zone, _zone_words(found, lead, zone.key) or NOTHING_SHOWN)


def _zone_words(found: Mapping[str, Sheet], lead: str, zone: str) -> str:
    sheet, households = found[lead], _total(found[lead], zone)
    if lead == DONE:
        words, most, what = _work(found, zone), _most(sheet, zone, "件"), "種類"
    else:
        words = f"{households:,}世帯" if households is not None else ""
        most, what = _most(sheet, zone, ""), "課題"
    sentences = [words, f"{_shown_of(sheet, zone)}多い{what}は、{most}" if most else ""]
    return "".join(f"{sentence}。" for sentence in sentences if sentence)


# --- Figures ----------------------------------------------------------------------------


def _column(sheet: Sheet, zone: str) -> list[tuple[Heading, int | None]]:
    """The figures of one column by their lines, the line of totals left out."""
    at = [column.key for column in sheet.columns].index(zone)
    body = sheet.lines[:-1] if sheet.total else sheet.lines
    return [(line.heading, line.figures[at]) for line in body]


def _total(sheet: Sheet | None, zone: str) -> int | None:
    """The last figure of a column; None where it is hidden or there is no such table."""
    if sheet is None or not sheet.lines:
        return None
    at = [column.key for column in sheet.columns].index(zone)
    return sheet.lines[-1].figures[at]


def _shown_of(sheet: Sheet, zone: str) -> str:
    """A hidden figure may be greater than any that is shown: then only these are compared."""
    hidden = any(figure is None for _, figure in _column(sheet, zone))
    return OF_THE_SHOWN if hidden else ""


def _most(sheet: Sheet, zone: str, unit: str) -> str:
    """The lines with the greatest figures shown, the greatest first; など where the last of them
    is not the only one with its figure.
    """
    told = [
        (figure, heading.label)
        for heading, figure in _column(sheet, zone)
        if figure and heading.key not in _NO_ANSWERS
    ]
    told.sort(key=lambda one: -one[0])
    words = "、".join(f"{label}（{figure:,}{unit}）" for figure, label in told[:_MOST])
    more = len(told) > _MOST and told[_MOST][0] == told[_MOST - 1][0]
    return f"{words}など" if more else words
