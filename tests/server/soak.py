#!/usr/bin/env python3
"""Uses the language server for minutes, like an editor that never rests, and checks that it stays sound.

    tests/server/soak.py target/release/copydesk lsp                  # ten minutes
    tests/server/soak.py --seconds 120 target/debug/copydesk lsp

Two servers, one with pull and one with push diagnostics, receive random edits, opens, closes, saves, changes of settings and
folders, requests of all kinds, many of them canceled, and invalid messages. The test fails if

* a request is not answered within a minute, or is answered with an internal error;
* memory after the first fifth (ten minutes: the second minute) grows by more than 5 %;
* at the end, the server has a different text from the client's, or answers differently from a freshly started server.
"""

import argparse
import json
import pathlib
import random
import re
import statistics
import sys
import tempfile
import threading
import time

from client import Server, bulletin, read

DOCUMENTS = 10
# The approximate maximum length of a document in characters: longer ones are truncated, so that memory can be compared.
SIZE = 12_000
PATIENCE = 60
GROWTH = 1.05
# Error codes that are valid responses: canceled, content modified, server canceled, request failed.
EXPECTED = {-32800, -32801, -32802, -32803}

PIECES = [
    "([Daily Nation](https://nation.africa/x), May 9)",
    "([ABC](#) May 9; [CNN](#), Sept 5)",
    " 😀 العربية ",
    "\r\n\r\n",
    "\n\n",
    "\n",
    "“the the”",
    " the Rapid Response Unit (RRU) ",
    " RRU",
    "[^1]",
    "\n\n[^1]: See the decree.\n\n",
    " al-Shabaab ",
    " Hasht al-Shaabi ",
    "Tuesday, May 9, 2018",
    "\n\n## Another article\n\n*By Ada Vale*\n\n",
    "<!-- copydesk-ignore doubled-word: reason -->\n",
    "<!-- copydesk-ignore",
    ")",
    "(",
    "`",
    "x",
]
SETTINGS = [
    "",
    "[rules]\ndoubled-word = 'off'\n",
    "[style]\nlinks = 'required'\n",
    "[rules]\nno-such-rule = 'off'\n",
    "[rules\n",
    "[files]\nexclude = ['left/**']\n",
    "[gazetteer]\nactors = ['names.tsv']\n",
]
BREAK = re.compile("\r\n|\r|\n")


class Document:
    """A document as the client has it."""

    def __init__(self, uri, text):
        self.uri, self.text, self.version, self.open = uri, text, 0, False

    def position(self, at):
        """The position of an offset in UTF-16, and the offset; between CR and LF there is no position, so both are before CR."""
        if 0 < at < len(self.text) and self.text[at - 1] == "\r" and self.text[at] == "\n":
            at -= 1
        start = line = 0
        for end in BREAK.finditer(self.text, 0, at):
            start, line = end.end(), line + 1
        return at, {"line": line, "character": len(self.text[start:at].encode("utf-16-le")) // 2}


class Session:
    """One server with its client."""

    def __init__(self, command, folder, pull):
        self.server, self.folder, self.pull = Server(command), folder, pull
        self.lock = threading.Lock()
        self.asked, self.answers, self.pushed, self.faults = {}, {}, {}, []
        self.started = False
        threading.Thread(target=self.hear, daemon=True).start()
        diagnostic = {"diagnostic": {}} if pull else {}
        capabilities = {
            "textDocument": {
                "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}},
                "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
            }
            | diagnostic,
            "workspace": {
                "configuration": True,
                "didChangeWatchedFiles": {"dynamicRegistration": True},
                "workspaceEdit": {"documentChanges": True},
            },
            "window": {"workDoneProgress": True},
        }
        folders = [{"uri": folder.as_uri(), "name": "desk"}]
        self.settings = None
        self.answer(self.ask("initialize", {"processId": None, "capabilities": capabilities, "workspaceFolders": folders}))
        self.notify("initialized", {})

    def hear(self):
        while True:
            try:
                message = json.loads(read(self.server.process.stdout))
            except (SystemExit, ValueError):
                return
            with self.lock:
                if "method" in message and "id" in message:
                    self.reply(message)
                elif message.get("method") == "textDocument/publishDiagnostics":
                    self.pushed[message["params"]["uri"]] = message["params"]
                elif "method" not in message and message.get("id") is not None:
                    asked = self.asked.pop(message["id"], None)
                    code = message.get("error", {}).get("code")
                    if asked is None:
                        self.faults.append(f"an answer to nothing: {message}")
                    elif asked[2]:
                        self.answers[message["id"]] = message
                    elif code is not None and code not in EXPECTED:
                        self.faults.append(f"{asked[0]}: {message['error']}")

    def reply(self, message):
        result = [self.settings] if message["method"] == "workspace/configuration" else None
        self.server.send({"id": message["id"], "result": result})

    def notify(self, method, params):
        with self.lock:
            self.server.notify(method, params)

    def ask(self, method, params, keep=True):
        """Sends a request; with `keep`, its answer is kept for later."""
        with self.lock:
            self.server.next += 1
            number = self.server.next
            self.asked[number] = (method, time.monotonic(), keep)
            self.server.send({"id": number, "method": method, "params": params})
            return number

    def answer(self, number):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with self.lock:
                if number in self.answers:
                    return self.answers.pop(number)
            time.sleep(0.002)
        raise SystemExit(f"request {number} was not answered within {PATIENCE} s")

    def request(self, method, params):
        return self.answer(self.ask(method, params)).get("result")

    def settle(self, most):
        """Waits until no more than `most` requests are pending."""
        while True:
            with self.lock:
                waiting = list(self.asked.values())
                faults = list(self.faults)
            if faults:
                raise SystemExit("\n".join(faults[:5]))
            if self.server.process.poll() is not None:
                raise SystemExit("the server ended")
            if len(waiting) <= most:
                return
            method, since, _ = waiting[0]
            if time.monotonic() - since > PATIENCE:
                raise SystemExit(f"{method} was not answered within {PATIENCE} s")
            time.sleep(0.002)

    def open(self, document):
        document.version += 1
        document.open = True
        item = {"uri": document.uri, "languageId": "markdown", "version": document.version, "text": document.text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def close(self, document):
        document.open = False
        self.notify("textDocument/didClose", {"textDocument": {"uri": document.uri}})

    def change(self, document, changes):
        document.version += 1
        named = {"uri": document.uri, "version": document.version}
        self.notify("textDocument/didChange", {"textDocument": named, "contentChanges": changes})

    def changed_files(self, *paths):
        changes = [{"uri": path.as_uri(), "type": 2} for path in paths]
        self.notify("workspace/didChangeWatchedFiles", {"changes": changes})


class Soak:
    """The operations on a session, and the state of its client."""

    def __init__(self, command, folder, pull, seed):
        self.random = random.Random(seed)
        self.command, self.folder = command, folder
        (folder / "left").mkdir(parents=True)
        (folder / "names.tsv").write_text("id\tname\nharakat\tHarakat al-Zumrani\n", encoding="utf8")
        self.documents = []
        for number in range(DOCUMENTS):
            path = folder / f"2018-10-{number + 1:02}.md"
            text = bulletin(SIZE).replace("## Article 0\n", f"## Article 0 of issue {number}\n")
            path.write_text(text, encoding="utf8", newline="")
            self.documents.append(Document(path.as_uri(), text))
        (folder / "left" / "out.md").write_text("# Left out\n", encoding="utf8")
        self.session = Session(command, folder, pull)
        self.extra = False
        for document in self.documents[:6]:
            self.session.open(document)

    def one(self):
        """A random document."""
        return self.random.choice(self.documents)

    def one_open(self):
        return self.random.choice([document for document in self.documents if document.open] or [None])

    def edit(self):
        document = self.one_open()
        if document is None:
            return
        changes = []
        for _ in range(self.random.choice([1, 1, 1, 3])):
            if self.random.random() < 0.01:
                document.text = bulletin(SIZE)
                changes.append({"text": document.text})
                continue
            new = self.random.choice(PIECES)
            near = self.random.randrange(len(document.text) + 1)
            gone = self.random.choice([0, 0, 1, 5] if len(document.text) < SIZE else [len(new), 40, 80])
            a, start = document.position(near)
            b, end = document.position(min(len(document.text), near + gone))
            document.text = document.text[:a] + new + document.text[b:]
            changes.append({"range": {"start": start, "end": end}, "text": new})
        self.session.change(document, changes)

    def toggle(self):
        document = self.one()
        if document.open and sum(other.open for other in self.documents) > 3:
            # A closed document is on disk, so that a fresh server knows the same text.
            self.write(document)
            self.session.close(document)
        elif not document.open:
            self.session.open(document)

    def write(self, document):
        path = self.folder / document.uri.rsplit("/", 1)[1]
        path.write_text(document.text, encoding="utf8", newline="")
        self.session.changed_files(path)

    def save(self):
        document = self.one_open()
        if document is not None:
            self.write(document)
            self.session.notify("textDocument/didSave", {"textDocument": {"uri": document.uri}})

    def configure(self):
        path = self.folder / "copydesk.toml"
        path.write_text(self.random.choice(SETTINGS), encoding="utf8")
        self.session.changed_files(path)

    def set_editor(self):
        self.session.settings = self.random.choice([None, {"rules": {"split-word": "off"}}, {"features": {"folding": True}}])
        self.session.notify("workspace/didChangeConfiguration", {"settings": self.random.choice([None, {}])})

    def folders(self):
        event = {"added": [], "removed": []}
        folder = {"uri": (self.folder / "left").as_uri(), "name": "left"}
        event["removed" if self.extra else "added"].append(folder)
        self.extra = not self.extra
        self.session.notify("workspace/didChangeWorkspaceFolders", {"event": event})

    def noise(self):
        body = self.random.choice([b"{", b"[]", b'{"id":{},"method":"x"}', b"\xff\xfe", b'{"jsonrpc":"2.0"}'])
        with self.session.lock:
            stream = self.session.server.process.stdin
            stream.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
            stream.flush()

    def ask(self):
        document = self.one_open() if self.random.random() < 0.9 else self.one()
        if document is None:
            return
        method, params = self.question(document)
        number = self.session.ask(method, params, keep=False)
        if self.random.random() < 0.4:
            if self.random.random() < 0.5:
                time.sleep(self.random.random() * 0.01)
            self.session.notify("$/cancelRequest", {"id": number})
        self.session.settle(40)

    def question(self, document):
        named = {"textDocument": {"uri": document.uri}}
        _, place = document.position(self.random.randrange(len(document.text) + 1))
        _, until = document.position(self.random.randrange(len(document.text) + 1))
        at = named | {"position": place}
        within = named | {"range": {"start": place, "end": until}}
        options = {"options": {"tabSize": 4, "insertSpaces": True}}
        kinds = {
            "textDocument/hover": at,
            "textDocument/completion": at,
            "textDocument/definition": at,
            "textDocument/references": at | {"context": {"includeDeclaration": True}},
            "textDocument/documentHighlight": at,
            "textDocument/prepareRename": at,
            "textDocument/rename": at | {"newName": "Upland Guard"},
            "textDocument/codeAction": named | {"range": {"start": place, "end": place}, "context": {"diagnostics": []}},
            "textDocument/documentSymbol": named,
            "textDocument/foldingRange": named,
            "textDocument/selectionRange": named | {"positions": [place, until]},
            "textDocument/documentLink": named,
            "textDocument/inlayHint": within,
            "textDocument/codeLens": named,
            "textDocument/semanticTokens/full": named,
            "textDocument/semanticTokens/range": within,
            "textDocument/formatting": named | options,
            "textDocument/rangeFormatting": within | options,
            "workspace/symbol": {"query": self.random.choice(["article", "issue 3", ""])},
            "copydesk/status": named,
        }
        if self.session.pull:
            kinds |= {"textDocument/diagnostic": named, "workspace/diagnostic": {"previousResultIds": []}}
            if self.random.random() < 0.4:
                return "textDocument/diagnostic", named
        method = self.random.choice(list(kinds))
        return method, kinds[method]

    def step(self):
        acts = [(self.edit, 50), (self.ask, 40), (self.toggle, 3), (self.save, 3), (self.noise, 1)]
        acts += [(self.configure, 0.3), (self.set_editor, 0.3), (self.folders, 0.1)]
        act = self.random.choices([act for act, _ in acts], [weight for _, weight in acts])[0]
        act()
        return act.__name__

    def finish(self):
        """Compares the server with a freshly started one."""
        if self.extra:
            self.folders()
        self.session.settings = None
        self.session.notify("workspace/didChangeConfiguration", {"settings": {"copydesk": {}}})
        path = self.folder / "copydesk.toml"
        # A broken configuration would keep its previous settings, which a fresh server cannot know.
        path.write_text("[rules]\ndoubled-word = 'info'\n", encoding="utf8")
        self.session.changed_files(path)
        for document in self.documents:
            if document.open and not document.text:
                self.session.change(document, [{"text": "x"}])
                document.text = "x"
        fresh = Session(self.command, self.folder, self.session.pull)
        for document in self.documents:
            if document.open:
                version, document.version = document.version, document.version - 1
                fresh.open(document)
                assert document.version == version
        until = time.monotonic() + PATIENCE
        while True:
            differences = self.differences(fresh)
            if not differences:
                break
            # Settings, the workspace and pushes may take a while to arrive.
            if time.monotonic() > until:
                raise SystemExit("\n".join(differences[:5]))
            time.sleep(0.2)
        self.session.settle(0)
        for session in (self.session, fresh):
            session.request("shutdown", None)
            session.notify("exit", None)
            session.server.process.wait(timeout=10)

    def differences(self, fresh):
        found = []
        sides = (self.session, fresh)

        def compare(what, method, params):
            ours, theirs = (session.request(method, params) for session in sides)
            for side in (ours, theirs):
                if isinstance(side, dict):
                    side.pop("resultId", None)
            if ours != theirs:
                found.append(f"{what}, {method}: {str(ours)[:300]} in place of {str(theirs)[:300]}")

        for document in self.documents:
            named = {"textDocument": {"uri": document.uri}}
            name = document.uri.rsplit("/", 1)[1]
            if document.open:
                status = self.session.request("copydesk/status", named)
                length = len(document.text.encode())
                if (status["version"], status["length"]) != (document.version, length):
                    found.append(f"{name}: the server holds {status}, the client version {document.version}, {length} bytes")
            kinds = ["copydesk/status", "textDocument/documentSymbol", "textDocument/codeLens"]
            kinds += ["textDocument/documentLink", "textDocument/foldingRange", "textDocument/semanticTokens/full"]
            if self.session.pull:
                kinds.append("textDocument/diagnostic")
            elif document.open:
                ours, theirs = (session.pushed.get(document.uri) for session in sides)
                if ours != theirs:
                    found.append(f"{name}, pushed: {str(ours)[:300]} in place of {str(theirs)[:300]}")
            for method in kinds:
                compare(name, method, named)
        compare("the workspace", "workspace/symbol", {"query": "issue"})
        return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600, help="how long (600)")
    parser.add_argument("--series", action="store_true", help="print the memory over time")
    parser.add_argument("--seed", type=int, default=1, help="another number, another run")
    parser.add_argument("server", nargs=argparse.REMAINDER, help="the command that starts the server")
    options = parser.parse_args()
    if not options.server:
        parser.error("name the server's command")
    with tempfile.TemporaryDirectory() as place:
        root = pathlib.Path(place).resolve()
        soaks = {
            name: Soak(options.server, root / name, name == "pull", options.seed + number)
            for number, name in enumerate(["pull", "push"])
        }
        start = time.monotonic()
        done, memory, sampled = {}, {name: [] for name in soaks}, 0.0
        while (spent := time.monotonic() - start) < options.seconds:
            for name, soak in soaks.items():
                did = soak.step()
                done[did] = done.get(did, 0) + 1
            if spent - sampled >= 0.5:
                sampled = spent
                for name, soak in soaks.items():
                    memory[name].append((spent, soak.session.server.memory()))
        failed = False
        for name, soak in soaks.items():
            soak.session.settle(0)
            settled = [held for at, held in memory[name] if options.seconds / 5 <= at < options.seconds * 3 / 10]
            last = [held for at, held in memory[name] if at >= options.seconds * 9 / 10]
            before, after = statistics.median(settled), statistics.median(last)
            print(f"{name}: {before:.1f} MB after the first fifth, {after:.1f} MB at the end, {max(held for _, held in memory[name]):.1f} MB at most")
            if options.series:
                print("  " + " ".join(f"{held:.1f}" for _, held in memory[name][:: max(1, len(memory[name]) // 30)]))
            if after > before * GROWTH:
                print(f"{name}: memory grew by {100 * (after / before - 1):.1f} %", file=sys.stderr)
                failed = True
            soak.finish()
        print(f"{sum(done.values())} steps: " + ", ".join(f"{count} {name}" for name, count in sorted(done.items())))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
