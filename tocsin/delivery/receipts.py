"""The only place where a message changes state: compare-and-set, with its receipt and its listener in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from psycopg import Cursor

from tocsin.delivery import states
from tocsin.delivery.lane_rules import gates
from tocsin.delivery.models import Message
from tocsin.delivery.purposes import PURPOSES
from tocsin.delivery.states import Counts

MAX_REPLY = 2_000

MOVE = """
WITH move (id, old, new, lease, reply, delay, life, known, soft, remote_id, gates) AS (VALUES
    (%s::uuid, %s::text, %s::text, %s::uuid, %s::text, %s::interval, %s::interval, %s::int, %s::int, %s::text,
     %s::text[]),
    (%s::uuid, %s::text, %s::text, %s::uuid, %s::text, %s::interval, %s::interval, %s::int, %s::int, %s::text,
     %s::text[])
), moved AS (
    UPDATE delivery_message AS m SET
        state = move.new,
        reply = CASE WHEN move.new = 'inflight' THEN m.reply ELSE move.reply END,
        lease = CASE WHEN move.new = 'inflight' THEN m.lease END,
        leased_until = CASE WHEN move.new = 'inflight' THEN now() + %s::interval END,
        due_at = CASE WHEN move.new = 'queued' THEN GREATEST(m.due_at, now() + move.delay) ELSE m.due_at END,
        expires_at = COALESCE(now() + move.life, m.expires_at),
        attempts = CASE WHEN move.life IS NULL THEN m.attempts - move.known
            ELSE (move.old = 'ambiguous')::int END,
        soft_failures = CASE WHEN move.life IS NULL THEN m.soft_failures + move.soft ELSE 0 END,
        remote_id = CASE WHEN move.remote_id = '' THEN m.remote_id ELSE move.remote_id END,
        settled_at = CASE WHEN move.new IN ('held', 'queued', 'inflight') THEN NULL ELSE now() END
    FROM move
    WHERE m.id = move.id AND m.state = move.old AND (move.lease IS NULL OR m.lease = move.lease)
        AND NOT EXISTS (SELECT FROM delivery_lane l WHERE l.key = ANY (move.gates) AND l.paused)
    RETURNING m.id, move.old, move.new, m.attempts + m.soft_failures AS attempt, move.reply
), noted AS (
    INSERT INTO delivery_receipt (message_id, old_state, new_state, attempt, reply)
    SELECT id, old, new, attempt, reply FROM moved
)
SELECT id FROM moved
"""
"""Two moves at a time: a sender settles one message and starts the next in one commit."""
NO_MOVE: tuple[object, ...] = (None, "", "", None, "", None, None, 0, 0, "", [])
MAX_REMOTE_ID = 200


@dataclass(slots=True, kw_only=True)
class Move:
    """From the state the message was read in to `new`; with `lease`, only while that lease is still held.

    `life`: a fresh start by a person; the tries are forgotten and the message expires that much later.
    `counts`: what the try adds to; only one whose end is unknown stays an attempt.
    `remote_id`: the other side's own name for the message. A pause lets nothing move into flight.
    """

    message: Message
    new: str
    reply: str = ""
    lease: UUID | None = None
    delay: timedelta = timedelta()
    life: timedelta | None = None
    counts: Counts = Counts.ATTEMPT
    remote_id: str = ""
    old: str = field(init=False)

    def __post_init__(self) -> None:
        self.old = self.message.state
        self.reply = self.reply.replace("\0", "\N{REPLACEMENT CHARACTER}")[:MAX_REPLY]
        if not states.may_move(self.old, self.new):
            raise ValueError(f"no message moves from {self.old} to {self.new}")

    @property
    def heard(self) -> bool:
        purpose = PURPOSES.get(self.message.purpose)
        return self.new != states.INFLIGHT and purpose is not None and purpose.settled is not None

    def values(self) -> tuple[object, ...]:
        message, new, lease = self.message, self.new, self.lease
        known, soft = self.counts is not Counts.ATTEMPT, self.counts is Counts.SOFT
        closed = list(gates(message.lane)) if new == states.INFLIGHT else []
        rest = (self.delay, self.life, int(known), int(soft), self.remote_id[:MAX_REMOTE_ID], closed)
        return (message.id, self.old, new, lease, self.reply, *rest)

    def tell(self) -> None:
        settled = PURPOSES[self.message.purpose].settled
        if settled is not None:
            settled(self.message, self.old, self.new)


def apply(moves: Sequence[Move]) -> set[UUID]:
    """The ids that moved; the others were no longer where they had been seen."""
    if len(moves) <= 2 and not any(move.heard for move in moves):
        return record(moves)
    with transaction.atomic():
        moved = record(moves)
        for move in moves:
            if move.heard and move.message.id in moved:
                move.tell()
    return moved


def record(moves: Sequence[Move]) -> set[UUID]:
    """The moves and their receipts, without the listeners."""
    moved: set[UUID] = set()
    for start in range(0, len(moves), 2):
        moved |= _record_pair(moves[start : start + 2])
    for move in moves:
        if move.message.id in moved:
            move.message.state = move.new
            if move.new != states.INFLIGHT:
                move.message.reply, move.message.lease = move.reply, None
                move.message.remote_id = move.remote_id or move.message.remote_id
    return moved


def _record_pair(moves: Sequence[Move]) -> set[UUID]:
    """Prepared, because planning would take longer than running."""
    values = [value for move in moves for value in move.values()]
    padding = NO_MOVE if len(moves) == 1 else ()
    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        connection.connection.prepare_threshold = connection.connection.prepare_threshold or 5
        return {row[0] for row in cursor.execute(MOVE, [*values, *padding, states.LEASE], prepare=True)}


def settle(*, message_id: UUID, state: str, reply: str) -> bool:
    """What a reconciler, a bounce or a person learned of a message. Success needs the other side's own words."""
    if not reply.strip():
        raise ValueError("a message cannot be settled without a reply")
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=message_id)
        if message.state == states.INFLIGHT or not states.may_move(message.state, state):
            return False
        return bool(apply([Move(message=message, new=state, reply=reply)]))
