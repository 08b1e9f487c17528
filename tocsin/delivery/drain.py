"""Sends all that is due, with as many senders as the work needs, and lingers for what comes in meanwhile."""

from __future__ import annotations

import logging
import os
import time
from collections import Counter
from threading import Event, Lock, Thread

from django.conf import settings
from django.db import connections

from tocsin.delivery import replay
from tocsin.delivery.journal import JournalError
from tocsin.delivery.roster import Roster
from tocsin.delivery.sender import BATCH, Sender
from tocsin.delivery.steadfast import steadfast

LINGER = 1.0
"""Seconds without a due message before a drain ends. Doorbells ring at most every quarter of that."""
PATIENCE = 60
"""So many times that long a drain waits for messages it can see coming."""
LOOK = 0.1
"""Seconds between two looks while lingering."""
STOP = Event()
"""Set by a process that must end: senders finish the message at hand and give back the rest."""

log = logging.getLogger(__name__)
_crews: list[Crew] = []
_ready: set[int] = set()


def drain_until_dry(
    *, senders: int | None = None, linger: float = LINGER, stop: Event = STOP
) -> Counter[str]:
    """How many messages made each move. None may, as long as the delivery journal and the database disagree."""
    if not _is_ready(stop):
        return Counter()
    crew = Crew(senders or settings.WORKER_CONCURRENCY, linger, stop)
    _crews.append(crew)
    try:
        crew.hire()
        crew.wait()
    finally:
        _crews.remove(crew)
    return crew.counts


def _is_ready(stop: Event) -> bool:
    """Once for each process, and again until it succeeds."""
    if os.getpid() in _ready:
        return True
    try:
        steadfast(replay.prepare, stop)
    except JournalError as error:
        log.error("nothing is sent: %s", error)
        return False
    _ready.add(os.getpid())
    return True


def is_busy() -> bool:
    """Whether this process is draining now."""
    return bool(_crews)


class Crew:
    """Starts with one sender; each that finds a full batch calls for another."""

    def __init__(self, size: int, linger: float, stop: Event) -> None:
        self.size, self.linger, self.stop = size, linger, stop
        self.counts: Counter[str] = Counter()
        self.lock = Lock()
        self.roster = Roster()
        self.threads: list[Thread] = []
        self.last_work = time.monotonic()

    def hire(self) -> None:
        with self.lock:
            if len(self.threads) < self.size:
                thread = Thread(target=self._work, name=f"sender-{len(self.threads) + 1}")
                self.threads.append(thread)
                thread.start()

    def wait(self) -> None:
        for thread in self.threads:
            thread.join()

    def _work(self) -> None:
        sender = Sender(self.stop, self.roster)
        try:
            self._round(sender)
            while not self.stop.is_set() and not self._is_dry():
                self._round(sender)
        except Exception:
            log.exception("a sender stopped")
        finally:
            sender.close()
            connections.close_all()
            with self.lock:
                self.counts.update(sender.counts)

    def _round(self, sender: Sender) -> None:
        count = sender.round()
        if count:
            self.last_work = time.monotonic()
        if count >= BATCH:
            self.hire()
        if not count:
            self.stop.wait(LOOK)

    def _is_dry(self) -> bool:
        """A lane that paces itself, or opens soon, is waited for."""
        if time.monotonic() - self.last_work <= self.linger:
            return False
        opens_in = self.roster.opens_in()
        return opens_in is None or opens_in > self.linger * PATIENCE
