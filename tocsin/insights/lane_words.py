"""A lane in words: its name, the one thing that keeps it from sending, and until when."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.delivery import schedule
from tocsin.delivery.lanes import LaneState
from tocsin.delivery.models import Lane
from tocsin.insights import lane_forms

PAUSED, BROKEN, MAINTENANCE = "paused", "broken", "maintenance"
CLOSED, SPREAD, OPEN = "closed", "spread", "open"
LABELS: dict[str, str | Promise] = {
    PAUSED: gettext_lazy("Paused"),
    BROKEN: gettext_lazy("Not answering"),
    MAINTENANCE: gettext_lazy("Maintenance"),
    CLOSED: gettext_lazy("Closed"),
    SPREAD: gettext_lazy("Spread out"),
    OPEN: gettext_lazy("Open"),
}
"""The strongest first."""
KINDS: dict[str, str | Promise] = {
    "email": gettext_lazy("Mail to %s"),
    "mail": gettext_lazy("Mail to supporters: %s"),
    "cwc": gettext_lazy("Congress: %s"),
    "webhook": gettext_lazy("Our own system: %s"),
}
NAMES: dict[str, str | Promise] = {
    "*": gettext_lazy("all"),
    "other": gettext_lazy("all other providers"),
    "house": gettext_lazy("House of Representatives"),
    "senate": gettext_lazy("Senate"),
}
WHOLE: dict[str, str | Promise] = {
    "email:*": gettext_lazy("All mail, to offices and to supporters"),
    "cwc:*": gettext_lazy("All messages to Congress’s own system"),
}
"""Whole channels; listed always, so that one can be stopped before anything waits."""


def name_of(key: str) -> str:
    """`email:house.gov` as “Mail to house.gov”."""
    kind, _colon, name = key.partition(":")
    if key in WHOLE:
        return str(WHOLE[key])
    return str(KINDS[kind]) % NAMES.get(name, name) if name and kind in KINDS else key


def standing(lane: LaneState) -> str:
    """The one thing that keeps it from sending, the strongest first."""
    now = timezone.now()
    if lane.paused:
        return PAUSED
    if lane.open_until and lane.open_until > now:
        return BROKEN
    rule = lane.rule
    if not schedule.is_open(now, rule.hours, rule.time_zone, rule.maintenance):
        return MAINTENANCE if schedule.is_open(now, rule.hours, rule.time_zone) else CLOSED
    return SPREAD if lane.spread_until else OPEN


def keeper(lane: LaneState, whole: LaneState | None) -> LaneState:
    """What keeps the lane from sending: itself, or its whole channel where that is the stronger."""
    order = list(LABELS)
    return min((lane, whole or lane), key=lambda one: order.index(standing(one)))


def words(state: str, lane: LaneState, row: Lane | None, who: str) -> str:
    rule = lane.rule
    if state == PAUSED:
        since = date_format(row.changed_at.astimezone(ZoneInfo("UTC")), "j M H:i") if row else ""
        return f"{who or _('Somebody')}, {since} UTC: {lane.reason}"
    if state == BROKEN and lane.open_until:
        return _("Its host does not answer. The next try is at %s.") % clock(lane.open_until, rule.time_zone)
    if state in (MAINTENANCE, CLOSED):
        opens = lane.next_open
        return _("Until %s.") % clock(opens, rule.time_zone) if opens else _("It never opens.")
    if state == SPREAD and lane.spread_until:
        return _("Evenly until %s.") % clock(lane.spread_until, rule.time_zone)
    return ""


def clock(moment: datetime, zone: str) -> str:
    """`Mon 23 Nov 09:00, Washington and New York`."""
    there = moment.astimezone(ZoneInfo(zone or "UTC"))
    with timezone.override(there.tzinfo):
        return f"{date_format(there, 'D j M H:i')}, {lane_forms.ZONES.get(zone or 'UTC', zone)}"
