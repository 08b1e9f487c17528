"""What a lane lets through now, and when it lets something through again; asked under a lock on its row."""

from __future__ import annotations

import time as clock
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from tocsin.delivery import lane_rules, schedule, states
from tocsin.delivery.lane_rules import LaneRule
from tocsin.delivery.models import Lane


def now() -> datetime:
    """By the clock of the database, which all workers share."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def is_special(row: Lane, moment: datetime) -> bool:
    """Spread to a date, or waiting for the one message that tries whether its host is back."""
    return bool(row.opened) or (row.spread_until is not None and row.spread_until > moment)


def is_spent(rule: LaneRule, row: Lane, moment: datetime) -> bool:
    return rule.daily_cap is not None and row.day == _today(rule, moment) and row.sent_today >= rule.daily_cap


def sent_today(rule: LaneRule, row: Lane, moment: datetime) -> int:
    return row.sent_today if row.day == _today(rule, moment) else 0


def midnight(rule: LaneRule, moment: datetime) -> datetime:
    zone = ZoneInfo(rule.time_zone or "UTC")
    tomorrow = moment.astimezone(zone).date() + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=zone)


def _today(rule: LaneRule, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(rule.time_zone or "UTC")).date()


@dataclass(slots=True)
class Grant:
    """One locked row, what it lets through now, and how that is written down."""

    row: Lane
    rule: LaneRule
    moment: datetime
    rate: float | None

    def count(self) -> int:
        row, rule, moment = self.row, self.rule, self.moment
        if row.paused or (row.open_until and row.open_until > moment):
            return 0
        if not schedule.is_open(moment, rule.hours, rule.time_zone, rule.maintenance):
            return 0
        room = [1] if row.opened else [1_000_000]
        if self.rate:
            room.append(schedule.allowance(moment, row.next_at, self.rate))
        if rule.concurrency is not None:
            room.append(rule.concurrency - leased(row.key))
        if rule.daily_cap is not None:
            room.append(rule.daily_cap - sent_today(rule, row, moment))
        return max(0, min(room))

    def spend(self, count: int) -> None:
        row, today = self.row, _today(self.rule, self.moment)
        row.sent_today = count + sent_today(self.rule, row, self.moment)
        row.day = today
        if self.rate:
            row.next_at = schedule.advance(self.moment, row.next_at, self.rate, count)
        if row.opened:
            row.open_until, row.failures = self.moment + states.LEASE, PROBING
        row.save(update_fields=["sent_today", "day", "next_at", "open_until", "failures"])


PROBING = 5
"""Failures in a row that open a breaker, and what a row holds while one message tries whether the host is back."""
BUSY = "SELECT count(*) FROM delivery_message WHERE lease IS NOT NULL AND leased_until > now() AND ({})"
WAITING = "SELECT count(*) FROM delivery_message WHERE state = 'queued' AND lease IS NULL AND ({})"
WHICH = {"lane": "lane = %s", "kind": "split_part(lane, ':', 1) = ANY (%s)", "all": "%s = '*'"}


def leased(key: str) -> int:
    """Messages under way, in this lane or in all that a wider key stands for."""
    return _count(BUSY, key)


def _count(statement: str, key: str) -> int:
    kind = key.removesuffix(":*")
    which = "all" if key == lane_rules.EVERYTHING else "kind" if kind != key else "lane"
    kinds = ["email", lane_rules.OWN, ""] if kind == "email" else [kind]
    with connection.cursor() as cursor:
        cursor.execute(statement.format(WHICH[which]), [kinds if which == "kind" else key])
        return int(cursor.fetchone()[0])


def lock(keys: Sequence[str]) -> list[Grant] | None:
    """Inside a transaction. None while another claim asks one of them, which is brief."""
    rows = list(Lane.objects.select_for_update(skip_locked=True).filter(pk__in=keys).order_by("key"))
    if len(rows) < len(keys):
        Lane.objects.bulk_create([Lane(key=key) for key in keys], ignore_conflicts=True)
        return None
    moment = now()
    rules = [(row, lane_rules.rule_of(row.key, row)) for row in rows]
    return [Grant(row, rule, moment, pace(row, rule, moment)) for row, rule in rules]


RECOUNT = 30.0
"""Seconds after which what waits in a lane that is spread is counted anew."""
_paces: dict[str, tuple[datetime | None, float, float]] = {}


def pace(row: Lane, rule: LaneRule, moment: datetime) -> float | None:
    """The rate in force: what waits, spread evenly over the open time that is left, but never above the rule."""
    if row.spread_until is None or row.spread_until <= moment:
        return rule.rate
    until, good_until, known = _paces.get(row.key, (None, 0.0, 0.0))
    if until == row.spread_until and clock.monotonic() < good_until:
        return known
    left = schedule.open_seconds(moment, row.spread_until, rule.hours, rule.time_zone, rule.maintenance)
    even = max(_count(WAITING, row.key), 1) / max(left, 1.0)
    rate = min(even, rule.rate) if rule.rate else even
    _paces[row.key] = (row.spread_until, clock.monotonic() + min(RECOUNT, left / 50), rate)
    return rate


def opens_at(rule: LaneRule, row: Lane | None, now: datetime) -> datetime | None:
    """The earliest moment at which this key lets something through; None while it is paused or never opens."""
    if row is not None and row.paused:
        return None
    earliest = now
    if row is not None:
        earliest = max(earliest, row.open_until or now)
        if row.next_at and (rule.rate or row.spread_until):
            steps = schedule.ready_at(row.next_at, rule.rate) if rule.rate else row.next_at
            earliest = max(earliest, row.next_at if row.spread_until else steps)
        if is_spent(rule, row, now):
            earliest = max(earliest, midnight(rule, now))
    if rule.hours or rule.maintenance:
        return schedule.next_open(earliest, rule.hours, rule.time_zone, rule.maintenance)
    return earliest
