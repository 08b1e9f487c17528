"""A whole site in a temporary folder: a durable database, the demonstration, the web server, a worker."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tocsin.core import embedded, supervisor, web
from tocsin.core.children import Child

HOST, PORT = "127.0.0.1", int(os.environ.get("BENCH_PORT", "8500"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "10"))
SCALE = float(os.environ.get("BENCH_SCALE", "1"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
FOREIGN = (
    "DATABASE_URL",
    "MAIL_URL",
    "SITE_URL",
    "ALLOWED_HOSTS",
    "HOST",
    "DEBUG",
    "TOCSIN_DEMO",
    "SECRET_KEY_FILE",
)
PATIENCE = 15.0
ACTED = (
    "actions_submission, supporters_supporter, supporters_consent, campaigns_tallyentry, campaigns_tallycounter, "
    "delivery_message, delivery_receipt, procrastinate_jobs"
)


@dataclass(frozen=True, slots=True)
class Site:
    """Prepared, not yet served. The Django of this process is connected to its database."""

    folder: Path
    server: embedded.Server
    port: int
    env: dict[str, str]

    @contextmanager
    def serving(self, **changes: str) -> Iterator[Child]:
        """The web server as `tocsin serve` starts it."""
        with child("web server", web.command(HOST, self.port, self.folder), self.env | changes) as served:
            wait(lambda: supervisor.health(HOST, self.port) == 200, "the web server")
            yield served

    @contextmanager
    def working(self, **changes: str) -> Iterator[Child]:
        with child("worker", [*supervisor.TOCSIN, "worker"], self.env | changes) as worker:
            yield worker

    def empty(self) -> None:
        """Forgets all that people did."""
        self.sql(f"TRUNCATE {ACTED} CASCADE")

    def sql(self, text: str, *values: Any) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(text, values or None)

    def one(self, text: str, *values: Any) -> Any:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(text, values or None)
            row = cursor.fetchone()
        return row[0] if row else None


@contextmanager
def site(port: int = PORT) -> Iterator[Site]:
    folder = Path(tempfile.mkdtemp(prefix="tocsin-bench-", dir=os.environ.get("BENCH_DIR")))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        server = stack.enter_context(embedded.use(folder))
        made = Site(folder, server, port, environment(folder, server, port))
        say("preparing the site")
        subprocess.run(
            [*supervisor.TOCSIN, "prepare", "--demo"], env=made.env, check=True, stdout=subprocess.DEVNULL
        )
        connect(made.env)
        stack.callback(disconnect)
        yield made


def environment(folder: Path, server: embedded.Server, port: int) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return (
        {"DJANGO_SETTINGS_MODULE": "config.settings"}
        | clean
        | {
            "DATABASE_URL": server.url(),
            "TOCSIN_DATA_DIR": str(folder),
            "SECRET_KEY": "only-for-benchmarks-" + "x" * 50,
            "DATA_REFRESH": "no",
            "PORT": str(port),
            "MAIL_URL": "smtp://127.0.0.1:9",
        }
    )


def connect(env: Mapping[str, str]) -> None:
    import django

    os.environ |= env
    django.setup()


def disconnect() -> None:
    from django.db import connections

    connections.close_all()


@contextmanager
def child(name: str, command: list[str], env: Mapping[str, str]) -> Iterator[Child]:
    process = Child(name, command, PATIENCE)
    process.start(env)
    try:
        yield process
    finally:
        process.stop()


@contextmanager
def bare(site: Site, answer: bytes) -> Iterator[Child]:
    """The same server, beside the site, with an application that only gives this answer."""
    file, port = site.folder / "answer", site.port + 1
    file.write_bytes(answer)
    command = [*web.command(HOST, port, site.folder)[:-1], "bench.bare:application"]
    with child("bare web server", command, site.env | {"BENCH_ANSWER": str(file)}) as served:
        wait(lambda: supervisor.health(HOST, port) == 200, "the bare web server")
        yield served


def cpu_seconds(*pids: int | None) -> float:
    """What these processes and their children have used, also those that have ended."""
    total = 0.0
    for parent in (psutil.Process(pid) for pid in pids if pid):
        for process in (parent, *parent.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                total += sum(process.cpu_times()[:4])
    return total


def wait(is_true: Callable[[], object], what: str, seconds: float = 60, pause: float = 0.1) -> None:
    until = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > until:
            sys.exit(f"bench: {what}: not within {seconds:.0f} s")
        time.sleep(pause)


def say(text: str) -> None:
    print(f"· {text}", file=sys.stderr, flush=True)
