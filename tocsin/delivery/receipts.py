"""The only place where a message changes state: compare-and-set, with its receipt and its listener in one go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from psycopg import Cursor

from tocsin.delivery import states
from tocsin.delivery.lane_rules import gates
from tocsin.delivery.models import Message
from tocsin.delivery.purposes import PURPOSES, Told
from tocsin.delivery.states import Counts

MAX_REPLY = 2_000

MOVE = """
WITH move (id, old, new, lease, reply, delay, life, known, soft, remote_id, gates) AS (
    SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::uuid[], %s::text[], %s::interval[], %s::interval[],
        %s::int[], %s::int[], %s::text[], %s::text[])
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
    WHERE m.id = move.id AND m.state = move.old AND (move.lease IS NULL OR m.lease = move.lease
            OR (move.old = 'ambiguous' AND move.lease = (
                SELECT r.lease FROM delivery_receipt r WHERE r.message_id = m.id AND r.new_state = 'inflight'
                ORDER BY r.id DESC LIMIT 1)))
        AND NOT EXISTS (
            SELECT FROM delivery_lane l WHERE l.key = ANY (string_to_array(move.gates, E'\\n')) AND l.paused)
    RETURNING m.id, move.old, move.new, m.attempts + m.soft_failures AS attempt, move.reply, move.lease
), noted AS (
    INSERT INTO delivery_receipt (message_id, old_state, new_state, attempt, reply, lease)
    SELECT id, old, new, attempt, reply, CASE WHEN new = 'inflight' THEN lease END FROM moved
)
SELECT id FROM moved
"""
"""All moves of one commit at once: a sender settles one window of messages and starts the next."""
MAX_REMOTE_ID = 200


@dataclass(slots=True, kw_only=True)
class Move:
    """From the state the message was read in to `new`; with `lease`, only while that lease is still held.

    Nobody holds a message in doubt: there `lease` must be that of its last try.

    `life`: a fresh start by a person; the tries are forgotten and the message expires that much later.
    `counts`: what the try adds to; only one whose end is unknown stays an attempt.
    `remote_id`: the other side's own name for the message. A pause lets nothing move into flight, but what did so
    before and is only `replayed`.
    """

    message: Message
    new: str
    reply: str = ""
    lease: UUID | None = None
    delay: timedelta = timedelta()
    life: timedelta | None = None
    counts: Counts = Counts.ATTEMPT
    remote_id: str = ""
    replayed: bool = False
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
        closed = "\n".join(gates(message.lane)) if new == states.INFLIGHT and not self.replayed else ""
        rest = (self.delay, self.life, int(known), int(soft), self.remote_id[:MAX_REMOTE_ID], closed)
        return (message.id, self.old, new, lease, self.reply, *rest)


def apply(moves: Sequence[Move]) -> set[UUID]:
    """The ids that moved; the others were no longer where they had been seen."""
    heard = [move for move in moves if move.heard]
    if not heard:
        return record(moves)
    with transaction.atomic():
        moved = record(moves)
        _tell([move for move in heard if move.message.id in moved])
    return moved


def _tell(moves: Sequence[Move]) -> None:
    by_purpose: dict[str, list[Told]] = defaultdict(list)
    for move in moves:
        by_purpose[move.message.purpose].append(Told(move.message, move.old, move.new))
    for name, told in by_purpose.items():
        if settled := PURPOSES[name].settled:
            settled(told)


def record(moves: Sequence[Move]) -> set[UUID]:
    """The moves and their receipts in one statement, without the listeners. One message makes one move in it."""
    if not moves:
        return set()
    # Prepared, because planning would take longer than running.
    columns = [list(column) for column in zip(*(move.values() for move in moves), strict=True)]
    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        connection.connection.prepare_threshold = connection.connection.prepare_threshold or 5
        moved = {row[0] for row in cursor.execute(MOVE, [*columns, states.LEASE], prepare=True)}
    for move in moves:
        if move.message.id in moved:
            move.message.state = move.new
            if move.new != states.INFLIGHT:
                move.message.reply, move.message.lease = move.reply, None
                move.message.remote_id = move.remote_id or move.message.remote_id
    return moved


def settle(*, message_id: UUID, state: str, reply: str) -> bool:
    """What a reconciler, a bounce or a person learned of a message. Success needs the other side's own words."""
    if not reply.strip():
        raise ValueError("a message cannot be settled without a reply")
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=message_id)
        if message.state == states.INFLIGHT or not states.may_move(message.state, state):
            return False
        return bool(apply([Move(message=message, new=state, reply=reply)]))
