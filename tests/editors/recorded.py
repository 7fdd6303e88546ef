"""Runs a language server and records the messages between it and its client: `recorded.py FOLDER COMMAND…`.

The bytes pass through unchanged; the messages are also written to a file in the folder, in the form that protocol.py reads.
"""

import json
import os
import pathlib
import subprocess
import sys
import threading


def frames(source, target, record, side):
    """Passes bytes on, and records each whole message."""
    held = b""
    while data := os.read(source.fileno(), 1 << 16):
        held += data
        while True:
            header, mark, rest = held.partition(b"\r\n\r\n")
            length = next((int(line[15:]) for line in header.split(b"\r\n") if line.startswith(b"Content-Length:")), 0)
            if not mark or len(rest) < length:
                break
            record(side, rest[:length])
            held = rest[length:]
        target.write(data)
        target.flush()
    target.close()


def main():
    folder, *command = sys.argv[1:]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    lock = threading.Lock()
    path = pathlib.Path(folder) / f"{os.getpid()}.jsonl"
    with open(path, "w", encoding="utf8") as lines:

        def record(side, body):
            with lock:
                lines.write(json.dumps({"from": side, "message": json.loads(body)}) + "\n")
                lines.flush()

        def hear():
            try:
                frames(sys.stdin.buffer, server.stdin, record, "client")
            except (BrokenPipeError, ValueError):
                pass

        threading.Thread(target=hear, daemon=True).start()
        frames(server.stdout, sys.stdout.buffer, record, "server")
        code = server.wait()
    os._exit(code)


if __name__ == "__main__":
    main()
