"""Records every message that the server sends to a client in these tests, and checks them against the protocol at the end."""

import os
import pathlib
import shlex
import sys
import tempfile

import protocol
import pytest

HERE = pathlib.Path(__file__).parent
RECORDS = pathlib.Path(tempfile.mkdtemp(prefix="copydesk-messages-"))
SERVER = os.environ.get("COPYDESK", str(HERE.parents[1] / "target/debug/copydesk"))


def recorded():
    """The command that starts the server and records the messages."""
    return [sys.executable, str(HERE / "recorded.py"), str(RECORDS), str(pathlib.Path(SERVER).resolve())]


@pytest.fixture
def recording_path(tmp_path):
    """A search path on which `copydesk` is the recorded server."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "copydesk"
    # Only the server is recorded; other commands print as usual.
    script.write_text(
        f'#!/bin/sh\n[ "$1" = lsp ] && exec {shlex.join(recorded())} "$@"\nexec {shlex.quote(SERVER)} "$@"\n',
        encoding="utf8",
    )
    script.chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


@pytest.fixture(scope="session", autouse=True)
def messages_are_those_of_the_protocol():
    yield
    if any(RECORDS.iterdir()):
        faults, checked = protocol.check(RECORDS)
        assert not faults, "\n".join(faults)
        assert checked > 0
