"""A client for the drivers in this folder: starts a server, speaks the base protocol, and generates bulletins."""

import json
import os
import pathlib
import subprocess
import time

PARAGRAPH = (
    "On {month} {day}, fighters of al-Shabaab attacked a convoy near the border town, killing {n} soldiers "
    "([Daily Nation](https://www.nation.example/news/{n}), {month} {day}). The Ministry of Defence “confirmed” the "
    "incident – the {n}th {since} ([Reuters](https://www.reuters.example/{n}){reuters}; [Radio Mogadishu "
    "العربية](https://radio.example/ar/{n}), {month} {day}{year}).\n\n"
)
# Every third paragraph has faults: about 140 findings in 35 kB, slightly more than in the draft of a printed issue.
FAULTY = {"since": "this year", "reuters": "", "year": ", 2018"}
SOUND = {"since": "of its kind", "reuters": ", {month} {day}", "year": ""}
MONTHS = ["January", "March", "May", "July", "September", "October"]


def bulletin(size):
    """A generated issue of about `size` bytes, the same in each run."""
    parts = ["---\ndate: 2018-10-10\n---\n\n# The Monitor\n\n"]
    length = n = 0
    while length < size:
        if n % 12 == 0:
            parts.append(f"## Article {n // 12}\n\n*By A. Writer*\n\n")
        when = {"month": MONTHS[n % 6], "day": 1 + n % 28}
        parted = {name: text.format(**when) for name, text in (SOUND if n % 3 else FAULTY).items()}
        part = PARAGRAPH.format(n=n, **when, **parted)
        parts.append(part)
        length += len(part.encode())
        n += 1
    return "".join(parts)


class Server:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.next = 0
        # When the last message had been read completely, before it is parsed: parsing time is Python's, not the server's.
        self.read_at = 0.0

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def read(self):
        body = read(self.process.stdout)
        self.read_at = time.perf_counter()
        return json.loads(body)

    def request(self, method, params):
        self.next += 1
        self.send({"id": self.next, "method": method, "params": params})
        while True:
            message = self.read()
            if message.get("id") == self.next and "method" not in message:
                return message

    def initialize(self, folder=None):
        tree = {"hierarchicalDocumentSymbolSupport": True}
        capabilities = {
            "general": {"positionEncodings": ["utf-16"]},
            "textDocument": {"documentSymbol": tree},
            "window": {"workDoneProgress": folder is not None},
        }
        folders = [{"uri": pathlib.Path(folder).as_uri(), "name": "desk"}] if folder else None
        params = {"processId": os.getpid(), "rootUri": None, "capabilities": capabilities, "workspaceFolders": folders}
        self.request("initialize", params)
        self.notify("initialized", {})

    def diagnostics(self, version):
        while True:
            message = self.read()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"].get("version") == version:
                return len(message["params"]["diagnostics"])

    def memory(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))

    def stop(self):
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(timeout=10)


def read(stream):
    length = 0
    while True:
        line = stream.readline()
        if not line:
            raise SystemExit("the server ended")
        if line == b"\r\n":
            return stream.read(length)
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
