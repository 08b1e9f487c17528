"""Who works on what: taking messages on a lease, giving them back, and clearing up after those who died."""

from __future__ import annotations

from collections import Counter
from uuid import UUID, uuid4

from django.db import connection

from tocsin.delivery import states
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.models import Message
from tocsin.delivery.purposes import PURPOSES
from tocsin.delivery.receipts import Move, apply
from tocsin.delivery.states import Fate, judge

SWEEP = 500
LOST = "the worker stopped while this was on its way"
GIVEN_UP = f"given up: {states.MAX_ATTEMPTS} tries ended with the worker stopping"
EXPIRED = "expired before it could be sent"

CLAIM = """
WITH due AS (
    SELECT id FROM delivery_message
    WHERE state = %(queued)s AND lease IS NULL AND due_at <= now() AND expires_at > now()
        AND purpose = ANY (%(purposes)s) AND channel = ANY (%(channels)s)
    ORDER BY priority, due_at LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)
UPDATE delivery_message AS m
SET lease = %(lease)s, leased_until = now() + %(lasts)s, attempts = m.attempts + 1
FROM due WHERE m.id = due.id
RETURNING m.*
"""
LET_GO = """
UPDATE delivery_message SET lease = NULL, leased_until = NULL, attempts = attempts - 1
WHERE state = %s AND lease = %s
"""
RECOVER = """
UPDATE delivery_message SET lease = NULL, leased_until = NULL, attempts = attempts - 1
WHERE state = %s AND lease IS NOT NULL AND leased_until <= now()
"""


def claim(limit: int) -> tuple[UUID, list[Message]]:
    """Only what this process knows how to compose and send, so an old worker never spoils a new message."""
    lease = uuid4()
    given = {
        "queued": states.QUEUED,
        "purposes": list(PURPOSES),
        "channels": list(CHANNELS),
        "limit": limit,
        "lease": lease,
        "lasts": states.LEASE,
    }
    messages = list(Message.objects.raw(CLAIM, given))
    return lease, sorted(messages, key=lambda message: (message.priority, message.due_at))


def let_go(lease: UUID) -> int:
    """Gives back what was claimed but never started, as if it had not been claimed."""
    with connection.cursor() as cursor:
        cursor.execute(LET_GO, [states.QUEUED, lease])
        return cursor.rowcount


def sweep() -> Counter[str]:
    """Clears up after dead workers and fails what is past its time. Counts by what became of the messages."""
    with connection.cursor() as cursor:
        cursor.execute(RECOVER, [states.QUEUED])
        counts = Counter({"recovered": cursor.rowcount})
    lost = Message.objects.overdue().filter(state=states.INFLIGHT)
    counts.update(_settle([_after_crash(message) for message in lost[:SWEEP]]))
    counts.update(_settle([_too_late(message) for message in Message.objects.expired()[:SWEEP]]))
    return +counts


def repeatable(message: Message) -> bool:
    purpose, channel = PURPOSES.get(message.purpose), CHANNELS.get(message.channel)
    return bool((purpose and purpose.resend_when_unsure) or (channel and channel.deduplicates))


def _settle(moves: list[Move]) -> Counter[str]:
    moved = apply(moves) if moves else set()
    return Counter(move.new for move in moves if move.message.id in moved)


def _after_crash(message: Message) -> Move:
    verdict = judge(
        Fate.CRASHED,
        attempts=message.attempts,
        soft_failures=message.soft_failures,
        repeatable=repeatable(message),
    )
    reply = GIVEN_UP if verdict.state == states.FAILED else LOST
    return Move(message=message, new=verdict.state, reply=reply, lease=message.lease, delay=verdict.delay)


def _too_late(message: Message) -> Move:
    reply = f"{EXPIRED}; last answer: {message.reply}" if message.reply else EXPIRED
    return Move(message=message, new=states.FAILED, reply=reply)
