#!/usr/bin/env python3
"""What reports cost compared with the plain check: `benches/reports.py target/release/copydesk [--issues 1000]`.

Creates an archive of issues of about 35 kB, each with faults, and checks it in each format, with and without a baseline.
Prints CPU time and memory next to those of `concise`, and enforces limits: 1.3 times its CPU time, 2 times for JSON and
SARIF, which verify fixes, and 1.2 times if a baseline is written or read; 300 MB; the same bytes with 1, 2 and 8 threads.
The status is 1 if a limit is exceeded. Times of single runs vary, so each is the minimum of several.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
FORMATS = ["human", "json", "json-lines", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson"]
MOST = {"json": 2.0, "json-lines": 2.0, "sarif": 2.0}
DAYS = ["September 3", "September 12", "October 1", "October 8"]


def archive(folder: pathlib.Path, issues: int) -> None:
    """Issues that differ in their dates: a long text with few faults, and the sample, which has one of each kind."""
    clean = (ROOT / "tests/corpus/harbours.md").read_text(encoding="utf-8")
    sample = (ROOT / "docs/sample/issue.md").read_text(encoding="utf-8")
    issue = clean * max(1, (32_000 - len(sample)) // len(clean)) + sample
    for number in range(issues):
        path = folder / f"{number // 50:02}" / f"2018-10-10-{number:04}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(issue.replace("September 21", DAYS[number % len(DAYS)]), encoding="utf-8")


def cost(program: str, arguments: list[str], folder: pathlib.Path, runs: int) -> tuple[float, int]:
    """The minimum CPU time in seconds, and the memory in MB."""
    least, memory = float("inf"), 0
    for _ in range(runs):
        child = subprocess.Popen([program, "check", *arguments, "."], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            sys.exit(f"copydesk check {' '.join(arguments)} failed")
        least, memory = min(least, used.ru_utime + used.ru_stime), max(memory, used.ru_maxrss // 1024)
    return least, memory


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("program")
    options.add_argument("--issues", type=int, default=300)
    options.add_argument("--runs", type=int, default=3)
    wanted = options.parse_args()
    program = str(pathlib.Path(wanted.program).resolve())
    desk = pathlib.Path(tempfile.mkdtemp(prefix="reports-"))
    issues = desk / "issues"
    issues.mkdir()
    failed = False
    try:
        archive(issues, wanted.issues)
        base, _ = cost(program, ["--format", "concise"], issues, wanted.runs)
        print(f"{wanted.issues} issues: concise takes {base:.2f} s of CPU time")
        baseline = str(desk / "base.json")
        rows = [(name, ["--format", name], MOST.get(name, 1.3)) for name in FORMATS]
        rows.append(("baseline written", ["--write-baseline", baseline, "--force"], 1.2))
        rows.append(("baseline read", ["--format", "concise", "--baseline", baseline], 1.2))
        for name, arguments, most in rows:
            seconds, memory = cost(program, arguments, issues, wanted.runs)
            over = seconds > most * base or memory > 300
            failed |= over
            print(f"{name:>17}: {seconds:6.2f} s, {seconds / base:.2f} × (at most {most}), {memory} MB{'  OVER' if over else ''}")
        written = {}
        for threads in ("1", "2", "8"):
            files = {name: desk / f"{name}-{threads}" for name in FORMATS}
            reports = [part for name, file in files.items() for part in ("--report", f"{name}={file}")]
            plain = subprocess.run([program, "check", "--threads", threads, "--quiet", "--format", "concise", *reports, "."], cwd=issues, capture_output=True, check=False)
            written[threads] = {"concise": plain.stdout, **{name: file.read_bytes() for name, file in files.items()}}
        differ = [name for name in written["1"] if not written["1"][name] == written["2"][name] == written["8"][name]]
        failed |= bool(differ)
        print(f"1, 2 and 8 threads: {'other bytes in ' + ', '.join(differ) if differ else 'the same bytes in every format'}")
    finally:
        shutil.rmtree(desk)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
