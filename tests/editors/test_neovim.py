"""Neovim, headless and in a terminal: the plugin starts the server, findings are where they should be, fixes and completion work.

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

NOTES = """\
---
date: 2018-10-10
---

## Quay Reopens

*Ada Vale*

Boats came 🚤 из Мандеры.[^2] The quay is open.[^1] Rain fell.

[^1]: “Quay Reopens,” *Reuters*, May 5, 2018, https://www.reuters.com/article/quay.

[^2]: “Boats Found,” *Daily Nation*, May 7, 2018, https://www.nation.co.ke/boats.
"""

UNEVEN = """\
---
date: 2018-10-10
---

## The Harbour

*Ada Vale*

Boats came 🚤 из Мандеры.[^1] The quay is open.[^2] Lamps went out.[^3] A port burned.[^4] Rain fell https://www.dawn.com/2018/10/05/rain.

[^1]: “Quay Reopens,” *Reuters*, May 5, 2018.

[^2]: “Boats Found,” *Daily Nation*, May 7, 2018.

[^3]: “Lamps Go Out,” *Dawn*, May 8, 2018.

[^4]: *Reuters*, “Port Burns” (May 6, 2018).
"""

LIBRARY = """\
@article{rain,
  author = {Holt, Lena},
  title = {Rain at the Port},
  journal = {Dawn},
  date = {2018-10-05},
  url = {https://www.dawn.com/2018/10/05/rain},
}
"""

BRACKETS = """\
---
date: 2018-10-10
---

## The Road

*Ada Vale*

One lorry left 🚚 ([Dawn](https://www.dawn.com/news/1), May 4). Two came ([Dawn](https://www.dawn.com/news/2), May 5).

## The Port

*Tom Hill*

It is shut ([Reuters](https://www.reuters.com/article/a), May 6). It was open ([Reuters](https://www.reuters.com/article/b), May 7).
"""

UNLISTED = """\
---
date: 2018-10-10
---

The road is shut ([Dawn](https://www.dawn.com/news/1), October 1). Lorries wait ([Daily Nation](https://nation.africa/l), October 2).
"""


def started(tmp_path, path, arguments, before=""):
    """The environment and command of Neovim with only the plugin, in its own home; `before` runs before the plugin loads."""
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
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)


class Terminal:
    """A program in a tmux terminal, as a user sees it."""

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
        """Waits until the words are on the screen."""
        for _ in range(600):
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
        terminal.sees("No comma between the source and its date")
        # To the gap after Cyrillic, Arabic and an emoji, and to its code actions.
        terminal.keys(":9", "Enter", "0", "f)", "l", "gra")
        terminal.sees("comma before the date")
        terminal.keys("1", "Enter")
        terminal.sees("news/1), May 9")
        # A source, completed inside a citation: completion opens by itself, and the accepted item has placeholders.
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
        for _ in range(600):
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


@pytest.mark.skipif(NVIM is None or shutil.which("tmux") is None, reason="Neovim or tmux is not installed")
def test_a_new_note_in_the_terminal(tmp_path, recording_path):
    notes = tmp_path / "notes.md"
    notes.write_text(NOTES, encoding="utf8")
    terminal = Terminal(tmp_path, *started(tmp_path, recording_path, [str(notes)]))
    try:
        terminal.sees("Quay Reopens")
        terminal.keys(":9", "Enter", "A Snow fell.[^")
        terminal.sees("3 “Boats Found”, Daily Nation")
        terminal.keys("C-n", "C-n", "C-n", "C-y")
        terminal.sees("Snow fell.[^3]")
        terminal.sees("[^3]: “Boats Found,” *Daily Nation*, May 7, 2018")
        # The date of an address comes first, right after the comma and the space.
        terminal.keys(" It blew ([Dawn](https://www.dawn.com/2018/10/05/wind), ")
        terminal.sees("October 5 ")
        terminal.keys("C-n", "C-y", ").")
        terminal.sees("/05/wind), October 5).")
        # A name of several words is inserted whole.
        terminal.keys(" So say men of Boko", "C-x", "C-o")
        terminal.sees("Boko Haram")
        terminal.keys("C-n", "C-y", " here")
        terminal.sees("men of Boko Haram here")
        # One undo removes both.
        terminal.keys("Escape", "u", ":w", "Enter")
        terminal.sees("written")
        assert notes.read_text(encoding="utf8") == NOTES
    finally:
        terminal.end()


@pytest.mark.skipif(NVIM is None, reason="Neovim is not installed")
def test_an_editor_who_cites_in_notes(tmp_path, recording_path):
    (tmp_path / "listed").mkdir()
    (tmp_path / "library").mkdir()
    for name, text in [
        ("notes.md", NOTES),
        ("brackets.md", BRACKETS),
        ("library/copydesk.toml", '[citations]\nlibrary = ["works.bib"]\n'),
        ("library/works.bib", LIBRARY),
        ("library/uneven.md", UNEVEN),
        ("listed/copydesk.toml", '[citations]\nlist = "## Sources"\n'),
        ("listed/draft.md", UNLISTED),
    ]:
        (tmp_path / name).write_text(text, encoding="utf8")
    script = ROOT / "tests/editors/neovim/notes.lua"
    done = run(tmp_path, recording_path, [str(tmp_path / "notes.md"), "-c", f"cd {tmp_path}", "-c", f"luafile {script}"])
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(NVIM is None, reason="Neovim is not installed")
@pytest.mark.parametrize("given, expected", [("", "menuone,noselect,popup on"), ("let g:copydesk_completion = v:false", " off")])
def test_completion_can_be_left_to_others(tmp_path, recording_path, given, expected):
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT, encoding="utf8")
    look = """lua vim.wait(60000, function()
          local client = vim.lsp.get_clients({ name = 'copydesk', bufnr = 0 })[1]
          return client and client.initialized
        end, 20)
        -- If it is on, it is on soon.
        local on = vim.wait(WAIT, function()
          return #vim.api.nvim_get_autocmds({ event = 'CompleteDone', buffer = 0 }) > 0
        end, 20)
        io.stdout:write(vim.bo.completeopt .. (on and ' on' or ' off'))"""
    look = look.replace("WAIT", "60000" if expected.endswith(" on") else "500")
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
