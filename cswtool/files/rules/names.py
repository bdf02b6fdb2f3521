"""What an attached file is called."""

import unicodedata
from pathlib import PurePosixPath
from typing import Final
from uuid import UUID, uuid5

from cswtool.files.rules.kinds import FileKind

LONGEST_NAME: Final = 100
"""Characters, the ending included."""
_NAMELESS: Final = "添付"
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Characters that are not seen; some turn the writing round, so that an ending looks harmless."""
_SYSTEMS_OWN: Final = frozenset('<>:"|?*/\\')


def clean_name(given: str, kind: FileKind) -> str:
    """`given` without path and hidden characters (NFC), with an ending that tells the truth."""
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    kept = "".join(
        c for c in last if unicodedata.category(c) not in _HIDDEN and c not in _SYSTEMS_OWN
    )
    name = " ".join(kept.split()).strip(". ")
    ending = PurePosixPath(name).suffix if name else ""
    if ending.lower() not in kind.extensions:
        ending = ""
    stem = name.removesuffix(ending)
    ending = ending or kind.extensions[0]
    return (stem[: LONGEST_NAME - len(ending)].strip(". ") or _NAMELESS) + ending


def shown_name(given: str) -> str:
    """The name as it stands in a message about a file that was not taken."""
    kept = "".join(c for c in given if unicodedata.category(c) not in _HIDDEN)
    return kept[:LONGEST_NAME] or _NAMELESS


def file_id(form_key: UUID, number: int) -> UUID:
    """The id of file `number` of one form, the same however often the form is sent."""
    return uuid5(form_key, f"attachment {number}")
