"""A durable PostgreSQL, a misbehaving mail server and a nursery of workers: each a process of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.faults.field import Field
    from tocsin.core.embedded import Server

ROOT = Path(__file__).resolve().parents[2]
EMPTY = "TRUNCATE delivery_message, delivery_lane, delivery_journalmark CASCADE"
"""Each test has a delivery journal of its own."""
TABLES = ("delivery", "procrastinate")
SOCKET = ".s.PGSQL.5432"
THINKING = "0.03"
"""Seconds the mail server takes for a letter: time to be killed in."""


@pytest.fixture(scope="session")
def database() -> Iterator[Server]:
    """In a folder that no other run of pytest shuts, as it does with those of `tmp_path`."""
    from tests.faults.field import environment
    from tocsin.core.embedded import Server

    folder = Path(tempfile.mkdtemp(prefix="tocsin-faults-"))
    server = Server(folder / "postgres", durable=True)
    server.start()
    for app in TABLES:
        command = [sys.executable, "-m", "django", "migrate", app, "--verbosity=0"]
        subprocess.run(command, check=True, env=environment(server, folder), cwd=ROOT)
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture
def tried(database: Server, tmp_path: Path) -> Iterator[Field]:
    from tests.faults.field import Field, environment, pipes

    with ExitStack() as stack:
        journal = tmp_path / "taken"
        sink = _start(
            stack, [sys.executable, str(ROOT / "tests/faults/sink.py"), "0", str(journal), THINKING]
        )
        port = int(pipes(sink)[1].readline())
        given = environment(database, tmp_path, port)
        nursery = _start(stack, [sys.executable, "-m", "tests.faults.nursery"], given)
        assert pipes(nursery)[1].readline() == "ready\n"
        tried = Field(database, journal, nursery)
        tried.query("TRUNCATE delivery_message, delivery_journalmark CASCADE")
        yield tried
        for worker in list(tried.workers):
            tried.kill(worker)


@pytest.fixture
def hosts(database: Server, tmp_path: Path) -> Iterator[Field]:
    """Three machines that reach the database and the mail server by a cable each."""
    from tests.faults.field import Field, environment, pipes
    from tests.faults.hosts import DATABASE_PORT, HUB, MAIL_PORT, UNSHARE

    with ExitStack() as stack:
        journal = tmp_path / "taken"
        socket = f"{database.socket_dir}/{SOCKET}"
        words = [sys.executable, "-m", "tests.faults.hosts", socket, str(journal), THINKING]
        given = environment(database, tmp_path) | {
            "DATABASE_URL": f"postgresql://postgres@{HUB}:{DATABASE_PORT}/tocsin",
            "MAIL_URL": f"smtp://{HUB}:{MAIL_PORT}",
        }
        nursery = _start(stack, [*UNSHARE, *words], given)
        assert pipes(nursery)[1].readline() == "ready\n"
        made = Field(database, journal, nursery)
        made.query(EMPTY)
        yield made
        for worker in list(made.workers):
            made.kill(worker)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """One into which a mail server can write that gives up its rights first."""
    from tests.faults.long.course import temporary

    folder = temporary()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def _start(
    stack: ExitStack, command: list[str], given: dict[str, str] | None = None
) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=given,
        cwd=ROOT,
    )
    stack.callback(process.wait)
    stack.callback(process.kill)
    return process
