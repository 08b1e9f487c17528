"""Child processes that cannot outlive us, each with its own process group."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

QUICK_SECONDS = 60
QUICK_DEATHS = 5
BACKOFF_SECONDS = (0.2, 1, 3, 8)
PR_SET_PDEATHSIG = 1
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _die_with_parent() -> Callable[[], None] | None:
    """The kernel sends SIGTERM to the child when we are gone, even by SIGKILL."""
    if sys.platform != "linux":
        return None
    libc, parent = ctypes.CDLL(None), os.getpid()

    def before_exec() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return before_exec


def spawn(
    command: Sequence[str], env: Mapping[str, str], stdout: int | None = None
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        start_new_session=True,  # Ctrl-C in the terminal reaches us alone; we stop the others in order
        preexec_fn=_die_with_parent(),  # noqa: PLW1509
    )


def signal_group(pid: int, kind: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, kind)


@dataclass
class Child:
    name: str
    command: list[str]
    patience: float  # seconds from SIGTERM to SIGKILL
    port: int = 0  # where it must listen before the next one starts
    deaths: list[float] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = None
    due: float = 0.0

    def start(self, env: Mapping[str, str]) -> None:
        self.process = spawn(self.command, env)

    def died(self) -> int | None:
        """The exit status, once, of a child that ended by itself; what is left of its group goes too."""
        if self.process is None or (status := self.process.poll()) is None:
            return None
        signal_group(self.process.pid, signal.SIGKILL)
        self.process = None
        now = time.monotonic()
        self.deaths = [when for when in self.deaths if now - when < QUICK_SECONDS] + [now]
        self.due = now + BACKOFF_SECONDS[min(len(self.deaths), len(BACKOFF_SECONDS)) - 1]
        return status

    @property
    def hopeless(self) -> bool:
        return len(self.deaths) >= QUICK_DEATHS

    def waiting(self) -> bool:
        return self.process is None and time.monotonic() >= self.due

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(self.patience)
        self.kill()

    def kill(self) -> None:
        if self.process is not None:
            signal_group(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def interruptible() -> None:
    """SIGTERM and a closed terminal act as Ctrl-C."""
    for kind in SIGNALS:
        signal.signal(kind, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def describe(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"


def foreground(child: Child) -> int:
    interruptible()
    child.start(os.environ)
    try:
        while (status := child.died()) is None:
            time.sleep(0.1)
        return abs(status)
    except KeyboardInterrupt:
        child.stop()
        return 0
