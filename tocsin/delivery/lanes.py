"""Lanes as staff see and steer them: paused, paced, spread to a date; what waits in each, and until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from tocsin.delivery import schedule, states, tokens
from tocsin.delivery.lane_rules import (
    DEFAULTS,
    EVERYTHING,
    OTHER,
    OWN,
    LaneRule,
    gates,
    host,
    kind_of,
    lane_for,
    rule_of,
)
from tocsin.delivery.models import Lane, Message

__all__ = [
    "DEFAULTS",
    "EVERYTHING",
    "OTHER",
    "OWN",
    "LaneRule",
    "gates",
    "host",
    "kind_of",
    "lane_for",
    "rule_of",
]


def pause(*, key: str, reason: str) -> None:
    """From its commit on nothing of this lane goes into flight."""
    _change(key, paused=True, reason=reason[:200])


def resume(*, key: str) -> None:
    _change(key, paused=False, reason="")


def spread(*, key: str, until: datetime | None) -> None:
    """Lets what waits leave evenly until then; None ends it."""
    _change(key, spread_until=until, next_at=None)


def configure(
    *,
    key: str,
    rate: float | None,
    concurrency: int | None,
    daily_cap: int | None,
    hours: Mapping[str, Any],
    time_zone: str,
    maintenance: Sequence[Mapping[str, Any]],
) -> None:
    """Raises ValueError, and changes nothing, when a rule cannot be understood. None: the default."""
    schedule.check(hours, time_zone, maintenance)
    if rate is not None and not rate > 0:
        raise ValueError("a rate must be above zero; to stop a lane, pause it")
    _change(
        key,
        rate=rate,
        concurrency=concurrency,
        daily_cap=daily_cap,
        hours=dict(hours),
        time_zone=time_zone,
        maintenance=list(maintenance),
    )


@transaction.atomic
def _change(key: str, **given: Any) -> None:
    Lane.objects.update_or_create(pk=key, defaults=given | {"changed_at": tokens.now()})


# --- What staff see ----------------------------------------------------------------------------------------------

WAITING = """
SELECT lane, count(*), count(*) FILTER (WHERE due_at <= now()), min(due_at) FILTER (WHERE due_at <= now())
FROM delivery_message WHERE state = 'queued' AND lease IS NULL AND (%(key)s IS NULL OR lane = %(key)s)
GROUP BY lane
"""
IN_FLIGHT = """
SELECT lane, count(*) FROM delivery_message WHERE lease IS NOT NULL AND (%(key)s IS NULL OR lane = %(key)s)
GROUP BY lane
"""
REPLIES = """
SELECT DISTINCT ON (m.lane) m.lane, r.reply
FROM (SELECT * FROM delivery_receipt ORDER BY id DESC LIMIT %(recent)s) r
JOIN delivery_message m ON m.id = r.message_id
WHERE r.reply <> '' AND r.old_state = 'inflight' AND (%(key)s IS NULL OR m.lane = %(key)s)
ORDER BY m.lane, r.id DESC
"""
RECENT = 2_000
"""So many of the last receipts are searched for the last words of each lane."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneState:
    """`open_until`: the host is silent, nobody knocks before. `next_open`: when its hours begin, if it is shut."""

    key: str
    waiting: int = 0
    due: int = 0
    oldest_due: datetime | None = None
    in_flight: int = 0
    paused: bool = False
    reason: str = ""
    rule: LaneRule
    open_until: datetime | None = None
    next_open: datetime | None = None
    spread_until: datetime | None = None
    sent_today: int = 0
    last_reply: str = ""

    @property
    def label(self) -> str:
        kind, _, name = self.key.partition(":")
        return name if name and name != "*" else kind


def overview() -> list[LaneState]:
    """Every lane in which something waits or for which something was decided; those with most come first."""
    return sorted(_states(None), key=lambda lane: (-lane.waiting, lane.key))


def state_of(key: str) -> LaneState:
    found = {lane.key: lane for lane in _states(key)}
    return found.get(key) or LaneState(key=key, rule=rule_of(key, None))


def _states(key: str | None) -> list[LaneState]:
    moment, rows = tokens.now(), {row.key: row for row in _rows(key)}
    given = {"key": key, "recent": RECENT}
    waiting = {name: rest for name, *rest in _fetch(WAITING, given)}
    flying, replies = dict(_fetch(IN_FLIGHT, given)), dict(_fetch(REPLIES, given))
    found = []
    for name in sorted({*rows, *waiting, *flying}):
        count, due, oldest = waiting.get(name, (0, 0, None))
        counts = {"waiting": count, "due": due, "oldest_due": oldest, "in_flight": flying.get(name, 0)}
        known = _known(name, rows.get(name), moment)
        found.append(LaneState(key=name, last_reply=replies.get(name, ""), **counts, **known))
    return found


def _rows(key: str | None) -> list[Lane]:
    return list(Lane.objects.all() if key is None else Lane.objects.filter(pk=key))


def _fetch(statement: str, given: Mapping[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def _known(key: str, row: Lane | None, moment: datetime) -> dict[str, Any]:
    rule = rule_of(key, row)
    shut = not schedule.is_open(moment, rule.hours, rule.time_zone, rule.maintenance)
    opening = schedule.next_open(moment, rule.hours, rule.time_zone, rule.maintenance) if shut else None
    if row is None:
        return {"rule": rule, "next_open": opening}
    return {
        "rule": rule,
        "next_open": opening,
        "paused": row.paused,
        "reason": row.reason,
        "open_until": row.open_until if row.open_until and row.open_until > moment else None,
        "spread_until": row.spread_until if row.spread_until and row.spread_until > moment else None,
        "sent_today": tokens.sent_today(rule, row, moment),
    }


AHEAD = 10_000
"""Of a message's place in the line no more than this is counted."""


def when(message: Message) -> datetime | None:
    """The earliest time at which it can leave; None when it does not wait, or nobody can say (a pause)."""
    if message.state != states.QUEUED:
        return None
    moment, keys = tokens.now(), gates(message.lane)
    rows = {row.key: row for row in Lane.objects.filter(pk__in=keys)}
    earliest = max(message.due_at, moment)
    for key in keys:
        row = rows.get(key)
        rule = rule_of(key, row)
        opening = tokens.opens_at(rule, row, max(earliest, _turn(message, row, rule, moment)))
        if opening is None:
            return None
        earliest = max(earliest, opening)
    return earliest


def _turn(message: Message, row: Lane | None, rule: LaneRule, moment: datetime) -> datetime:
    """When those before it have left, at the pace of this key."""
    rate = tokens.pace(row, rule, moment) if row else rule.rate
    if not rate:
        return moment
    ahead = Message.objects.due().filter(
        lane=message.lane, priority__lte=message.priority, due_at__lt=message.due_at
    )
    return moment + timedelta(seconds=ahead[:AHEAD].count() / rate)
