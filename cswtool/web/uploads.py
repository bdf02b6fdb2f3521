"""How uploaded files are received: in memory alone, so that none lies open on the disk."""

from io import BytesIO
from typing import IO

from flask import Request
from typing_extensions import override


class InMemoryRequest(Request):
    """Werkzeug would put a file of more than 500 KB into the system's temporary folder."""

    @override
    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()
