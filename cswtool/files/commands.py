"""Taking a file in, attaching it, withdrawing it."""

import hashlib
import shlex
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import defer

from cswtool.access import clock
from cswtool.db.session import ScopedSession
from cswtool.files.models import Attachment, AttachmentContent
from cswtool.files.rules.kinds import FileKind, NotAllowedError, judge
from cswtool.files.rules.names import clean_name, file_id
from cswtool.files.rules.pictures import without_metadata
from cswtool.files.rules.sealing import seal

_SCAN_SECONDS: Final = 60
_CLEAN: Final = 0
_FOUND: Final = 1
_PATH: Final = "{path}"


@dataclass(frozen=True, slots=True)
class Received:
    """A file that may be attached, as it is kept: named, judged, without its metadata."""

    name: str
    kind: FileKind
    content: bytes


@dataclass(frozen=True, slots=True)
class Target:
    """What files are attached to, with one caption for all of them."""

    case_id: UUID
    consultation_id: UUID | None = None
    caption: str = ""


def receive(name: str, content: bytes, scan_command: str) -> Received:
    """A file as it will be kept. Raises NotAllowedError, whose message is for the person."""
    kind = judge(content)
    kept = without_metadata(kind, content)
    scan(kept, scan_command)
    return Received(clean_name(name, kind), kind, kept)


def scan(content: bytes, command: str) -> None:
    """Have the office's virus scanner look at a file; "" is none.

    The scanner reads the file from its input, or from a private folder where the command
    says {path}. It answers 0 for clean and 1 for found. Raises NotAllowedError for 1, and
    for anything else too: what could not be looked at is not taken.
    """
    if not command:
        return
    with tempfile.TemporaryDirectory(prefix="cswtool-") as folder:
        words = shlex.split(command)
        if any(_PATH in word for word in words):
            path = Path(folder, "file")
            path.write_bytes(content)
            words = [word.replace(_PATH, str(path)) for word in words]
        answer = _answer(words, content)
    if answer == _FOUND:
        raise NotAllowedError("ウイルスの疑いがあるため受け取りません。管理者に知らせてください。")
    if answer != _CLEAN:
        raise NotAllowedError(
            "ウイルスの検査ができないため受け取りません。あとでもう一度試し、続くときは管理者に知らせてください。"
        )


def _answer(words: list[str], content: bytes) -> int | None:
    """What the scanner says; None where it cannot be run or does not come to an end."""
    try:
        done = subprocess.run(  # noqa: S603 -- the command is the installation's own setting
            words, input=content, capture_output=True, timeout=_SCAN_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.returncode


def attach(
    session: ScopedSession, key: bytes, form_key: UUID, files: Sequence[Received], to: Target
) -> list[Attachment]:
    """Store the files of one form, all or none; their ids follow from the form's key."""
    now = clock.now()
    stored = [
        Attachment(
            id=file_id(form_key, number),
            case_id=to.case_id,
            consultation_id=to.consultation_id,
            author_id=session.actor.id,
            at=now,
            name=file.name,
            kind=file.kind,
            size=len(file.content),
            sha256=hashlib.sha256(file.content).hexdigest(),
            caption=to.caption,
        )
        for number, file in enumerate(files)
    ]
    session.add_all(stored)
    session.flush()
    for row, file in zip(stored, files, strict=True):
        sealed = seal(key, row.id, file.content)
        session.add(AttachmentContent(attachment_id=row.id, case_id=row.case_id, sealed=sealed))
    session.flush()
    return stored


def withdraw(session: ScopedSession, attachment: Attachment, reason: str) -> None:
    """Throw the content away for good; what was withdrawn before keeps who did it, and why."""
    if attachment.is_withdrawn:
        return
    attachment.withdrawn_at, attachment.withdrawn_by_id = clock.now(), session.actor.id
    attachment.withdrawn_reason = reason
    query = select(AttachmentContent).options(defer(AttachmentContent.sealed))
    for content in session.scalars(query.where(AttachmentContent.attachment_id == attachment.id)):
        session.delete(content)
