"""The settings for editors that are not run here: each is read the way its editor does, and must start copydesk."""

import json
import pathlib
import re
import shlex
import subprocess

import pytest

EDITORS = pathlib.Path(__file__).parents[2] / "editors"


def shown(heading):
    """The settings under a heading of editors/README.md."""
    part = (EDITORS / "README.md").read_text("utf8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return json.loads(re.search(r"```json\n(.*?)```", part, re.DOTALL)[1])


def zed():
    binary = shown("Zed")["lsp"]["marksman"]["binary"]
    assert set(binary) <= {"path", "arguments", "env", "ignore_system_version"}
    return [binary["path"], *binary["arguments"]]


def sublime():
    client = shown("Sublime Text")["clients"]["copydesk"]
    assert client["enabled"] is True
    # The base scope of Markdown, and its last part, which is the language sent to the server.
    assert client["selector"] == "text.html.markdown"
    return client["command"]


def jetbrains():
    template = json.loads((EDITORS / "jetbrains/template.json").read_text("utf8"))
    assert template["id"] == template["name"] == "copydesk"
    patterns = {pattern: each["languageId"] for each in template["fileTypeMappings"] for pattern in each["fileType"]["patterns"]}
    assert patterns == {"*.md": "markdown", "*.markdown": "markdown", "copydesk.toml": "toml"}
    command = template["programArgs"]
    text = (EDITORS / "README.md").read_text("utf8")
    assert f"`{command['default']}`" in text and f"`{command['windows']}`" in text, "the README shows another command"
    return shlex.split(command["default"])


@pytest.mark.parametrize("command", [zed, sublime, jetbrains])
def test_what_is_started_is_copydesk(command, recording_path):
    start = {"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}}
    said = "".join(
        f"Content-Length: {len(body)}\r\n\r\n{body}"
        for body in (json.dumps({"jsonrpc": "2.0", **message}) for message in (start, {"id": 2, "method": "shutdown"}, {"method": "exit"}))
    )
    environment = {"PATH": recording_path, "HOME": "/nowhere"}
    done = subprocess.run(command(), input=said.encode(), capture_output=True, env=environment, timeout=30)
    assert done.returncode == 0, done.stderr.decode()
    answer = json.loads(done.stdout.split(b"\r\n\r\n", 1)[1].split(b"Content-Length", 1)[0])
    assert answer["result"]["serverInfo"]["name"] == "copydesk"
