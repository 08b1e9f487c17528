"""When a lane is open and how fast it may go. Pure: moments in, moments out.

Hours are `{"days": [0, 1, 2, 3, 4], "from": "09:00", "to": "17:00"}` (0 is Monday), maintenance a list of the same
in which no days mean every day. An end that is not after its start lies on the next day. No hours: always open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

Window = Mapping[str, Any]
EVERY_DAY = tuple(range(7))
HORIZON = 15
"""Days to look ahead; hours repeat weekly, so what does not open by then never does."""
BURST = 0.5
"""Seconds' worth of messages that may leave at once."""
EPSILON = timedelta(microseconds=10)
A_DAY = timedelta(days=1)


def is_open(moment: datetime, hours: Window, tz: str, maintenance: Sequence[Window] = ()) -> bool:
    zone = ZoneInfo(tz or "UTC")
    return (not hours or _within(moment, hours, zone)) and not any(
        _within(moment, window, zone) for window in maintenance
    )


def next_open(
    moment: datetime, hours: Window, tz: str, maintenance: Sequence[Window] = ()
) -> datetime | None:
    """The moment itself when open then; None when it never opens."""
    edges = _edges(moment, moment + HORIZON * A_DAY, hours, tz, maintenance)
    later = (edge for edge in edges if edge > moment)
    return next((at for at in (moment, *later) if is_open(at, hours, tz, maintenance)), None)


def open_seconds(
    start: datetime, end: datetime, hours: Window, tz: str, maintenance: Sequence[Window] = ()
) -> float:
    if end <= start:
        return 0.0
    inner = (edge for edge in _edges(start, end, hours, tz, maintenance) if start < edge < end)
    points = [start, *inner, end]
    return sum(
        (until - since).total_seconds()
        for since, until in pairwise(points)
        if is_open(since, hours, tz, maintenance)
    )


def check(hours: Window, tz: str, maintenance: Sequence[Window]) -> None:
    """Raises ValueError when one of them cannot be understood."""
    try:
        zone = ZoneInfo(tz or "UTC")
        for window in [*([hours] if hours else []), *maintenance]:
            list(_spans(date(2026, 1, 5), window, zone))
            if not set(window.get("days") or EVERY_DAY) <= set(EVERY_DAY):
                raise ValueError("days are 0 (Monday) to 6 (Sunday)")
    except (KeyError, TypeError, AttributeError, OSError) as error:
        raise ValueError(f"hours cannot be read: {error}") from None


def _within(moment: datetime, window: Window, zone: ZoneInfo) -> bool:
    today = moment.astimezone(zone).date()
    spans = (span for day in (today - A_DAY, today) for span in _spans(day, window, zone))
    return any(start <= moment < end for start, end in spans)


def _spans(day: date, window: Window, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    start, end = time.fromisoformat(window["from"]), time.fromisoformat(window["to"])
    if day.weekday() in (window.get("days") or EVERY_DAY):
        last = day if end > start else day + A_DAY
        yield _moment(day, start, zone), _moment(last, end, zone)


def _moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """In UTC, where differences are real ones also when the clocks change."""
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _edges(
    start: datetime, end: datetime, hours: Window, tz: str, maintenance: Sequence[Window]
) -> list[datetime]:
    zone = ZoneInfo(tz or "UTC")
    first, last = start.astimezone(zone).date() - A_DAY, end.astimezone(zone).date()
    days = [first + number * A_DAY for number in range((last - first).days + 1)]
    windows = [*([hours] if hours else []), *maintenance]
    spans = (span for day in days for window in windows for span in _spans(day, window, zone))
    return sorted({edge for span in spans for edge in span})


# --- The pace: a theoretical time of the next message, moved on by each (GCRA) ---------------------------------


def allowance(now: datetime, next_at: datetime | None, rate: float) -> int:
    """How many may leave now. Over any time t never more than `rate * t` and one burst."""
    step = timedelta(seconds=1 / rate)
    room = now + _burst(rate) - max(next_at or now, now) + EPSILON
    return max(0, room // step)


def advance(now: datetime, next_at: datetime | None, rate: float, count: int) -> datetime:
    """The new `next_at` after `count` left."""
    return max(next_at or now, now) + count * timedelta(seconds=1 / rate)


def ready_at(next_at: datetime, rate: float) -> datetime:
    """When the next one may leave."""
    return next_at + timedelta(seconds=1 / rate) - _burst(rate)


def _burst(rate: float) -> timedelta:
    return timedelta(seconds=max(1 / rate, BURST))
