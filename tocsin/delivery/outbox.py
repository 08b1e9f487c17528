"""Messages come in here: put one in the outbox, take it back, hold it, let it go."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from psycopg.types.json import Jsonb

from tocsin.core.ids import uuid7
from tocsin.delivery import doorbell, states
from tocsin.delivery.models import Message, MessageQuerySet
from tocsin.delivery.purposes import PURPOSES
from tocsin.delivery.receipts import Move, apply

ENQUEUE = """
INSERT INTO delivery_message
    (id, key, purpose, channel, state, priority, recipient, language, ref, data, due_at, expires_at, reply)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, COALESCE(%s, now()), COALESCE(%s, now()) + %s, '')
ON CONFLICT (key) DO NOTHING
RETURNING *
"""


def enqueue(
    *,
    purpose: str,
    channel: str,
    key: str,
    recipient: str,
    ref: UUID,
    language: str,
    data: dict[str, Any],
    due_at: datetime | None = None,
    held: bool = False,
) -> Message | None:
    """The new message, or None when one with this key is already there."""
    rule = PURPOSES[purpose]
    state = states.HELD if held else states.QUEUED
    row = (uuid7(), key, purpose, channel, state, rule.priority, recipient, language, ref, Jsonb(data))
    found = list(Message.objects.raw(ENQUEUE, [*row, due_at, due_at, rule.expires]))
    if found and not held:
        transaction.on_commit(doorbell.ring)
    return found[0] if found else None


def cancel(*, ref: UUID, purposes: Collection[str] | None = None, reason: str = "cancelled") -> list[Message]:
    """Takes back what has not left. A message already in flight goes its way."""
    chosen = Message.objects.for_ref(ref).cancellable()
    return _move(chosen if purposes is None else chosen.for_purposes(purposes), states.CANCELLED, reason)


def hold(*, ids: Iterable[UUID], reason: str) -> list[Message]:
    return _move(Message.objects.filter(pk__in=list(ids), state=states.QUEUED), states.HELD, reason)


def release(*, ids: Iterable[UUID], reason: str = "released") -> list[Message]:
    return _start_afresh(ids, {states.HELD}, reason)


def requeue(*, ids: Iterable[UUID], reason: str = "sent again by staff") -> list[Message]:
    """Gives failed, doubtful and stuck messages a fresh start."""
    return _start_afresh(ids, {states.FAILED, states.AMBIGUOUS, states.NEEDS_PERSON}, reason)


def _start_afresh(ids: Iterable[UUID], old: Collection[str], reason: str) -> list[Message]:
    moved = _move(Message.objects.filter(pk__in=list(ids), state__in=old), states.QUEUED, reason)
    if moved:
        transaction.on_commit(doorbell.ring)
    return moved


@transaction.atomic
def _move(chosen: MessageQuerySet, new: str, reason: str) -> list[Message]:
    messages = list(chosen.select_for_update().order_by("id"))
    moves = [Move(message=message, new=new, reply=reason, life=_life(message, new)) for message in messages]
    moved = apply(moves) if moves else set()
    return [message for message in messages if message.id in moved]


def _life(message: Message, new: str) -> timedelta | None:
    return PURPOSES[message.purpose].expires if new == states.QUEUED else None
