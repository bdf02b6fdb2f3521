"""What somebody who kept several editions can work out of them together.

From what was printed alone, as a reader has it. The program attacks its own editions with the
figures that were counted for them (`cswtool.publications.ledger`); here the engine is tried on
editions whose secrets nobody kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cswtool.disclosure.attack import Interval, attack
from cswtool.disclosure.cells import Problem, ProblemError, Published, Relation, Whole


@dataclass(frozen=True)
class Edition:
    """One edition as it lay before its readers.

    ``figures``: what was printed by id, ``None`` for x; an id that stands in two editions is the
    same figure. ``sensitive``: the hidden ones that must not come out (``why`` is ``primary``).
    ``wholes``: hidden parts that are their whole total.
    """

    figures: Mapping[str, int | None]
    sensitive: frozenset[str]
    relations: tuple[Relation, ...] = ()
    wholes: tuple[Whole, ...] = ()


@dataclass(frozen=True)
class Reader:
    """Whom the editions are attacked by; each audience with all it was ever given."""

    threshold: int
    zeros_shown: bool = True
    partner_knows: int = 0


def attack_together(
    reader: Reader, editions: Iterable[Edition], links: Iterable[Relation] = ()
) -> tuple[Interval, ...]:
    """The interval of every sensitive figure, in the order of their first edition.

    ``links``: what holds between figures of different editions. Raises ``ProblemError`` where two
    editions print different figures under one id, or no table agrees with all of them.
    """
    editions = tuple(editions)
    sensitive = {name for edition in editions for name in edition.sensitive}
    return attack(
        Problem(
            threshold=reader.threshold,
            cells=(),
            relations=(*(r for edition in editions for r in edition.relations), *links),
            published=tuple(
                Published(name, value, name in sensitive)
                for name, value in _printed(editions).items()
            ),
            zeros_shown=reader.zeros_shown,
            partner_knows=reader.partner_knows,
            wholes=tuple(dict.fromkeys(w for edition in editions for w in edition.wholes)),
        ),
        hidden=(),
    )


def _printed(editions: Iterable[Edition]) -> dict[str, int | None]:
    """By id; what one edition hides and another shows is shown."""
    found: dict[str, int | None] = {}
    for name, value in (entry for edition in editions for entry in edition.figures.items()):
        before = found.setdefault(name, value)
        if before is None:
            found[name] = value
        elif value not in {before, None}:
            raise ProblemError(f"{name}: {before} in one edition, {value} in another")
    return found
