"""A whole `tocsin up` in a process of its own, for tests."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil

READY_SECONDS = 120
TOCSIN = [sys.executable, "-m", "tocsin.cli"]
ROOT = Path(__file__).resolve().parents[2]


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SECRET_KEY"}}
    return kept | {"TOCSIN_DATA_DIR": str(data_dir), "DATA_REFRESH": "no"} | more


def tocsin(data_dir: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*TOCSIN, *words],
        env=environment(data_dir, **more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=READY_SECONDS,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(what: str, condition: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s: {what}")


class Site:
    def __init__(self, data_dir: Path, *words: str, **more: str) -> None:
        self.port, self.data_dir = free_port(), data_dir
        self.output = data_dir.parent / f"{data_dir.name}-{self.port}.log"
        with self.output.open("wb") as file:
            self.process = subprocess.Popen(
                [*TOCSIN, "up", "--port", str(self.port), *words],
                env=environment(data_dir, **more),
                cwd=ROOT,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )

    def __enter__(self) -> Site:
        return self

    def __exit__(self, *error: object) -> None:
        if self.process.poll() is None:
            self.end(signal.SIGTERM)

    def ready(self) -> Site:
        eventually("the site is ready", self._ready, READY_SECONDS)
        return self

    def _ready(self) -> bool:
        assert self.process.poll() is None, self.said()
        return "Tocsin is ready" in self.said()

    def said(self) -> str:
        return self.output.read_text()

    def health(self) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def tree(self) -> list[psutil.Process]:
        return [*psutil.Process(self.process.pid).children(recursive=True)]

    def child(self, word: str) -> psutil.Process | None:
        """By a whole word of its command: an option of the web server's has the word `worker` in it."""
        children = psutil.Process(self.process.pid).children()
        return next((child for child in children if word in map(_last, child.cmdline())), None)

    def end(self, kind: signal.Signals) -> int:
        self.process.send_signal(kind)
        return self.process.wait(60)


def _last(path: str) -> str:
    return path.rpartition("/")[2]
