#!/usr/bin/env python3
"""How long the language server takes, over a real pipe.

    tests/lsp_latency.py target/release/copydesk lsp
    tests/lsp_latency.py --check target/release/copydesk lsp      # fails where a budget is passed

Measures start to `initialize` answered, an edit to the diagnostics of that version on three sizes, a request behind an
edit, and resident memory; beside a server in this file that checks nothing, which shows what the pipe and the driver
themselves cost. Times are wall clock in milliseconds: run it on a quiet machine, and compare within one run only.
"""

import argparse
import json
import os
import subprocess
import sys
import time

SIZES = [("35 kB", 35_000, 200), ("1 MB", 1_000_000, 60), ("5 MB", 5_000_000, 20)]
# 95th percentiles in milliseconds, and megabytes.
BUDGET = {"initialize": 10, "35 kB": 2, "1 MB": 20, "5 MB": 100, "symbols": 3, "memory": 25}

PARAGRAPH = (
    "On {month} {day}, fighters of al-Shabaab attacked a convoy near the border town, killing {n} soldiers "
    "([Daily Nation](https://www.nation.example/news/{n}), {month} {day}). The Ministry of Defence “confirmed” the "
    "incident – the {n}th this year ([Reuters](https://www.reuters.example/{n}); [Radio Mogadishu "
    "العربية](https://radio.example/ar/{n}), {month} {day}, 2018).\n\n"
)
MONTHS = ["January", "March", "May", "July", "September", "October"]


def bulletin(size):
    """A made-up issue of about `size` bytes, the same on each run."""
    parts = ["---\ndate: 2018-10-10\n---\n\n# The Monitor\n\n"]
    length = n = 0
    while length < size:
        if n % 12 == 0:
            parts.append(f"## Article {n // 12}\n\n*By A. Writer*\n\n")
        part = PARAGRAPH.format(month=MONTHS[n % 6], day=1 + n % 28, n=n)
        parts.append(part)
        length += len(part.encode())
        n += 1
    return "".join(parts)


class Server:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.next = 0

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def read(self):
        return read(self.process.stdout)

    def request(self, method, params):
        self.next += 1
        self.send({"id": self.next, "method": method, "params": params})
        while True:
            message = self.read()
            if message.get("id") == self.next and "method" not in message:
                return message

    def initialize(self):
        tree = {"hierarchicalDocumentSymbolSupport": True}
        capabilities = {"general": {"positionEncodings": ["utf-16"]}, "textDocument": {"documentSymbol": tree}}
        self.request("initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": capabilities})
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
            return json.loads(stream.read(length))
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)


def floor():
    """A server that checks nothing."""

    def send(message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        sys.stdout.buffer.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        sys.stdout.buffer.flush()

    while True:
        message = read(sys.stdin.buffer)
        method = message.get("method")
        if method == "exit":
            return
        if method in ("textDocument/didOpen", "textDocument/didChange"):
            document = message["params"]["textDocument"]
            params = {"uri": document["uri"], "version": document["version"], "diagnostics": []}
            send({"method": "textDocument/publishDiagnostics", "params": params})
        elif "id" in message:
            send({"id": message["id"], "result": {"capabilities": {}} if method == "initialize" else None})


def timed(work):
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def summary(times):
    times = sorted(times)
    at = lambda share: times[min(len(times) - 1, int(share * len(times)))]
    return {"p50": at(0.5), "p95": at(0.95), "max": times[-1], "n": len(times)}


def measure(command):
    results = {}
    times = []
    for _ in range(20):
        start = time.perf_counter()
        server = Server(command)
        server.initialize()
        times.append((time.perf_counter() - start) * 1000)
        server.stop()
    results["initialize"] = summary(times)

    for name, size, count in SIZES:
        server = Server(command)
        server.initialize()
        text = bulletin(size)
        lines = text.split("\n")
        uri = "file:///bulletins/issue.md"
        item = {"uri": uri, "languageId": "markdown", "version": 1, "text": text}
        opened = time.perf_counter()
        server.notify("textDocument/didOpen", {"textDocument": item})
        found = server.diagnostics(1)
        opened = (time.perf_counter() - opened) * 1000

        def edit(version):
            line = (version * 7919) % len(lines)
            place = {"line": line, "character": min(20, len(lines[line]))}
            change = {"range": {"start": place, "end": place}, "text": "x"}
            document = {"uri": uri, "version": version}
            server.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})

        def checked(version):
            edit(version)
            server.diagnostics(version)

        results[name] = summary([timed(lambda: checked(version)) for version in range(2, 2 + count)])
        results[name] |= {"open": opened, "findings": found}
        if size == SIZES[0][1]:
            results["memory"] = {"MB": server.memory()}
            ask = lambda: server.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
            results["symbols"] = summary([timed(ask) for _ in range(100)])
        server.stop()
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="fail where a budget is passed")
    parser.add_argument("--json", action="store_true", help="write the results as JSON")
    parser.add_argument("--floor", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("server", nargs=argparse.REMAINDER, help="the command that starts the server")
    options = parser.parse_args()
    if options.floor:
        return floor()
    if not options.server:
        parser.error("name the server's command")

    nothing = measure([sys.executable, os.path.abspath(__file__), "--floor"])
    ours = measure(options.server)
    over = []
    if options.json:
        print(json.dumps({"server": ours, "nothing": nothing}, indent=1))
    for name, result in ours.items():
        value = result.get("p95", result.get("MB"))
        if value > BUDGET[name]:
            over.append(f"{name}: {value:.1f} over {BUDGET[name]}")
        if not options.json:
            shown = "  ".join(f"{key} {number:.1f}" if isinstance(number, float) else f"{key} {number}" for key, number in result.items())
            print(f"{name:<10} {shown}   (a server that checks nothing: {nothing[name].get('p95', nothing[name].get('MB')):.1f})")
    for line in over:
        print(f"over budget: {line}", file=sys.stderr)
    return 1 if over and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
