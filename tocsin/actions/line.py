"""An office's telephone line: when it is open, who may call now, and who waits. A few call at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from tocsin.delivery import schedule
from tocsin.delivery.channels.phone.channel import PhoneChannel, digits
from tocsin.delivery.models import Call, Lane, Message

AT_ONCE = 3
"""Callers on one line where nothing else is set."""
A_CALL = timedelta(minutes=10)
"""How long a caller keeps a place."""
A_WAIT = timedelta(minutes=3)
"""How long a waiting caller keeps a place in line without asking again."""
WAITING = "wait:"
"""A caller who waits stands on a line of this name, beside the line itself."""
LOCK = 7_062_033
HOURS: Mapping[str, Any] = {"days": [0, 1, 2, 3, 4], "from": "09:00", "to": "17:00"}
WASHINGTON = "America/New_York"
CAPITOL = "1202"
"""Numbers of Washington, where the Congress sits, whichever state elects its members."""
ZONES = {
    "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
    "America/Denver": "CO ID MT NM UT WY",
    "America/Phoenix": "AZ",
    "America/Los_Angeles": "CA NV OR WA",
    "America/Anchorage": "AK",
    "Pacific/Honolulu": "HI",
    "America/Puerto_Rico": "PR VI",
    "Pacific/Guam": "GU MP",
    "Pacific/Pago_Pago": "AS",
}
"""The time most of a state keeps; the other states keep that of Washington."""
ZONE_OF = {state: zone for zone, states in ZONES.items() for state in states.split()}


@dataclass(frozen=True, slots=True)
class Hours:
    time_zone: str
    is_open: bool
    opens_at: datetime | None
    hours: Mapping[str, Any]
    is_known: bool
    """Whether staff set them; else they are those that offices usually keep."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`call`: a place on the line. Else `ahead`: how many are before this caller; `ticket`: the place in line."""

    call: Call | None = None
    ticket: Call | None = None
    ahead: int = 0


def hours_of(message: Message, *, state: str, moment: datetime) -> Hours:
    """Staff's settings of the lane, else nine to five on working days where the office is."""
    lane = _lane(message)
    zone = (lane and lane.time_zone) or zone_of(message.recipient, state)
    known, closed = (lane and lane.hours) or {}, (lane and lane.maintenance) or []
    hours = known or HOURS
    is_open = schedule.is_open(moment, hours, zone, closed)
    opens = None if is_open else schedule.next_open(moment, hours, zone, closed)
    return Hours(zone, is_open, opens, hours, bool(known))


def zone_of(number: str, state: str) -> str:
    return WASHINGTON if digits(number).startswith(CAPITOL) else ZONE_OF.get(state, WASHINGTON)


def _lane(message: Message) -> Lane | None:
    return Lane.objects.filter(pk=PhoneChannel().lane(message.recipient)).first()


def places(message: Message) -> int:
    lane = _lane(message)
    return (lane and lane.concurrency) or AT_ONCE


def line_of(message: Message) -> str:
    return digits(message.recipient)


def standing(message: Message) -> Standing:
    """Where this caller stands now. Changes nothing."""
    line, moment = line_of(message), now()
    own = _live(line, moment).filter(message=message).first()
    if own:
        return Standing(call=own)
    queue = list(_live(WAITING + line, moment))
    place = next((number for number, ticket in enumerate(queue) if ticket.message_id == message.pk), None)
    if place is None:
        return Standing(ahead=len(queue))
    return Standing(ticket=queue[place], ahead=place)


@transaction.atomic
def join(message: Message) -> Standing:
    """A place on the line if one is free and nobody waits for it longer; else a place in line, held anew."""
    line = line_of(message)
    _lock(line)
    moment = now()
    known = standing(message)
    if known.call:
        return known
    free = places(message) - _live(line, moment).count()
    ticket = known.ticket or Call(message=message, opened_at=moment)
    if known.ahead < free:
        ticket.line, ticket.opened_at, ticket.open_until = line, moment, moment + A_CALL
    else:
        ticket.line, ticket.open_until = WAITING + line, moment + A_WAIT
    ticket.save()
    return standing(message)


@transaction.atomic
def leave(message: Message, *, outcome: str, note: str = "") -> bool:
    """The call is over: its place is free. Whoever's place ran out may still say how it went."""
    _lock(line_of(message))
    latest = (
        Call.objects.filter(message=message, line=line_of(message), ended_at=None)
        .order_by("-opened_at")
        .first()
    )
    call = latest or Call(message=message, line=line_of(message), open_until=now())
    call.outcome, call.note, call.ended_at = outcome, note, now()
    call.save()
    Call.objects.filter(message=message, line=WAITING + line_of(message), ended_at=None).update(
        ended_at=now()
    )
    return True


def _live(line: str, moment: datetime) -> QuerySet[Call]:
    return Call.objects.filter(line=line, ended_at=None, open_until__gt=moment).order_by("opened_at", "id")


def _lock(line: str) -> None:
    """One at a time on each line, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, line])
