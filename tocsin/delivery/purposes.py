"""What a message is for. The apps above register their purposes; delivery knows nothing else of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

from tocsin.core import retention
from tocsin.core.retention import Holding

if TYPE_CHECKING:
    from tocsin.delivery.channels.base import Outgoing
    from tocsin.delivery.models import Message


class Told(NamedTuple):
    """One move that has just been made."""

    message: Message
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """`compose` turns a stored row into the message that leaves; `settled` hears of every move.

    `gather` loads at once what composing several messages needs, and leaves it on `message.loaded`.
    `settled` runs inside the transaction that moves the rows, for every move but the brief one into `inflight`.
    `priority`: lower leaves sooner.
    `resend_when_unsure`: a message whose fate is unknown may be sent again (a repeat is harmless).
    `keep`: how long the row holds personal data after it settled.
    """

    name: str
    compose: Callable[[Message], Outgoing]
    expires: timedelta
    keep: timedelta
    priority: int = 0
    resend_when_unsure: bool = False
    gather: Callable[[Sequence[Message]], None] | None = None
    settled: Callable[[Sequence[Told]], None] | None = None


PURPOSES: dict[str, Purpose] = {}


def register(purposes: Sequence[Purpose]) -> None:
    """Makes them known, and what they hold of people to the register of personal data."""
    for purpose in purposes:
        PURPOSES[purpose.name] = purpose
        retention.register(
            Holding(
                model=f"delivery.Message ({purpose.name})",
                fields=("recipient", *PERSONAL_DATA),
                why="to deliver the message, and to answer for it",
                keep=purpose.keep,
                purge=partial(forget, purpose.name),
            )
        )


def forget(purpose: str, before: datetime) -> int:
    """Empties the messages that settled before; their states and receipts stay, so that every count still holds."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [list(PERSONAL_DATA), purpose, before])
        return int(cursor.rowcount)


PERSONAL_DATA = ("letter", "statement", "message", "constituent", "reply_to")
"""The keys of a message's data that tell of a person."""
FORGET = """
    UPDATE delivery_message SET recipient = '', data = data - %s::text[]
    WHERE purpose = %s AND settled_at < %s AND recipient <> ''
"""
