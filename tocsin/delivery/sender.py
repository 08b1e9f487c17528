"""One sender: claims a few messages, and takes each through its steps. No transaction is open while it talks."""

from __future__ import annotations

import logging
from collections import Counter, deque
from contextlib import ExitStack
from functools import partial
from threading import Event
from uuid import UUID

from tocsin.delivery import claims, receipts, states
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.channels.base import Outgoing, SendError, Session
from tocsin.delivery.models import Message
from tocsin.delivery.purposes import PURPOSES
from tocsin.delivery.receipts import Move
from tocsin.delivery.states import Fate, judge
from tocsin.delivery.steadfast import steadfast

BATCH = 25

log = logging.getLogger(__name__)


class Sender:
    """Lives in one thread, with its own database connection and its own open sessions."""

    def __init__(self, stop: Event) -> None:
        self.stop = stop
        self.counts: Counter[str] = Counter()
        self.sessions: dict[str, Session] = {}
        self.stack = ExitStack()

    def round(self) -> int:
        """Claims and delivers one batch; how many messages it held."""
        lease, batch = steadfast(partial(claims.claim, BATCH), self.stop)
        waiting = deque(batch)
        try:
            self._deliver(lease, waiting)
        finally:
            if waiting:
                steadfast(partial(claims.let_go, lease), self.stop)
        return len(batch)

    def close(self) -> None:
        self.sessions.clear()
        self.stack.close()

    def _deliver(self, lease: UUID, waiting: deque[Message]) -> None:
        """Each statement settles the message before and commits the next to `inflight`."""
        outcome: Move | None = None
        while waiting and not self.stop.is_set():
            message = waiting.popleft()
            started = self._write(outcome, Move(message=message, new=states.INFLIGHT, lease=lease))
            outcome = self._send(message, lease) if started else None
        if outcome:
            self._write(outcome)

    def _send(self, message: Message, lease: UUID) -> Move:
        try:
            outgoing = steadfast(partial(self._compose, message), self.stop)
        except Exception as error:  # noqa: BLE001
            reply = f"could not be composed: {type(error).__name__}"
            return Move(message=message, new=states.FAILED, reply=reply, lease=lease)
        fate, reply = self._hand_over(message.channel, outgoing)
        verdict = judge(
            fate,
            attempts=message.attempts,
            soft_failures=message.soft_failures,
            repeatable=claims.repeatable(message),
        )
        return Move(
            message=message,
            new=verdict.state,
            reply=reply,
            lease=lease,
            delay=verdict.delay,
            soft=verdict.soft,
        )

    def _compose(self, message: Message) -> Outgoing:
        return PURPOSES[message.purpose].compose(message)

    def _hand_over(self, channel: str, outgoing: Outgoing) -> tuple[Fate, str]:
        try:
            return Fate.TAKEN, self._session(channel).send(outgoing).text
        except SendError as error:
            if error.ambiguous:
                return Fate.UNSURE, error.reply
            return (Fate.REFUSED if error.permanent else Fate.LATER), error.reply
        except Exception as error:
            log.exception("the %s channel broke", channel)
            return Fate.UNSURE, f"the {channel} channel broke: {type(error).__name__}"

    def _session(self, channel: str) -> Session:
        if channel not in self.sessions:
            self.sessions[channel] = self.stack.enter_context(CHANNELS[channel].session())
        return self.sessions[channel]

    def _write(self, outcome: Move | None, start: Move | None = None) -> bool:
        """Whether `start` is ours to send."""
        moves = [move for move in (outcome, start) if move]
        moved = self._apply(moves)
        self.counts.update(move.new for move in moves if move.message.id in moved)
        if outcome and outcome.message.id not in moved:
            self._report_late(outcome)
        if start is None or start.message.id in moved:
            return start is not None
        return steadfast(partial(_is_ours, start), self.stop)

    def _apply(self, moves: list[Move]) -> set[UUID]:
        """What the other side said is kept, even when a listener fails on it."""
        try:
            return steadfast(partial(receipts.apply, moves), self.stop)
        except Exception:
            log.exception("a listener failed; its message is settled without it")
            return steadfast(partial(receipts.record, moves), self.stop)

    def _report_late(self, outcome: Move) -> None:
        """The lease ran out and the message was written off as doubtful, but now we know better."""
        if outcome.new in states.MOVES[states.AMBIGUOUS]:
            outcome.message.state = states.AMBIGUOUS
            self._apply([Move(message=outcome.message, new=outcome.new, reply=outcome.reply)])


def _is_ours(start: Move) -> bool:
    """Our own commit, whose confirmation was lost with the connection: nothing was sent yet."""
    mine = Message.objects.filter(pk=start.message.pk, lease=start.lease, state=states.INFLIGHT)
    start.message.state = states.INFLIGHT if (ours := mine.exists()) else start.message.state
    return ours
