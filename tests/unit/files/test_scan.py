"""The virus scanner: 0 is clean, 1 is found, and whatever else happens the file is not taken."""

import pytest

from cswtool.files import commands
from cswtool.files.commands import scan
from cswtool.files.rules.kinds import NotAllowedError


@pytest.fixture
def scanner(tmp_path):
    def write(body: str) -> str:
        script = tmp_path / "scan"
        script.write_text(f"#!/bin/sh\n{body}\n")
        script.chmod(0o700)
        return str(script)

    return write


def test_without_a_scanner_nothing_is_scanned():
    scan(b"x", "")


def test_it_reads_the_file_from_its_input(scanner):
    command = scanner("! grep -q EICAR")
    scan(b"harmless", command)
    with pytest.raises(NotAllowedError, match="ウイルスの疑い"):
        scan(b"an EICAR file", command)


def test_or_from_a_path_that_is_private_and_gone_afterwards(scanner, tmp_path):
    told = tmp_path / "told"
    command = scanner(
        f'stat -c %a "$(dirname "$1")" > {told}; echo "$1" >> {told}; grep -q good $1'
    )
    scan(b"good", f"{command} {{path}}")
    mode, path = told.read_text().split()
    assert mode == "700"
    assert not (tmp_path / path).exists()


@pytest.mark.parametrize("body", ["exit 2", "kill -9 $$", "exit 127"])
def test_a_scanner_that_fails_takes_nothing(body, scanner):
    with pytest.raises(NotAllowedError, match="検査ができない"):
        scan(b"x", scanner(body))


def test_neither_does_one_that_is_not_there_or_never_ends(scanner, monkeypatch):
    with pytest.raises(NotAllowedError, match="検査ができない"):
        scan(b"x", "/nowhere/scan")
    monkeypatch.setattr(commands, "_SCAN_SECONDS", 0.2)
    with pytest.raises(NotAllowedError, match="検査ができない"):
        scan(b"x", scanner("exec sleep 5"))
