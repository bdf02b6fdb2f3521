"""What this installation is told from outside: where its data lies and its key.

Plain values come from config/default.toml, overlaid by the environment. The key comes
from the environment or from a file outside the data folder, never from the database.
"""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ROOT = Path(__file__).resolve().parent.parent
KEY_BYTES = 32
OWNER_ALONE = 0o077
"""The umask under which everything of ours is written: nobody else on the machine reads it."""


class SettingsError(Exception):
    """The installation is not set up; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    database_url: str
    key: bytes
    data_folder: Path
    idle_minutes: int
    sign_in_hours: int
    secure_cookies: bool
    attachment_megabytes: int
    scan_command: str
    """Looks for viruses in what is attached; "" for none. See files.commands.scan."""

    @classmethod
    def load(cls, environ: Mapping[str, str]) -> "Settings":
        """Read config/default.toml and the environment. Raises SettingsError."""
        values = tomllib.loads((ROOT / "config" / "default.toml").read_text(encoding="utf-8"))
        folder = Path(environ.get("CSWTOOL_DATA", ROOT / "var" / "office")).resolve()
        return cls(
            database_url=environ.get("CSWTOOL_DATABASE_URL", f"sqlite:///{folder}/cswtool.db"),
            key=_key(environ, folder),
            data_folder=folder,
            idle_minutes=int(environ.get("CSWTOOL_IDLE_MINUTES", values["idle_minutes"])),
            sign_in_hours=values["sign_in_hours"],
            secure_cookies=environ.get("CSWTOOL_HTTP", "") == "",
            attachment_megabytes=values["attachment_megabytes"],
            scan_command=environ.get("CSWTOOL_SCAN_COMMAND", values["scan_command"]),
        )

    def derive(self, purpose: str) -> bytes:
        """A 32-byte key for one purpose, derived from the installation's key."""
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(self.key)


def key_file(environ: Mapping[str, str], folder: Path) -> Path:
    """Where the key lies: beside the data folder, never in it."""
    given = environ.get("CSWTOOL_KEY_FILE")
    return Path(given).resolve() if given else folder.with_name(folder.name + ".key")


def make_key(environ: Mapping[str, str]) -> Path:
    """Write a new random key file, readable by its owner alone, unless there is one."""
    folder = Path(environ.get("CSWTOOL_DATA", ROOT / "var" / "office")).resolve()
    path = key_file(environ, folder)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(KEY_BYTES))
    return path


def _key(environ: Mapping[str, str], folder: Path) -> bytes:
    text = environ.get("CSWTOOL_KEY")
    path = key_file(environ, folder)
    if text is None and path.is_relative_to(folder):
        raise SettingsError(f"鍵ファイルはデータフォルダーの外に置いてください: {path}")
    if text is None and not path.exists():
        raise SettingsError(f"鍵がありません。`cswtool init` を実行してください: {path}")
    try:
        key = bytes.fromhex((text or path.read_text()).strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise SettingsError("鍵は64桁の16進数(32バイト)でなければなりません")
    return key
