"""Every message that the server sends to a client of these tests is recorded, and held against the protocol at the end."""

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
    """The command that starts the server and records what is said."""
    return [sys.executable, str(HERE / "recorded.py"), str(RECORDS), str(pathlib.Path(SERVER).resolve())]


@pytest.fixture
def recording_path(tmp_path):
    """A search path on which `copydesk` is the server that is recorded."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "copydesk"
    # Other commands than the server's write what they write.
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
