"""The contract with scripts: a problem as JSON in, the protected figures as JSON out.

    {"threshold": 10, "zeros_shown": true,
     "cells": [{"id": "issue|W|3", "value": 12, "households": 12, "weight": 1.0}],
     "relations": [{"terms": [["issue|W|3", 1]], "lower": 0, "upper": 0}],
     "published": [{"id": "issue|W|3", "value": 14}]}

``threshold`` and ``cells`` must be there. A cell may also say ``"sensitive": true``,
``"structural_zero": true`` and ``"largest": 7`` (the most that one household makes of its value).
A bound of ``null`` is none; a published value of ``null`` was hidden, and ``"sensitive": true``
beside it goes on protecting it. ``"partner_knows": 1`` guards against somebody who knows one
household of a cell; ``"wholes": [["issue|W|3", "issue|W|all"]]`` names parts that are their whole
total, of which that must not come out. A key that is not known is refused: a misspelt ``sensitive``
must not publish anything. Nor is one that stands twice in an object, of which only one would count.
A cell may stand in ``published`` more than once, as in several editions.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from cswtool.disclosure.cells import (
    Cell,
    Problem,
    ProblemError,
    Protected,
    Published,
    Relation,
    Whole,
)

_WHOLE, _NUMBER, _TEXT, _FLAG, _LIST = (int,), (int, float), (str,), (bool,), (list,)
_SAID: dict[tuple[type, ...], str] = {
    _WHOLE: "a whole number",
    _NUMBER: "a number",
    _TEXT: "a text",
    _FLAG: "true or false",
    _LIST: "a list",
}
_PAIR = 2
_DIGITS = 15  # more than any count may have, and no more than a float holds exactly
_PROBLEM = {
    "threshold",
    "zeros_shown",
    "partner_knows",
    "cells",
    "relations",
    "published",
    "wholes",
}
_CELL = {"id", "value", "households", "largest", "weight", "sensitive", "structural_zero"}


def problem_from_json(text: str) -> Problem:
    """Raises ``ProblemError``, saying which part is wrong, also where the text is not JSON."""
    try:
        stated = json.loads(
            text,
            object_pairs_hook=_without_twins,
            parse_int=_whole_number,
            parse_constant=_no_number,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ProblemError(f"not JSON: {where}: {error.msg}") from error
    except RecursionError as error:
        raise ProblemError("not a problem: lists within lists without end") from error
    whole = _Part("problem", stated, _PROBLEM)
    return Problem(
        threshold=whole.needed("threshold", _WHOLE),
        cells=tuple(map(_cell, *_numbered("cells", whole.needed("cells", _LIST)))),
        relations=tuple(map(_relation, *_numbered("relations", whole.get("relations", _LIST, [])))),
        published=_of_all_editions(
            map(_published, *_numbered("published", whole.get("published", _LIST, [])))
        ),
        zeros_shown=whole.get("zeros_shown", _FLAG, True),
        partner_knows=whole.get("partner_knows", _WHOLE, 0),
        wholes=tuple(map(_whole, *_numbered("wholes", whole.get("wholes", _LIST, [])))),
    )


def json_from_protected(protected: Protected) -> str:
    """``{"cells": [{"id", "shown": number or null, "why"}], "seconds"}`` and how good it is."""
    answer = {
        "cells": [
            {"id": cell.id, "shown": cell.shown, "why": cell.why} for cell in protected.cells
        ],
        "hidden_weight": protected.hidden_weight,
        "least_weight": protected.least_weight,
        "finished": protected.finished,
        "seconds": round(protected.seconds, 3),
    }
    return json.dumps(answer, ensure_ascii=False, indent=1)


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    stated: dict[str, Any] = {}
    for key, value in pairs:
        if key in stated:
            raise ProblemError(f"key {key} stands twice in one object")
        stated[key] = value
    return stated


def _whole_number(digits: str) -> int:
    """Where a number is too long to be reckoned with, another that is too large as well."""
    sign, size = digits[:1].strip("0123456789"), digits.lstrip("-")
    return int(digits if len(size) <= _DIGITS else f"{sign}1{'0' * _DIGITS}")


def _no_number(name: str) -> float:
    raise ProblemError(f"not JSON: {name} is no number; no bound is null")


class _Part:
    """One object of the problem, and where it stands, for the message."""

    def __init__(self, where: str, stated: Any, known: set[str]) -> None:
        if not isinstance(stated, Mapping):
            raise ProblemError(f"{where}: not an object")
        strange = sorted(stated.keys() - known)
        if strange:
            raise ProblemError(f"{where}: unknown key {strange[0]}")
        self._where, self._stated = where, stated

    def needed(self, key: str, kind: tuple[type, ...]) -> Any:
        if self._stated.get(key) is None:
            raise ProblemError(f"{self._where}: {key} is missing")
        return self.get(key, kind, None)

    def get(self, key: str, kind: tuple[type, ...], default: Any) -> Any:
        """What is stated under a key; ``null`` and nothing are the default."""
        value = self._stated.get(key)
        return default if value is None else _checked(f"{self._where}: {key}", value, kind)


def _checked(where: str, value: Any, kind: tuple[type, ...]) -> Any:
    # True is an int to Python, not to whoever wrote the file.
    if not isinstance(value, kind) or (isinstance(value, bool) and kind != _FLAG):
        raise ProblemError(f"{where} is not {_SAID[kind]}")
    if isinstance(value, str) and not value.isascii():
        _check_is_text(where, value)
    return value


def _check_is_text(where: str, value: str) -> None:
    """Half a character, which JSON can escape and no file can hold."""
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ProblemError(f"{where} is not {_SAID[_TEXT]}") from error


def _numbered(name: str, parts: list[Any]) -> tuple[list[str], list[Any]]:
    return [f"{name}[{number}]" for number in range(len(parts))], parts


def _cell(where: str, stated: Any) -> Cell:
    part = _Part(where, stated, _CELL)
    return Cell(
        id=part.needed("id", _TEXT),
        value=part.needed("value", _WHOLE),
        households=part.get("households", _WHOLE, None),
        weight=part.get("weight", _NUMBER, 1.0),
        sensitive=part.get("sensitive", _FLAG, False),
        structural_zero=part.get("structural_zero", _FLAG, False),
        largest=part.get("largest", _WHOLE, None),
    )


def _relation(where: str, stated: Any) -> Relation:
    part = _Part(where, stated, {"terms", "lower", "upper"})
    return Relation(
        terms=tuple(map(_term, *_numbered(f"{where}: terms", part.needed("terms", _LIST)))),
        lower=part.get("lower", _NUMBER, None),
        upper=part.get("upper", _NUMBER, None),
    )


def _term(where: str, stated: Any) -> tuple[str, int]:
    name, factor = _pair(where, stated, "a cell and a whole number")
    return _checked(where, name, _TEXT), _checked(where, factor, _WHOLE)


def _whole(where: str, stated: Any) -> Whole:
    part, total = _pair(where, stated, "a part and its total")
    return Whole(_checked(where, part, _TEXT), _checked(where, total, _TEXT))


def _pair(where: str, stated: Any, of: str) -> list[Any]:
    pair: list[Any] = _checked(where, stated, _LIST)
    if len(pair) != _PAIR:
        raise ProblemError(f"{where} is not a pair of {of}")
    return pair


def _of_all_editions(entries: Iterable[Published]) -> tuple[Published, ...]:
    """One for each cell: what one edition hid and another showed is known."""
    found: dict[str, Published] = {}
    for entry in entries:
        before = found.get(entry.id, entry)
        told = {value for value in (before.value, entry.value) if value is not None}
        if len(told) > 1:
            figures = f"{before.value} and as {entry.value}"
            raise ProblemError(f"published {entry.id}: was shown as {figures}")
        sensitive = before.sensitive or entry.sensitive
        found[entry.id] = Published(entry.id, next(iter(told), None), sensitive)
    return tuple(found.values())


def _published(where: str, stated: Any) -> Published:
    part = _Part(where, stated, {"id", "value", "sensitive"})
    name = part.needed("id", _TEXT)
    sensitive = part.get("sensitive", _FLAG, False)
    if "value" not in stated:
        raise ProblemError(f"{where}: value is missing; null where it was hidden")
    return Published(name, part.get("value", _WHOLE, None), sensitive)
