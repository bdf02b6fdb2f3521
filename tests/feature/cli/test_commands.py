"""The command line on an office of its own: keys, accounts, the trail, and what lies on disk."""

import json
import re
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from cswtool.accounts import commands
from cswtool.accounts.models import User
from cswtool.cli import main
from cswtool.community.models import Zone
from cswtool.db.elevated import elevated
from cswtool.db.engine import open_engine
from cswtool.settings import Settings

CODE = re.compile(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}")
NAME = "架空 台帳子"


class Shell:
    """Runs `cswtool …` with its data in one folder."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "office"
        self.key = folder / "office.key"
        self.environ = {"CSWTOOL_DATA": str(self.data)}

    def run(self, *words: str, **environ: str):
        runner = CliRunner(env={**self.environ, **environ})
        return runner.invoke(main, list(words))

    def done(self, *words: str) -> str:
        result = self.run(*words)
        assert result.exit_code == 0, result.output
        return result.output

    def refused(self, *words: str, **environ: str) -> str:
        """What the command says when it will not; never a traceback."""
        result = self.run(*words, **environ)
        assert result.exit_code == 1
        assert isinstance(result.exception, SystemExit)
        assert "Traceback" not in result.output
        return result.output

    @property
    def settings(self) -> Settings:
        return Settings.load(self.environ)


@pytest.fixture
def shell(tmp_path, monkeypatch) -> Shell:
    for name in ("CSWTOOL_DATABASE_URL", "CSWTOOL_KEY", "CSWTOOL_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    return Shell(tmp_path)


@pytest.fixture
def office(shell) -> Shell:
    shell.done("init")
    return shell


def _stored(shell: Shell, query):
    settings = shell.settings
    engine = open_engine(settings.database_url, settings.key)
    with elevated(engine, reason="test") as session:
        found = session.scalars(query).all()
    engine.dispose()
    return found


def test_setting_up_twice_changes_nothing(office):
    key, zones = office.key.read_bytes(), _stored(office, select(Zone.id).order_by(Zone.id))
    office.done("init")
    assert office.key.read_bytes() == key
    assert _stored(office, select(Zone.id).order_by(Zone.id)) == zones


def test_the_key_lies_outside_the_data_and_is_its_owners_alone(office):
    assert office.data not in office.key.parents
    assert office.key.stat().st_mode & 0o077 == 0
    inside = str(office.data / "inside.key")
    assert "データフォルダーの外" in office.refused("audit", "verify", CSWTOOL_KEY_FILE=inside)


def test_without_a_key_the_command_says_what_to_do(shell):
    assert "cswtool init" in shell.refused("audit", "verify")


@pytest.mark.parametrize("command", [("init",), ("audit", "verify"), ("user", "reset", "x")])
def test_a_wrong_key_is_said_in_plain_words(office, command):
    assert "この鍵ではデータベースを開けません" in office.refused(*command, CSWTOOL_KEY="ab" * 32)


@pytest.mark.parametrize("key", ["", "ab", "これは鍵ではない"])
def test_a_key_that_is_none_is_said_in_plain_words(office, key):
    assert "64桁" in office.refused("audit", "verify", CSWTOOL_KEY=key or " ")


def test_a_user_is_added_reset_and_disabled(office):
    first = CODE.search(office.done("user", "add", "Hanako", NAME, "--role", "csw"))[0]
    second = CODE.search(office.done("user", "reset", "hanako"))[0]
    assert first != second
    assert "もう使われています" in office.refused("user", "add", "hanako", NAME, "--role", "csw")
    both = ("--role", "privacy_officer", "--role", "csw")
    assert "自分で調べない" in office.refused("user", "add", "jiro", NAME, *both)
    office.done("user", "disable", "hanako")
    (user,) = _stored(office, select(User))
    assert user.is_disabled
    assert "利用者がいません" in office.refused("user", "disable", "taro")


def test_the_code_on_the_screen_opens_the_account(office):
    code = CODE.search(office.done("user", "add", "hanako", NAME, "--role", "administrator"))[0]
    settings = office.settings
    engine = open_engine(settings.database_url, settings.key)
    with elevated(engine, reason="test") as session:
        commands.accept_invitation(session, "hanako", code, "a long enough secret")
    engine.dispose()


def test_the_trail_is_verified_and_sealed(office, tmp_path):
    seal = tmp_path / "seal.json"
    office.done("audit", "seal", str(seal))
    office.done("user", "add", "hanako", NAME, "--role", "csw")
    assert "正しくつながっています" in office.done("audit", "verify", "--sealed", str(seal))
    seal.write_text(json.dumps({**json.loads(seal.read_text()), "hash": "0" * 64}))
    assert "封印" in office.refused("audit", "verify", "--sealed", str(seal))


def test_the_files_on_disk_say_nothing_without_the_key(office):
    office.done("user", "add", "hanako", NAME, "--role", "csw")
    files = [path for path in office.data.rglob("*") if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes()
        assert NAME.encode() not in content
        assert "小平".encode() not in content
        assert b"CREATE TABLE" not in content
    stranger = sqlite3.connect(office.data / "cswtool.db")
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        stranger.execute("SELECT count(*) FROM user")
    stranger.close()
