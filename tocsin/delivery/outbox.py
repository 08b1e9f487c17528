"""Messages come in here: put one in the outbox, take it back, hold it, let it go."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from tocsin.core.ids import uuid7
from tocsin.delivery import doorbell, lane_rules, states
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.models import Message, MessageQuerySet
from tocsin.delivery.purposes import PURPOSES
from tocsin.delivery.receipts import Move, apply

ENQUEUE = """
INSERT INTO delivery_message
    (id, key, purpose, channel, lane, state, priority, recipient, language, ref, data, due_at, expires_at, reply)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, COALESCE(%s, now()), COALESCE(%s, now()) + %s, '')
ON CONFLICT (key) DO NOTHING
RETURNING *
"""

ENQUEUE_MANY = """
INSERT INTO delivery_message
    (id, key, purpose, channel, lane, priority, recipient, language, ref, data, due_at, expires_at)
SELECT id, key, %(purpose)s, %(channel)s, lane, %(priority)s, recipient, language, ref, data,
    COALESCE(%(due_at)s, now()), COALESCE(%(due_at)s, now()) + %(life)s
FROM unnest(%(ids)s::uuid[], %(keys)s::text[], %(lanes)s::text[], %(recipients)s::text[], %(languages)s::text[],
    %(refs)s::uuid[], %(data)s::jsonb[]) AS draft (id, key, lane, recipient, language, ref, data)
ON CONFLICT (key) DO NOTHING
"""
CHUNK = 1_000
FIXABLE = frozenset({"recipient", "channel"})
STUCK = frozenset({states.FAILED, states.BOUNCED, states.AMBIGUOUS, states.NEEDS_PERSON})
"""Where a message stays until a person has read why, and sends it again."""


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
    lane = lane_rules.lane_for(purpose=purpose, channel=channel, recipient=recipient)
    row = (uuid7(), key, purpose, channel, lane, state, rule.priority, recipient, language, ref, Jsonb(data))
    found = list(Message.objects.raw(ENQUEUE, [*row, due_at, due_at, rule.expires]))
    if found and not held:
        transaction.on_commit(doorbell.ring)
    return found[0] if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One message of many that share purpose and channel."""

    key: str
    recipient: str
    ref: UUID
    language: str = "en"
    data: Mapping[str, Any] = field(default_factory=dict)


def enqueue_many(
    *, purpose: str, channel: str, drafts: Iterable[Draft], due_at: datetime | None = None
) -> int:
    """How many were new. Streams: memory does not grow with their number, and each chunk is a transaction."""
    rest, added = iter(drafts), 0
    while chunk := list(islice(rest, CHUNK)):
        added += _insert(purpose, channel, chunk, due_at)
    if added:
        transaction.on_commit(doorbell.ring)
    return added


def _insert(purpose: str, channel: str, drafts: list[Draft], due_at: datetime | None) -> int:
    rule = PURPOSES[purpose]
    where = [lane_rules.lane_for(purpose=purpose, channel=channel, recipient=one.recipient) for one in drafts]
    given: dict[str, Any] = {
        "purpose": purpose,
        "channel": channel,
        "priority": rule.priority,
        "due_at": due_at,
        "life": rule.expires,
        "ids": [uuid7() for _ in drafts],
        "keys": [one.key for one in drafts],
        "lanes": where,
        "recipients": [one.recipient for one in drafts],
        "languages": [one.language for one in drafts],
        "refs": [one.ref for one in drafts],
        "data": [Jsonb(one.data) for one in drafts],
    }
    with connection.cursor() as cursor:
        cursor.execute(ENQUEUE_MANY, given)
        return int(cursor.rowcount)


def cancel(*, ref: UUID, purposes: Collection[str] | None = None, reason: str = "cancelled") -> list[Message]:
    """Takes back what has not left. A message already in flight goes its way."""
    chosen = Message.objects.for_ref(ref).cancellable()
    return _move(chosen if purposes is None else chosen.for_purposes(purposes), states.CANCELLED, reason)


def hold(*, ids: Iterable[UUID], reason: str) -> list[Message]:
    return _move(Message.objects.filter(pk__in=list(ids), state=states.QUEUED), states.HELD, reason)


def release(
    *, ids: Iterable[UUID], reason: str = "released", fix: Mapping[str, str] | None = None
) -> list[Message]:
    return _start_afresh(ids, {states.HELD}, reason, fix or {})


def requeue(
    *, ids: Iterable[UUID], reason: str = "sent again by staff", fix: Mapping[str, str] | None = None
) -> list[Message]:
    """Gives messages that ended badly a fresh start; `fix` corrects their recipient or channel."""
    return _start_afresh(ids, STUCK, reason, fix or {})


@transaction.atomic
def _start_afresh(
    ids: Iterable[UUID], old: Collection[str], reason: str, fix: Mapping[str, str]
) -> list[Message]:
    chosen = Message.objects.filter(pk__in=list(ids), state__in=old)
    if fix:
        _fix(chosen, fix)
    moved = _move(chosen, states.QUEUED, reason)
    if moved:
        transaction.on_commit(doorbell.ring)
    return moved


def _fix(chosen: MessageQuerySet, fix: Mapping[str, str]) -> None:
    if not fix.keys() <= FIXABLE or fix.get("channel", next(iter(CHANNELS))) not in CHANNELS:
        raise ValueError(f"only {' and '.join(sorted(FIXABLE))} can be corrected, to a channel there is")
    for message in chosen.select_for_update().order_by("id"):
        for name, value in fix.items():
            setattr(message, name, value)
        message.lane = lane_rules.lane_for(
            purpose=message.purpose, channel=message.channel, recipient=message.recipient
        )
        message.save(update_fields=[*fix, "lane"])


@transaction.atomic
def _move(chosen: MessageQuerySet, new: str, reason: str) -> list[Message]:
    messages = list(chosen.select_for_update().order_by("id"))
    moves = [Move(message=message, new=new, reply=reason, life=_life(message, new)) for message in messages]
    moved = apply(moves) if moves else set()
    return [message for message in messages if message.id in moved]


def _life(message: Message, new: str) -> timedelta | None:
    return PURPOSES[message.purpose].expires if new == states.QUEUED else None
