"""Neovim, headless and in a terminal: the plugin starts the server, findings stand where they should, fixes and completion work.

Needs Neovim 0.11 or later as `nvim` (or in $NVIM), and the server in $COPYDESK.
"""

import os
import pathlib
import shlex
import shutil
import subprocess
import time

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


def started(tmp_path, path, arguments, before=""):
    """The environment and the command of Neovim with the plugin alone, in a home of its own; `before` is run before it."""
    environment = {
        **os.environ,
        "PATH": path,
        **{f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")},
    }
    command = [NVIM, "--clean", "--cmd", before, "--cmd", f"set runtimepath+={ROOT / 'editors/neovim'}"]
    command += ["--cmd", f"source {ROOT / 'editors/neovim/plugin/copydesk.lua'}", *arguments]
    return environment, command


def run(tmp_path, path, arguments, before=""):
    """Runs Neovim without a terminal."""
    environment, command = started(tmp_path, path, ["--headless", *arguments], before)
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


class Terminal:
    """A program in a terminal of tmux, as a person sees it."""

    def __init__(self, tmp_path, environment, command):
        self.tmux = ["tmux", "-S", str(tmp_path / "tmux"), "-f", "/dev/null"]
        begin = ["new-session", "-d", "-x", "150", "-y", "40", "-s", "s", shlex.join(command)]
        subprocess.run([*self.tmux, *begin], env={**environment, "LC_ALL": "C.UTF-8"}, check=True)

    def keys(self, *keys):
        for key in keys:
            subprocess.run([*self.tmux, "send-keys", "-t", "s", key], check=True)
            time.sleep(0.2)

    def screen(self):
        shown = subprocess.run([*self.tmux, "capture-pane", "-p", "-t", "s"], capture_output=True, text=True)
        return shown.stdout

    def sees(self, words):
        """Waits until words are on the screen."""
        for _ in range(150):
            if words in self.screen():
                return
            time.sleep(0.1)
        raise AssertionError(f"not on the screen: {words}\n{self.screen()}")

    def end(self):
        subprocess.run([*self.tmux, "kill-server"], capture_output=True)


@pytest.mark.skipif(NVIM is None or shutil.which("tmux") is None, reason="Neovim or tmux is not installed")
def test_a_session_in_the_terminal(tmp_path, recording_path):
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT, encoding="utf8")
    shown = "lua vim.diagnostic.config({virtual_text = true})"
    terminal = Terminal(tmp_path, *started(tmp_path, recording_path, [str(draft), "-c", shown]))
    try:
        terminal.sees("no comma between the source and its date")
        # To the gap behind Cyrillic, Arabic and an emoji, and to what can be done there.
        terminal.keys(":9", "Enter", "0", "f)", "l", "gra")
        terminal.sees("comma before the date")
        terminal.keys("1", "Enter")
        terminal.sees("news/1), May 9")
        # A source, completed inside a citation: it comes up unasked, and what is taken has places to fill in.
        terminal.keys(":w", "Enter", ":9", "Enter", "o", "Enter", "Снег 😀 fell ([")
        terminal.sees("dawn.com · PK")
        terminal.keys("Daily Na")
        terminal.sees("nation.africa")
        terminal.keys("C-n", "C-y")
        terminal.sees("fell ([Daily Nation](url), ")
        terminal.keys("https://nation.africa/rain", "Tab", "May 8).")
        terminal.sees("fell ([Daily Nation](https://nation.africa/rain), May 8).")
        terminal.keys("Escape", ":w", "Enter")
        first = DRAFT.replace("1) May 9).\n", "1), May 9).\n\nСнег 😀 fell ([Daily Nation](https://nation.africa/rain), May 8).\n")
        for _ in range(50):
            if draft.read_text(encoding="utf8") == first:
                break
            time.sleep(0.1)
        assert draft.read_text(encoding="utf8") == first
    finally:
        terminal.end()


@pytest.mark.skipif(NVIM is None, reason="Neovim is not installed")
def test_an_editor_at_work(tmp_path, recording_path):
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT, encoding="utf8")
    done = run(tmp_path, recording_path, [str(draft), "-c", f"luafile {ROOT / 'tests/editors/neovim/test.lua'}"])
    assert done.returncode == 0, done.stderr
    expected = DRAFT.replace("1) May 9", "1), May 9").replace("Sept 5", "September 5")
    assert draft.read_text(encoding="utf8") == expected


@pytest.mark.skipif(NVIM is None, reason="Neovim is not installed")
@pytest.mark.parametrize("given, expected", [("", "menuone,noselect,popup on"), ("let g:copydesk_completion = v:false", " off")])
def test_completion_can_be_left_to_others(tmp_path, recording_path, given, expected):
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT, encoding="utf8")
    look = """lua vim.wait(10000, function() return vim.lsp.get_clients({ name = 'copydesk', bufnr = 0 })[1] ~= nil end, 20)
        vim.wait(500)
        local on = #vim.api.nvim_get_autocmds({ event = 'CompleteDone', buffer = 0 }) > 0
        io.stdout:write(vim.bo.completeopt .. (on and ' on' or ' off'))"""
    done = run(tmp_path, recording_path, [str(draft), "-c", look, "-c", "qall!"], given)
    assert done.stdout.endswith(expected), done.stdout + done.stderr


@pytest.mark.skipif(NVIM is None, reason="Neovim is not installed")
@pytest.mark.parametrize("program, words", [("no-such-program", "was not found"), ("old", "too old for this plugin")])
def test_a_server_that_cannot_serve_is_told_of_once(tmp_path, recording_path, program, words):
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT, encoding="utf8")
    old = tmp_path / "old"
    old.write_text("#!/bin/sh\necho copydesk 0.0.1\n", encoding="utf8")
    old.chmod(0o755)
    name = old if program == "old" else program
    begin = f"lua vim.lsp.config('copydesk', {{cmd = {{'{name}'}}}})"
    done = run(tmp_path, recording_path, ["-c", begin, "-c", f"edit {draft}", "-c", f"edit {draft}", "-c", "qall!"])
    assert done.stderr.count(words) == 1, done.stderr
    assert "cargo install --locked --path ." in done.stderr


@pytest.mark.skipif(NVIM is None, reason="Neovim is not installed")
def test_the_help_is_found(tmp_path, recording_path):
    plugin = tmp_path / "plugin"
    shutil.copytree(ROOT / "editors/neovim", plugin)
    look = "lua io.stdout:write(vim.fn.expand('%:t'))"
    command = [NVIM, "--clean", "--headless", "--cmd", f"set runtimepath+={plugin}"]
    command += ["--cmd", f"source {plugin / 'plugin/copydesk.lua'}", "-c", "help :CopydeskCite", "-c", look, "-c", "qall!"]
    environment, _ = started(tmp_path, recording_path, [])
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.stdout.endswith("copydesk.txt"), done.stdout + done.stderr


@pytest.mark.skipif(NVIM is None, reason="Neovim is not installed")
def test_checkhealth_says_what_is_missing(tmp_path, recording_path):
    said = tmp_path / "health"
    done = run(tmp_path, recording_path, ["-c", "checkhealth copydesk", "-c", f"write! {said}", "-c", "qall!"])
    assert done.returncode == 0, done.stderr
    assert "copydesk 0" in said.read_text(encoding="utf8")
    missing = 'lua vim.lsp.config("copydesk", {cmd = {"no-such-program"}})'
    done = run(tmp_path, recording_path, ["-c", missing, "-c", "checkhealth copydesk", "-c", f"write! {said}", "-c", "qall!"])
    assert "no-such-program cannot be run" in said.read_text(encoding="utf8"), done.stderr
