"""`make faults`: the long run, as a table. `--blind`: without the other side's log to ask.

`FAULT_MESSAGES`, `FAULT_KILLS`, `FAULT_RESTARTS`, `FAULT_WORKERS` and `FAULT_SEED` give its size; `FAULT_HOST_MESSAGES`
that of the run on three hosts afterwards, 0 for none; `FAULT_DIR` is where its files go, about 5 GB for a million
messages, removed at the end.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from tests.faults.long.cables import Cables
from tests.faults.long.course import ROOT, Course, temporary
from tests.faults.long.plan import Outcome, Plan, wrong
from tocsin.core import embedded

PATIENCE, ASK_AFTER = 300, 900
"""Seconds without any change until the run gives up, and until the reconciler asks the other side."""
ALWAYS = {"lost", "doubled", "database says what is not so", "doubtful, and of these taken"}
BEGUN = time.monotonic()


def main() -> int:
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    plan = Plan(
        messages=number("FAULT_MESSAGES", 1_000_000),
        kills=number("FAULT_KILLS", 500),
        restarts=number("FAULT_RESTARTS", 20),
        workers=number("FAULT_WORKERS", 2),
        seed=number("FAULT_SEED", 1),
        blind=(blind := "--blind" in sys.argv[1:]),
        patience=number("FAULT_PATIENCE", PATIENCE if blind else PATIENCE + ASK_AFTER),
    )
    hosts = Plan(
        messages=number("FAULT_HOST_MESSAGES", 50_000),
        kills=0,
        restarts=0,
        seed=plan.seed,
        shares={},
        whole=False,
        patience=number("FAULT_PATIENCE", PATIENCE),
    )
    try:
        outcomes = [run(Course, plan), *([run(Cables, hosts)] if hosts.messages else [])]
    except KeyboardInterrupt:
        say("stopped")
        return 130
    return max(judge(outcome) for outcome in outcomes)


def run(kind: type[Course], plan: Plan) -> Outcome:
    folder = temporary()
    try:
        with ExitStack() as stack:
            outcome = course(kind, plan, folder, stack).run()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    names = {
        Course: "Workers are killed, the database falls, the mail server misbehaves",
        Cables: Cables.__doc__,
    }
    sys.stdout.write(f"{names[kind]}\n\n{table(outcome)}\n\n")
    sys.stdout.flush()
    return outcome


def course(kind: type[Course], plan: Plan, folder: Path, stack: ExitStack) -> Course:
    say("preparing a durable database")
    server = stack.enter_context(embedded.use(folder))
    made = kind(plan, server, folder, say)
    made.port = 9
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    # From here the database is reached by its socket, whatever way the workers go.
    subprocess.run(command, check=True, env=Course.environment(made), cwd=ROOT)
    return made


def table(outcome: Outcome) -> str:
    found, faults = outcome.account, outcome.faults
    kinds = {kind: _sum(faults, kind) for kind in ("soft", "hard", "hang", "drop")}
    rows = [
        ("messages", f"{found.messages:,}"),
        ("workers killed", f"{outcome.kills:,}"),
        ("workers that ended by themselves", f"{outcome.ended:,}"),
        ("in flight at those moments", f"{outcome.in_flight:,}"),
        ("database restarts, immediate", f"{outcome.restarts:,}"),
        ("refused for now, 4xx", f"{kinds['soft']:,}"),
        ("refused for good, 5xx", f"{kinds['hard']:,}"),
        ("hangs, before or after the letter", f"{faults['hang-recipient']:,} + {faults['hang-taken']:,}"),
        ("drops, before or after it was taken", f"{faults['drop-letter']:,} + {faults['drop-taken']:,}"),
        ("states", ", ".join(f"{state} {count:,}" for state, count in sorted(found.states.items()))),
        ("lost", f"{found.lost:,}"),
        ("doubled", f"{found.doubled:,}"),
        ("database says what is not so", f"{found.lying:,}"),
        ("doubtful, and of these taken", f"{found.doubtful:,}, {found.doubtful_taken:,}"),
        ("messages per second", f"{outcome.rate:,.0f}"),
        ("peak MB per worker", f"{outcome.peak:,.0f}"),
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join(
        f"{name:<{width}}  {value}" for name, value in rows if value.strip("0+, ") or name in ALWAYS
    )


def judge(outcome: Outcome) -> int:
    found = wrong(outcome) or ["nothing lost, nothing doubled, nothing untrue"]
    for text in found:
        sys.stdout.write(f"faults: {text}\n")
    return int(bool(wrong(outcome)))


def _sum(faults: dict[str, int], kind: str) -> int:
    return sum(count for name, count in faults.items() if name.startswith(kind))


def number(name: str, default: int) -> int:
    return int(os.environ.get(name, default))


def say(text: str) -> None:
    sys.stderr.write(f"· {time.monotonic() - BEGUN:>6.0f} s  {text}\n")
    sys.stderr.flush()


def _interrupt(kind: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
