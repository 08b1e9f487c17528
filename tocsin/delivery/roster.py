"""Which messages could leave now, lane by lane: read every half second, however many messages wait."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from django.db import connection

from tocsin.delivery import lane_rules, schedule, tokens
from tocsin.delivery.lane_rules import LaneRule
from tocsin.delivery.models import Lane

FRESH = 0.5
"""Seconds a look at the outbox is good for."""
PAUSE = 0.1
"""Seconds between two looks when there is nothing to do."""
LATE = timedelta(seconds=75)
"""How long a message that is free to go may wait: each minute the sweep rings."""
TOGETHER = 25
"""So many lanes without limits are claimed from in one statement."""

# A loose index scan: one descent of the index for each lane and priority, not one step for each message.
LINES = """
WITH RECURSIVE line (lane, priority, due_at) AS (
    (SELECT lane, priority, due_at FROM delivery_message WHERE state = 'queued' AND lease IS NULL
     ORDER BY lane, priority, due_at LIMIT 1)
    UNION ALL
    SELECT following.* FROM line, LATERAL (
        SELECT m.lane, m.priority, m.due_at FROM delivery_message m
        WHERE m.state = 'queued' AND m.lease IS NULL AND (m.lane, m.priority) > (line.lane, line.priority)
        ORDER BY m.lane, m.priority, m.due_at LIMIT 1
    ) AS following
)
SELECT lane, priority, due_at, now() FROM line
"""


@dataclass(frozen=True, slots=True)
class Line:
    """The messages of one lane and priority. `opens_at`: None while a pause keeps it shut."""

    lane: str
    priority: int
    due_at: datetime
    opens_at: datetime | None
    limits: tuple[str, ...] = ()
    """The keys that must be asked before each claim."""


@dataclass(slots=True)
class Look:
    """The outbox at one moment, by the clock of the database."""

    now: datetime
    lines: list[Line]
    rows: dict[str, Lane]
    at: float = field(default_factory=time.monotonic)

    @property
    def age(self) -> float:
        return time.monotonic() - self.at

    def ready(self) -> list[Line]:
        now = self.now + timedelta(seconds=self.age)
        return [line for line in self.lines if line.opens_at is not None and line.opens_at <= now]


def look() -> Look:
    rows = {row.key: row for row in Lane.objects.all()}
    with connection.cursor() as cursor:
        cursor.execute(LINES)
        found = cursor.fetchall()
    now = found[0][3] if found else tokens.now()
    gates = _Gates(rows, now)
    lines = [
        Line(lane, priority, due_at, gates.opens(lane, due_at), gates.limits(lane))
        for lane, priority, due_at, _ in found
    ]
    return Look(now, lines, rows)


class _Gates:
    """What the rows say of each key, worked out once for each."""

    def __init__(self, rows: dict[str, Lane], now: datetime) -> None:
        self.rows, self.now = rows, now
        self.opening: dict[str, datetime | None] = {}
        self.rules: dict[str, LaneRule] = {}

    def opens(self, lane: str, due_at: datetime) -> datetime | None:
        latest = due_at
        for key in lane_rules.gates(lane):
            if key not in self.opening:
                self.opening[key] = tokens.opens_at(self.rule(key), self.rows.get(key), self.now)
            opening = self.opening[key]
            if opening is None:
                return None
            latest = max(latest, opening)
        return latest

    def free_since(self, lane: str, due_at: datetime) -> datetime:
        """At the latest: since it is due, since its rules changed, since the last one left, since the opening."""
        moments = [due_at]
        for key in lane_rules.gates(lane):
            rule, row = self.rule(key), self.rows.get(key)
            known = (row.changed_at, row.open_until, row.next_at) if row else ()
            moments += [moment for moment in known if moment and moment <= self.now]
            if not schedule.is_open(self.now - LATE, rule.hours, rule.time_zone, rule.maintenance):
                moments.append(self.now)
        return max(moments)

    def limits(self, lane: str) -> tuple[str, ...]:
        return tuple(key for key in lane_rules.gates(lane) if self._is_limited(key))

    def rule(self, key: str) -> LaneRule:
        if key not in self.rules:
            self.rules[key] = lane_rules.rule_of(key, self.rows.get(key))
        return self.rules[key]

    def _is_limited(self, key: str) -> bool:
        row = self.rows.get(key)
        return self.rule(key).is_limited or (row is not None and tokens.is_special(row, self.now))


class Roster:
    """Shared by the senders of one process: which lines to claim from next."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.latest: Look | None = None
        self.ready: list[Line] = []
        self.turn = 0
        self.suspects: set[str] = set()
        self.moved = False
        """A lane's own rules held it back since the last look, which therefore does not know when it opens."""

    def pick(self) -> list[Line]:
        """Of the most urgent lines that are ready, one with limits or several without, in turn."""
        with self.lock:
            self._refresh()
            if not self.ready:
                return []
            urgent = min(line.priority for line in self.ready)
            lines = [line for line in self.ready if line.priority == urgent]
            self.turn += 1
            start = self.turn % len(lines)
            lines = lines[start:] + lines[:start]
            if lines[0].limits:
                return lines[:1]
            return [line for line in lines if not line.limits][:TOGETHER]

    def exhausted(self, lines: Iterable[Line]) -> None:
        """They gave less than they were asked for; the next look tells whether there is more."""
        with self.lock:
            gone = set(lines)
            self.moved = self.moved or any(line.limits for line in gone)
            self.ready = [line for line in self.ready if line not in gone]

    def opens_in(self) -> float | None:
        """Seconds from the last look to the next opening; None when none can be foreseen."""
        with self.lock:
            if self.latest is None or self.moved:
                self.latest, self.moved = None, False
                return 0.0
            now, lines = self.latest.now, self.latest.lines
            openings = [one.opens_at for one in lines if one.opens_at is not None and one.opens_at > now]
            return (min(openings) - now).total_seconds() if openings else None

    def is_troubled(self, key: str) -> bool:
        """Whether the host behind this key failed lately."""
        row = self.latest.rows.get(key) if self.latest else None
        return key in self.suspects or (row is not None and bool(row.failures or row.opened))

    def suspect(self, key: str) -> None:
        self.suspects.add(key)

    def trust(self, key: str) -> None:
        """Its failures are forgotten, and what was read before."""
        with self.lock:
            self.suspects.discard(key)
            self.latest = None

    def forget(self) -> None:
        with self.lock:
            self.latest = None

    def _refresh(self) -> None:
        age = self.latest.age if self.latest else FRESH
        if age >= FRESH or (not self.ready and age >= PAUSE):
            self.latest = look()
            self.ready = self.latest.ready()


def lateness(seen: Look) -> float:
    """For how many seconds the message that waits longest has been free to go."""
    gates = _Gates(seen.rows, seen.now)
    waits = [gates.free_since(line.lane, line.due_at) for line in seen.ready()]
    return max([0.0, *((seen.now - since).total_seconds() for since in waits)])
