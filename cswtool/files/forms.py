"""The form that takes files, the field that other forms take them with, and withdrawing."""

from typing import Any, Final, cast

from flask import current_app
from flask_wtf.file import MultipleFileField
from typing_extensions import override
from werkzeug.datastructures import FileStorage
from wtforms.validators import InputRequired, Optional

from cswtool.files.commands import Received, receive
from cswtool.files.rules.kinds import ACCEPTED, NotAllowedError
from cswtool.files.rules.names import shown_name
from cswtool.web.forms import Form, OnceMixin, line

MOST_AT_ONCE: Final = 5
_TOO_MANY: Final = f"一度に添付できるのは{MOST_AT_ONCE}つまでです。分けて添付してください。"
_CHOOSE_AGAIN: Final = (
    "選んだファイルは画面に残せません。保存する前に、ファイルをもう一度選んでください。"
)
_SHORT: Final = 100


class UploadField(MultipleFileField):  # type: ignore[misc]
    """Files to attach, judged by what they hold; `received` once the form is valid."""

    received: list[Received]

    def __init__(self, label: str, *, required: bool = False, **more: Any) -> None:
        first = InputRequired("ファイルを選んでください。") if required else Optional()
        super().__init__(label, validators=[first], render_kw={"accept": ACCEPTED}, **more)
        self.received = []

    @override
    def pre_validate(self, form: Any) -> None:
        """Every file that is refused is named, with the reason."""
        sent = cast("list[FileStorage]", self.data or [])
        if len(sent) > MOST_AT_ONCE:
            self.errors.append(_TOO_MANY)
            return
        self.received = []
        for storage in sent:
            try:
                self.received.append(_received(storage))
            except NotAllowedError as refusal:
                self.errors.append(f"「{shown_name(storage.filename or '')}」：{refusal}")

    def ask_again(self) -> None:
        """Say that no page can keep a chosen file, where one was chosen."""
        if self.data:
            self.errors: list[str] = [*self.errors, _CHOOSE_AGAIN]


def _received(storage: FileStorage) -> Received:
    """Raises NotAllowedError."""
    settings = current_app.extensions["settings"]
    limit = settings.attachment_megabytes * 1024 * 1024
    storage.stream.seek(0)  # the guard may run a view twice
    content = storage.stream.read(limit + 1)
    if len(content) > limit:
        raise NotAllowedError(
            f"{settings.attachment_megabytes}MBを超えています。小さくするか、分けてください。"
        )
    return receive(storage.filename or "", content, settings.scan_command)


def attachment_key() -> bytes:
    return cast("bytes", current_app.extensions["settings"].derive("attachments"))


class UploadMixin:
    """A form with `files`: refused for whatever reason, it asks for them again."""

    files: UploadField | None

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))  # type: ignore[misc]
        if not valid:
            self.ask_for_files_again()
        return valid

    def ask_for_files_again(self) -> None:
        if self.files is not None:
            self.files.ask_again()


class AttachmentForm(UploadMixin, OnceMixin, Form):
    files = UploadField("ファイル", required=True)
    caption = line("説明", longest=_SHORT)


class WithdrawForm(Form):
    reason = line("取り下げる理由", required=True)
