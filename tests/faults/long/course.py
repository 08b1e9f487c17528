"""One run: a database, a sink, a proxy and workers of its own, and what is done to them while messages leave."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

import psutil
import psycopg

from bench import postfix
from tests.faults.field import environment
from tests.faults.long.account import Row, settle
from tests.faults.long.dump import Dump
from tests.faults.long.plan import SENDERS, Outcome, Plan
from tocsin.core.embedded import Server

ROOT = Path(__file__).resolve().parents[3]
FIRST, LAST = 0.01, 0.95
"""Between these parts of the whole the kills and the restarts fall."""
TICK, GLANCE, TELL, WEIGH = 0.05, 2.0, 10.0, 1.0
"""Seconds between two looks at the dump, at the states, two lines of progress, two weighings of the workers."""
BULK = 0.96
"""The rate is taken when so many have left; those that are left wait for another try."""
CHUNK = 50_000
POST = """
INSERT INTO delivery_message (id, key, purpose, channel, lane, recipient, ref, expires_at, due_at)
SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'k' || n, 'letter', 'email',
    'email:example.org', 'n' || n || '@example.org', gen_random_uuid(), now() + interval '5 days',
    now() + CASE WHEN n > %(last)s THEN interval '1 day' ELSE interval '0' END
FROM generate_series(%(first)s::bigint, %(upto)s::bigint) AS n
"""
LATER = 20
"""Letters that leave one by one at the end: a log is believed only where it knows what was taken before and after."""
RELEASE = """
UPDATE delivery_message SET due_at = now() WHERE id IN (
    SELECT id FROM delivery_message WHERE state = 'queued' AND due_at > now() + interval '12 hours'
    ORDER BY id LIMIT %s)
"""
EMPTY = "TRUNCATE delivery_message, delivery_lane, delivery_journalmark, procrastinate_jobs CASCADE"
STATES = """
SELECT CASE WHEN state = 'queued' AND due_at > now() + interval '12 hours' THEN 'later' ELSE state END, count(*)
FROM delivery_message GROUP BY 1
"""
IN_FLIGHT = "SELECT count(*) FROM delivery_message WHERE lease IS NOT NULL AND state = 'inflight'"
ROWS = "SELECT right(id::text, 12), state, reply <> '' FROM delivery_message"


class Course:
    def __init__(self, plan: Plan, server: Server, folder: Path, say: Callable[[str], None]) -> None:
        self.plan, self.server, self.folder, self.say = plan, server, folder, say
        self.faults = folder / "faults"
        self.log = None if plan.blind else folder / "mail.log"
        self.dump = Dump(folder / "dump" / "letters", plan.messages, self.log)
        self.random = random.Random(plan.seed)  # noqa: S311
        self.workers: list[psutil.Process] = []
        self.port = self.kills = self.restarts = self.ended = self.in_flight = 0
        self.peak = self.rate = 0.0
        self.last = -1
        self.moved_at = time.monotonic()
        self.seen: tuple[object, ...] = ()

    def run(self) -> Outcome:
        with ExitStack() as stack:
            self._set_up(stack)
            self._post()
            self._hire_all(stack)
            gave_up = not self._drive(time.monotonic())
        return self._outcome(gave_up=gave_up)

    # --- What it needs -----------------------------------------------------------------------------------------
    def _set_up(self, stack: ExitStack) -> None:
        self._make_room(stack)
        port = stack.enter_context(postfix.sink(self.dump.path))
        given = {"port": port, "seed": self.plan.seed, "shares": self.plan.shares, "file": str(self.faults)}
        proxy = self._start(stack, ["-m", "tests.faults.long.proxy", json.dumps(given)], dict(os.environ))
        assert proxy.stdout is not None
        self.port = int(proxy.stdout.readline())
        self.dump.start()

    def _make_room(self, stack: ExitStack) -> None:
        stack.callback(self.dump.finish)
        self.dump.path.parent.mkdir()
        if os.geteuid() == 0:
            shutil.chown(self.dump.path.parent, "nobody")
        self.faults.touch(0o600)

    def _start(
        self, stack: ExitStack, words: list[str], env: dict[str, str], before: Sequence[str] = ()
    ) -> subprocess.Popen[str]:
        errors = stack.enter_context((self.folder / f"{words[1]}.err").open("w"))
        process = subprocess.Popen(
            [*before, sys.executable, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=env,
            cwd=ROOT,
            start_new_session=True,
        )
        stack.callback(process.wait)
        stack.callback(process.kill)
        return process

    def environment(self) -> dict[str, str]:
        more = {
            "MAIL_TIMEOUT": str(int(self.plan.timeout)),
            "MAIL_LOG": str(self.log or ""),
            "DATA_REFRESH": "no",
            "LOG_LEVEL": "ERROR",
            "WORKER_CONCURRENCY": str(SENDERS),
            "FAULT_WORKER": "whole" if self.plan.whole else "quick",
        }
        return environment(self.server, self.folder, self.port, **more)

    def _post(self) -> None:
        self.say(f"posting {self.plan.messages:,} messages")
        with psycopg.connect(self.server.url(), autocommit=True) as connection:
            connection.execute(EMPTY)
            count = self.plan.messages
            for first in range(1, count + 1, CHUNK):
                given = {"first": first, "upto": min(first + CHUNK - 1, count), "last": count - LATER}
                connection.execute(POST, given)
            connection.execute("VACUUM ANALYZE delivery_message")

    # --- The workers -------------------------------------------------------------------------------------------
    def _hire_all(self, stack: ExitStack) -> None:
        self._open_nursery(stack, ["-m", "tests.faults.nursery"])
        for _ in range(self.plan.workers):
            self._hire()

    def _open_nursery(self, stack: ExitStack, words: list[str], before: Sequence[str] = ()) -> None:
        self.nursery = self._start(stack, words, self.environment(), before)
        stack.callback(self._dismiss)
        assert self.nursery.stdout is not None
        errors = self.folder / f"{words[1]}.err"
        assert self.nursery.stdout.readline() == "ready\n", errors.read_text()

    def _hire(self, order: str = "") -> None:
        self.workers.append(psutil.Process(int(self._order(order))))

    def _order(self, line: str) -> str:
        assert self.nursery.stdin is not None and self.nursery.stdout is not None
        self.nursery.stdin.write(f"{line}\n")
        self.nursery.stdin.flush()
        return self.nursery.stdout.readline().strip()

    def _kill(self) -> None:
        time.sleep(self.random.uniform(0, TICK))
        victim = self.random.choice(self.workers)
        os.kill(victim.pid, signal.SIGKILL)
        self.workers.remove(victim)
        self.kills += 1
        self._count_in_flight()
        self._hire()

    def _count_in_flight(self) -> None:
        with psycopg.connect(self.server.url()) as connection:
            self.in_flight += int(connection.execute(IN_FLIGHT).fetchall()[0][0])

    def _dismiss(self) -> None:
        for worker in self.workers:
            with suppress(ProcessLookupError):
                os.kill(worker.pid, signal.SIGKILL)

    def _weigh(self) -> None:
        """And hires in place of a worker that ended by itself, as its supervisor would."""
        for worker in list(self.workers):
            with suppress(psutil.NoSuchProcess):
                if worker.status() != psutil.STATUS_ZOMBIE:
                    self.peak = max(self.peak, worker.memory_info().rss / 1e6)
                    continue
            self.workers.remove(worker)
            self.ended += 1
            self._hire()

    def _restart(self) -> None:
        """As `pg_ctl -m immediate`: no farewell to anybody, recovery from the log."""
        pid = self.server.pid()
        assert pid is not None
        process = psutil.Process(pid)
        os.kill(pid, signal.SIGQUIT)
        with suppress(psutil.TimeoutExpired):
            process.wait(30)
        self.server.start()
        self.restarts += 1

    # --- The run -----------------------------------------------------------------------------------------------
    def _drive(self, begun: float) -> bool:
        """Until nothing waits any more, or nothing has changed for too long."""
        events = sorted(self._events(), key=lambda event: event[0])
        due = {self._tell: TELL, self._weigh: WEIGH}
        next_at = {work: begun + every for work, every in due.items()}
        glance_at = begun + GLANCE
        while True:
            taken = self.dump.taken
            if events and taken >= events[0][0]:
                events.pop(0)[1]()
            now = time.monotonic()
            if not self.rate and taken >= BULK * self.plan.messages:
                self.rate = taken / (now - begun)
            for work, at in next_at.items():
                if now >= at:
                    next_at[work] = now + due[work]
                    work()
            if now >= glance_at:
                glance_at = now + GLANCE
                if self._at_rest():
                    return True
                if now - self.moved_at > self.plan.patience:
                    return False
            time.sleep(TICK)

    def _events(self) -> list[tuple[float, Callable[[], None]]]:
        """What happens after so many letters have been taken."""
        acts = [self._kill] * self.plan.kills + [self._restart] * self.plan.restarts
        return [(self.random.uniform(FIRST, LAST) * self.plan.messages, act) for act in acts]

    def _at_rest(self) -> bool:
        states = {} if self._is_moving() else self.states()
        if states and (found := tuple(sorted(states.items()))) != self.seen:
            self.seen, self.moved_at = found, time.monotonic()
        if "later" in states and not {"queued", "inflight"} & states.keys():
            self._release(1 if "ambiguous" in states and not self.plan.blind else LATER)
        open_states = {"later", "queued", "inflight", *([] if self.plan.blind else ["ambiguous"])}
        return bool(states) and not open_states & states.keys()

    def _release(self, count: int) -> None:
        with psycopg.connect(self.server.url(), autocommit=True) as connection:
            connection.execute(RELEASE, [count])

    def _is_moving(self) -> bool:
        """A million rows are not counted as long as letters keep coming."""
        before, self.last = self.last, self.dump.taken
        if self.last != before:
            self.moved_at = time.monotonic()
        return self.last - before > GLANCE * 5

    def states(self) -> dict[str, int]:
        with psycopg.connect(self.server.url(), autocommit=True) as connection:
            return {str(state): int(count) for state, count in connection.execute(STATES).fetchall()}

    def _tell(self) -> None:
        self.say(
            f"{self.dump.taken:>9,} taken · {self.kills} kills · {self.restarts} restarts · "
            f"{sum(self.injected().values()):,} faults · {self.peak:.0f} MB"
        )

    # --- The account -------------------------------------------------------------------------------------------
    def injected(self) -> Counter[str]:
        return Counter(line.partition(" ")[0] for line in self.faults.read_text().splitlines())

    def refused(self) -> frozenset[int]:
        lines = (line.split() for line in self.faults.read_text().splitlines())
        return frozenset(int(number) for name, number in lines if name.startswith("hard"))

    def rows(self) -> Iterator[Row]:
        with psycopg.connect(self.server.url()) as connection, connection.cursor("rows") as cursor:
            cursor.itersize = 20_000
            for name, state, told in cursor.execute(ROWS):
                yield int(name, 16), state, told

    def _outcome(self, *, gave_up: bool) -> Outcome:
        account = settle(self.rows(), self.dump.times, self.refused())
        account.doubled += self.dump.strangers
        return Outcome(
            plan=self.plan,
            account=account,
            faults=self.injected(),
            kills=self.kills,
            restarts=self.restarts,
            in_flight=self.in_flight,
            ended=self.ended,
            rate=self.rate,
            peak=self.peak,
            gave_up=gave_up,
        )


def temporary() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="tocsin-faults-", dir=os.environ.get("FAULT_DIR")))
    folder.chmod(0o711)
    return folder
