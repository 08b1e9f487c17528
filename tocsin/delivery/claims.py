"""Who works on what: taking messages on a lease, giving them back, and clearing up after those who died."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import connection, transaction

from tocsin.delivery import states, tokens
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.models import Message
from tocsin.delivery.purposes import PURPOSES
from tocsin.delivery.receipts import Move, apply
from tocsin.delivery.roster import Line, Roster
from tocsin.delivery.states import Fate, Verdict, judge

SWEEP, SWEEPS = 500, 40
"""Messages settled in one transaction, and such transactions in one sweep."""
LOST = "the worker stopped while this was on its way"
GIVEN_UP = f"given up: {states.MAX_ATTEMPTS} tries ended with the worker stopping"
EXPIRED = "expired before it could be sent"

CLAIM = """
WITH due AS (
    SELECT found.id
    FROM unnest(%(lanes)s::text[], %(priorities)s::int[], %(quotas)s::int[]) AS pick (lane, priority, quota),
    LATERAL (
        SELECT id FROM delivery_message
        WHERE state = 'queued' AND lease IS NULL AND lane = pick.lane AND priority = pick.priority
            AND due_at <= now() AND expires_at > now()
            AND purpose = ANY (%(purposes)s) AND channel = ANY (%(channels)s)
        ORDER BY due_at LIMIT pick.quota
        FOR UPDATE SKIP LOCKED
    ) AS found
)
UPDATE delivery_message AS m
SET lease = %(lease)s, leased_until = now() + %(lasts)s, attempts = m.attempts + 1
WHERE m.id = ANY (ARRAY(SELECT id FROM due))
RETURNING m.*
"""
"""An array, because of a join the planner thinks, not knowing the quotas, that it is with much of the table."""
LET_GO = """
UPDATE delivery_message SET lease = NULL, leased_until = NULL, attempts = attempts - 1
WHERE state = %s AND lease = %s
"""
RECOVER = """
UPDATE delivery_message SET lease = NULL, leased_until = NULL, attempts = attempts - 1
WHERE state = %s AND lease IS NOT NULL AND leased_until <= now()
"""


def claim(limit: int, roster: Roster | None = None) -> tuple[UUID, list[Message]]:
    """From the lanes whose turn it is. Nothing: no message that could leave now is left."""
    roster, lease = roster or Roster(), uuid4()
    while lines := roster.pick():
        messages = (
            _from_limited(lines[0], limit, lease) if lines[0].limits else _from_free(lines, limit, lease)
        )
        if len(messages) < limit:
            roster.exhausted(lines)
        if messages:
            return lease, messages
    return lease, []


def _from_free(lines: Sequence[Line], limit: int, lease: UUID) -> list[Message]:
    share = -(-limit // len(lines))
    return _take(lines, share, lease)


@transaction.atomic
def _from_limited(line: Line, limit: int, lease: UUID) -> list[Message]:
    """The rows of the rules stay locked from the question to the claim, so that no two claims share a place."""
    grants = tokens.lock(line.limits)
    allowed = min([limit, *(grant.count() for grant in grants)]) if grants else 0
    if not allowed:
        return []
    messages = _take([line], allowed, lease)
    for grant in grants or ():
        if messages:
            grant.spend(len(messages))
    return messages


def _take(lines: Sequence[Line], quota: int, lease: UUID) -> list[Message]:
    """Only what this process knows how to compose and send, so an old worker never spoils a new message."""
    given = {
        "lanes": [line.lane for line in lines],
        "priorities": [line.priority for line in lines],
        "quotas": [quota] * len(lines),
        "purposes": list(PURPOSES),
        "channels": list(CHANNELS),
        "lease": lease,
        "lasts": states.LEASE,
    }
    messages = list(Message.objects.raw(CLAIM, given))
    return sorted(messages, key=lambda message: (message.priority, message.due_at))


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
    for chosen, outcome in ((lost, _after_crash), (Message.objects.expired(), _too_late)):
        for _ in range(SWEEPS):
            batch = list(chosen.all()[:SWEEP])
            settled = _settle([outcome(message) for message in batch])
            counts.update(settled)
            if len(batch) < SWEEP or not settled:
                break
    return +counts


def repeatable(message: Message) -> bool:
    purpose, channel = PURPOSES.get(message.purpose), CHANNELS.get(message.channel)
    return bool((purpose and purpose.resend_when_unsure) or (channel and channel.deduplicates))


def _settle(moves: list[Move]) -> Counter[str]:
    moved = apply(moves) if moves else set()
    return Counter(move.new for move in moves if move.message.id in moved)


def after_crash(message: Message) -> Verdict:
    return judge(
        Fate.CRASHED,
        attempts=message.attempts,
        soft_failures=message.soft_failures,
        repeatable=repeatable(message),
    )


def _after_crash(message: Message) -> Move:
    verdict = after_crash(message)
    reply = GIVEN_UP if verdict.state == states.FAILED else LOST
    return Move(message=message, new=verdict.state, reply=reply, lease=message.lease, delay=verdict.delay)


def _too_late(message: Message) -> Move:
    reply = f"{EXPIRED}; last answer: {message.reply}" if message.reply else EXPIRED
    return Move(message=message, new=states.FAILED, reply=reply)
