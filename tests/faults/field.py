"""Where workers are tried: what a test can do to them, and what it can see from outside."""

from __future__ import annotations

import os
import signal
import subprocess
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import sleep
from typing import IO

import psutil
import psycopg

from tocsin.core.embedded import Server

PATIENCE = 120
"""Seconds until a run that does not come to rest is a failure."""

INSERT = """
INSERT INTO delivery_message (id, key, purpose, channel, recipient, ref, expires_at)
SELECT gen_random_uuid(), gen_random_uuid()::text, %(purpose)s, 'email',
    (%(recipients)s::text[])[1 + n %% %(kinds)s] || n || '@example.org', gen_random_uuid(), now() + interval '1 day'
FROM generate_series(1, %(count)s) AS n
"""


def environment(server: Server, folder: Path, port: int = 25, **more: str) -> dict[str, str]:
    """For a process that works for this database and sends to a mail server at this port."""
    given = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": server.url(),
        "TOCSIN_DATA_DIR": str(folder),
        "SECRET_KEY": "only-for-tests-" + "x" * 50,
        "MAIL_URL": f"smtp://127.0.0.1:{port}",
        "MAIL_TIMEOUT": "10",
        "LOG_LEVEL": "CRITICAL",
    }
    return {**os.environ, **given, **more}


@dataclass
class Field:
    database: Server
    journal: Path
    nursery: subprocess.Popen[str]
    workers: list[int] = field(default_factory=list)

    def query(self, sql: str, given: dict[str, object] | None = None) -> list[tuple[object, ...]]:
        with psycopg.connect(self.database.url(), autocommit=True) as connection:
            cursor = connection.execute(sql, given)
            return cursor.fetchall() if cursor.description else []

    def post(self, count: int, *, purpose: str, recipients: list[str]) -> None:
        given = {"count": count, "purpose": purpose, "recipients": recipients, "kinds": len(recipients)}
        self.query(INSERT, dict(given))

    def hire(self) -> int:
        self.workers.append(int(self._order("")))
        return self.workers[-1]

    def hire_at(self, host: int) -> int:
        """Where the nursery is a set of hosts."""
        self.workers.append(int(self._order(f"hire {host}")))
        return self.workers[-1]

    def cut(self, host: int) -> None:
        assert self._order(f"cut {host}") == "done"

    def mend(self, host: int) -> None:
        assert self._order(f"mend {host}") == "done"

    def _order(self, line: str) -> str:
        stdin, stdout = pipes(self.nursery)
        stdin.write(f"{line}\n")
        stdin.flush()
        return stdout.readline().strip()

    def kill(self, worker: int) -> None:
        self.workers.remove(worker)
        os.kill(worker, signal.SIGKILL)

    def crash_database(self) -> None:
        """As `pg_ctl restart -m immediate`: no farewell, recovery from the log."""
        pid = self.database.pid()
        assert pid is not None
        os.kill(pid, signal.SIGQUIT)
        psutil.wait_procs([process for process in psutil.process_iter() if process.pid == pid], timeout=30)
        self.database.start()

    def rest(self, *busy: str) -> None:
        """Until no message is in one of these states."""
        for _ in range(PATIENCE * 10):
            if not set(self.states().values()) & set(busy):
                return
            sleep(0.1)
        raise AssertionError(f"still not at rest: {Counter(self.states().values())}")

    def until_taken(self, count: int) -> None:
        for _ in range(PATIENCE * 10):
            if self.taken().total() >= count:
                return
            sleep(0.1)
        raise AssertionError(f"{self.taken().total()} were taken, not {count}")

    def states(self) -> dict[str, str]:
        return {str(key): str(state) for key, state in self.query("SELECT id, state FROM delivery_message")}

    def taken(self) -> Counter[str]:
        """How often the mail server took each message, by its own journal."""
        return Counter(self.journal.read_text().split())


def pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdin is not None and process.stdout is not None
    return process.stdin, process.stdout
