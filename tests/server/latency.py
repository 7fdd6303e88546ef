#!/usr/bin/env python3
"""How long the language server takes, over a real pipe.

    tests/server/latency.py target/release/copydesk lsp
    tests/server/latency.py --check target/release/copydesk lsp      # fails if a budget is exceeded

Measures the time from start to the answer to `initialize`, from an edit to the diagnostics of that version at three sizes, of a
request right after an edit, of completing a source and a name, and of reading a workspace of a thousand issues; and resident
memory. For comparison, it also measures a server in this file that checks nothing, which shows the cost of the pipe and the
driver. Times are wall-clock times in milliseconds: run it on a quiet machine, and compare only within one run.
"""

import argparse
import json
import os
import pathlib
import sys
import tempfile
import time

from client import Server, bulletin, read

SIZES = [("35 kB", 35_000, 200), ("1 MB", 1_000_000, 60), ("5 MB", 5_000_000, 60)]
# The 95th percentiles in milliseconds, and megabytes.
BUDGET = {
    "initialize": 10,
    "35 kB": 2,
    "1 MB": 20,
    "5 MB": 100,
    "symbols": 3,
    "source": 3,
    "name": 3,
    "memory": 25,
    "workspace": 3000,
    "indexed": 150,
}
# The number of issues of about 35 kB in the indexed workspace.
ISSUES = 1000


def serve_nothing():
    """A server that checks nothing."""

    def send(message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        sys.stdout.buffer.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        sys.stdout.buffer.flush()

    while True:
        message = json.loads(read(sys.stdin.buffer))
        method = message.get("method")
        if method == "exit":
            return
        if method in ("textDocument/didOpen", "textDocument/didChange"):
            document = message["params"]["textDocument"]
            params = {"uri": document["uri"], "version": document["version"], "diagnostics": []}
            send({"method": "textDocument/publishDiagnostics", "params": params})
        elif "id" in message:
            send({"id": message["id"], "result": {"capabilities": {}} if method == "initialize" else None})


def timed(server, work):
    """The time from before `work` to the last byte that it read, in milliseconds."""
    start = time.perf_counter()
    work()
    return (server.read_at - start) * 1000


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

        results[name] = summary([timed(server, lambda: checked(version)) for version in range(2, 2 + count)])
        results[name] |= {"open": opened, "findings": found}
        if size == SIZES[0][1]:
            results["memory"] = {"MB": server.memory()}
            ask = lambda: server.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
            results["symbols"] = summary([timed(server, ask) for _ in range(100)])
            for name, written in [("source", "Rain fell ([Daily N"), ("name", "The men of al-Shab")]:
                results[name] = summary(completing(server, uri, lines, written))
        server.stop()
    return results


def completing(server, uri, lines, written):
    """Times completion after `written` on its own line, right after an edit."""
    end = {"line": len(lines) - 1, "character": len(lines[-1])}
    times = []
    for version in range(1000, 1060):
        line = {"line": end["line"] + 2, "character": 0}
        change = {"range": {"start": end, "end": {"line": 10**6, "character": 0}}, "text": f"\n\n{written}"}
        document = {"uri": uri, "version": version}
        server.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
        server.diagnostics(version)
        params = {"textDocument": {"uri": uri}, "position": line | {"character": len(written)}}
        times.append(timed(server, lambda: server.request("textDocument/completion", params)))
    return times


def index(command):
    """How long reading a workspace takes, in milliseconds, and how much memory the server then uses, in megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        for issue in range(ISSUES):
            text = bulletin(35_000).replace("## Article 0\n", f"## Article 0 of issue {issue}\n")
            (pathlib.Path(folder) / f"issue-{issue:04}.md").write_text(text, encoding="utf8")
        server = Server(command)
        start = time.perf_counter()
        server.initialize(folder)
        # The server reports through its progress when it has read them all.
        while True:
            message = server.read()
            if "method" in message and "id" in message:
                server.send({"id": message["id"], "result": None})
            if message.get("method") == "$/progress" and message["params"]["value"]["kind"] == "end":
                break
        took = (time.perf_counter() - start) * 1000
        for issue in (0, ISSUES - 1):
            query = {"query": f"article 0 of issue {issue}"}
            if not server.request("workspace/symbol", query)["result"]:
                raise SystemExit(f"issue {issue} is not in the index")
        memory = server.memory()
        server.stop()
    return took, memory


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="fail where a budget is passed")
    parser.add_argument("--json", action="store_true", help="write the results as JSON")
    parser.add_argument("--floor", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("server", nargs=argparse.REMAINDER, help="the command that starts the server")
    options = parser.parse_args()
    if options.floor:
        return serve_nothing()
    if not options.server:
        parser.error("name the server's command")

    nothing = measure([sys.executable, os.path.abspath(__file__), "--floor"])
    ours = measure(options.server)
    took, memory = index(options.server)
    ours |= {"workspace": {"p95": took, "n": ISSUES}, "indexed": {"MB": memory}}
    over = []
    if options.json:
        print(json.dumps({"server": ours, "nothing": nothing}, indent=1))
    for name, result in ours.items():
        value = result.get("p95", result.get("MB"))
        if value > BUDGET[name]:
            over.append(f"{name}: {value:.1f} over {BUDGET[name]}")
        if not options.json:
            shown = "  ".join(f"{key} {number:.1f}" if isinstance(number, float) else f"{key} {number}" for key, number in result.items())
            beside = nothing.get(name)
            floor = f"   (a server that checks nothing: {beside.get('p95', beside.get('MB')):.1f})" if beside else ""
            print(f"{name:<10} {shown}{floor}")
    for line in over:
        print(f"over budget: {line}", file=sys.stderr)
    return 1 if over and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
