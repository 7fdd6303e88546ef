"""Neovim, headless: the plugin starts the server, findings stand where they should, fixes and completion work.

Needs Neovim 0.11 or later as `nvim` (or in $NVIM), and the server in $COPYDESK.
"""

import os
import pathlib
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
NVIM = os.environ.get("NVIM") or shutil.which("nvim")

DRAFT = """\
---
date: 2018-10-10
---

# Дожди на перевале

*By Ada Vale*

По сообщениям 😀 العربية the pass was closed ([Dawn](https://www.dawn.com/news/1) May 9).

It opened again ([Dawn](https://www.dawn.com/news/2), Sept 5).
"""


def run(tmp_path, path, arguments):
    """Runs Neovim with the plugin alone, in a home of its own."""
    environment = {
        **os.environ,
        "PATH": path,
        **{f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")},
    }
    command = [NVIM, "--clean", "--headless", "--cmd", f"set runtimepath+={ROOT / 'editors/neovim'}"]
    command += ["--cmd", f"source {ROOT / 'editors/neovim/plugin/copydesk.lua'}", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


@pytest.mark.skipif(NVIM is None, reason="Neovim is not installed")
def test_an_editor_at_work(tmp_path, recording_path):
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT, encoding="utf8")
    done = run(tmp_path, recording_path, [str(draft), "-c", f"luafile {ROOT / 'tests/editors/neovim/test.lua'}"])
    assert done.returncode == 0, done.stderr
    expected = DRAFT.replace("1) May 9", "1), May 9").replace("Sept 5", "September 5")
    assert draft.read_text(encoding="utf8") == expected


@pytest.mark.skipif(NVIM is None, reason="Neovim is not installed")
def test_checkhealth_says_what_is_missing(tmp_path, recording_path):
    said = tmp_path / "health"
    done = run(tmp_path, recording_path, ["-c", "checkhealth copydesk", "-c", f"write! {said}", "-c", "qall!"])
    assert done.returncode == 0, done.stderr
    assert "copydesk 0" in said.read_text(encoding="utf8")
    missing = 'lua vim.lsp.config("copydesk", {cmd = {"no-such-program"}})'
    done = run(tmp_path, recording_path, ["-c", missing, "-c", "checkhealth copydesk", "-c", f"write! {said}", "-c", "qall!"])
    assert "no-such-program cannot be run" in said.read_text(encoding="utf8"), done.stderr
