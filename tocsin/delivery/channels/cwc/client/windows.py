"""When the gateways are down for maintenance, by the clock of Washington. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from .codes import HOUSE, SENATE

TIME_ZONE = "America/New_York"
WEDNESDAY, SUNDAY = 2, 6
MAINTENANCE: dict[str, list[dict[str, object]]] = {
    HOUSE: [{"days": [], "from": "00:00", "to": "06:00"}],
    SENATE: [
        {"days": [SUNDAY], "from": "00:00", "to": "06:00"},
        {"days": [WEDNESDAY], "from": "05:00", "to": "07:00"},
    ],
}
"""No days means every day."""


def closed_for(chamber: str, moment: datetime) -> timedelta | None:
    """How long the maintenance that is on at this aware moment lasts still; None when the gateway is open."""
    local = moment.astimezone(ZoneInfo(TIME_ZONE))
    for window in MAINTENANCE[chamber]:
        start, end = (time.fromisoformat(str(window[edge])) for edge in ("from", "to"))
        days = window["days"]
        if (not days or local.weekday() in days) and start <= local.time() < end:  # type: ignore[operator]
            ends = datetime.combine(local.date(), end, ZoneInfo(TIME_ZONE))
            return timedelta(seconds=ends.timestamp() - moment.timestamp())
    return None
