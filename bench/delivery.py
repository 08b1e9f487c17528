"""Messages handed over per second, each step of each durable, to a mail server that nobody here wrote.

The database, the workers, the load and Postfix's `smtp-sink` share the machine. The limit is Postfix's own
`smtp-source` to the same sink, with as many connections, letters of the same size, and no database at all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack

import psutil

from bench import fill, harness, postfix
from bench.harness import SCALE, Site
from bench.results import Figure
from tocsin.core.children import Child

MESSAGES = int(20_000 * SCALE)
QUEUED = int(1_000_000 * SCALE)
WORKERS, SENDERS = int(os.environ.get("BENCH_WORKERS", "2")), int(os.environ.get("BENCH_SENDERS", "2"))
LETTER = 2_400
"""Bytes of a letter of `smtp-source`: those of a confirmation mail."""
SPAN = "SELECT extract(epoch FROM max(at) - min(at))::float8 FROM delivery_receipt"
LEFT = "SELECT count(*) FROM delivery_message WHERE state IN ('queued', 'inflight') AND priority = 0"
ACCEPTED = "SELECT count(*) FROM delivery_message WHERE state = 'accepted'"
WAIT = """
    INSERT INTO delivery_message (id, key, purpose, channel, lane, priority, recipient, ref, expires_at)
    SELECT uuidv7(), 'waits:' || n, 'confirm', 'email', 'mail:other', 9, 'p' || n || '@example.org', uuidv7(),
        now() + interval '5 days'
    FROM generate_series(1, %s) AS n
"""
OF = "Postfix's smtp-source to the same smtp-sink, without a database"


def run(site: Site) -> Iterator[Figure]:
    with postfix.sink() as port:
        limit = postfix.source(port, MESSAGES, WORKERS * SENDERS, LETTER)
        for name, purpose in (("deliver.smtp", "action"), ("deliver.confirm", "confirm")):
            prepare(site, purpose)
            rate, _ = delivered(site, port)
            yield Figure(name=name, value=rate, unit="/s", limit=limit, of=OF)
        prepare(site, "action")
        site.sql(WAIT, QUEUED)
        site.sql("VACUUM ANALYZE delivery_message")
        site.sql("CHECKPOINT")  # the filling itself is not measured
        rate, memory = delivered(site, port)
        yield Figure(
            name="deliver.smtp_million", value=rate, unit="/s", limit=limit, of=f"{OF}; {QUEUED:,} more wait"
        )
        yield Figure(
            name="deliver.memory", value=memory, unit="MB", limit=250.0, of="the most a worker may take"
        )
    site.empty()


def prepare(site: Site, purpose: str) -> None:
    site.empty()
    fill.submissions(site, MESSAGES, state="confirmed")
    fill.messages(site, purpose)


def delivered(site: Site, port: int) -> tuple[float, float]:
    """Messages per second from the first receipt to the last, and the RSS of the largest worker in MB."""
    before = site.one(ACCEPTED)
    env = {"MAIL_URL": f"smtp://127.0.0.1:{port}", "WORKER_CONCURRENCY": str(SENDERS)}
    with ExitStack() as stack:
        workers = [stack.enter_context(site.working(**env)) for _ in range(WORKERS)]
        harness.wait(lambda: not site.one(LEFT), "delivery", seconds=600, pause=0.5)
        memory = max(resident(worker) for worker in workers)
    taken = site.one(ACCEPTED) - before
    assert taken >= MESSAGES, f"{taken} were taken, {MESSAGES} were sent"
    return taken / site.one(SPAN), memory


def resident(worker: Child) -> float:
    assert worker.process is not None
    return psutil.Process(worker.process.pid).memory_info().rss / 1e6
