"""One sender: claims a few messages, and takes each through its steps. No transaction is open while it talks."""

from __future__ import annotations

import logging
from collections import Counter, deque
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from threading import Event
from uuid import UUID

from tocsin.delivery import breaker, claims, lane_rules, receipts, states, suppression
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.channels.base import Outgoing, SendError, Session
from tocsin.delivery.lane_rules import TO_SUPPORTERS
from tocsin.delivery.models import Message
from tocsin.delivery.purposes import PURPOSES
from tocsin.delivery.receipts import Move
from tocsin.delivery.roster import Roster
from tocsin.delivery.states import Fate, judge
from tocsin.delivery.steadfast import steadfast

BATCH = 25
UNWANTED = "not sent: this address complained about our mail"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    fate: Fate
    reply: str
    remote_id: str = ""
    after: timedelta | None = None


class Sender:
    """Lives in one thread, with its own database connection and its own open sessions."""

    def __init__(self, stop: Event, roster: Roster | None = None) -> None:
        self.stop = stop
        self.roster = roster or Roster()
        self.silent: set[str] = set()
        self.counts: Counter[str] = Counter()
        self.sessions: dict[str, Session] = {}
        self.stack = ExitStack()

    def round(self) -> int:
        """Claims and delivers one batch; how many messages it held."""
        lease, batch = steadfast(partial(claims.claim, BATCH, self.roster), self.stop)
        waiting = deque(batch)
        try:
            left = self._deliver(lease, waiting)
        except BaseException:
            left = True
            raise
        finally:
            if waiting or left:
                steadfast(partial(claims.let_go, lease), self.stop)
        return len(batch)

    def close(self) -> None:
        self.sessions.clear()
        self.stack.close()

    def _deliver(self, lease: UUID, waiting: deque[Message]) -> bool:
        """Each statement settles the message before and commits the next to `inflight`.

        Whether some stay behind: a pause came between, or their host does not answer.
        """
        outcome: Move | None = None
        left = False
        while waiting and not self.stop.is_set():
            message = waiting.popleft()
            if lane_rules.host(message.lane) in self.silent:
                left = True
                continue
            started = self._write(outcome, Move(message=message, new=states.INFLIGHT, lease=lease))
            outcome = self._send(message, lease) if started else None
            left = left or not started
        self.silent.clear()
        if outcome:
            self._write(outcome)
        return left

    def _send(self, message: Message, lease: UUID) -> Move:
        if self._is_unwanted(message):
            return Move(message=message, new=states.FAILED, reply=UNWANTED, lease=lease)
        try:
            outgoing = steadfast(partial(self._compose, message), self.stop)
        except Exception as error:  # noqa: BLE001
            reply = f"could not be composed: {type(error).__name__}"
            return Move(message=message, new=states.FAILED, reply=reply, lease=lease)
        answer = self._hand_over(message.channel, outgoing)
        self._note(lane_rules.host(message.lane), answer.fate)
        verdict = judge(
            answer.fate,
            attempts=message.attempts,
            soft_failures=message.soft_failures,
            repeatable=claims.repeatable(message),
            after=answer.after,
        )
        return Move(
            message=message,
            new=verdict.state,
            reply=answer.reply,
            lease=lease,
            delay=verdict.delay,
            counts=verdict.counts,
            remote_id=answer.remote_id,
        )

    def _is_unwanted(self, message: Message) -> bool:
        """Whoever complained gets no more mail of their own; an office's letters are for people to decide on."""
        return message.purpose in TO_SUPPORTERS and steadfast(
            partial(suppression.is_suppressed, message.recipient), self.stop
        )

    def _compose(self, message: Message) -> Outgoing:
        outgoing = PURPOSES[message.purpose].compose(message)
        return replace(outgoing, unsure=True) if message.attempts > 1 else outgoing

    def _hand_over(self, channel: str, outgoing: Outgoing) -> Answer:
        try:
            reply = self._session(channel).send(outgoing)
        except SendError as error:
            return Answer(_fate(error), error.reply, after=error.after)
        except Exception as error:
            log.exception("the %s channel broke", channel)
            return Answer(Fate.UNSURE, f"the {channel} channel broke: {type(error).__name__}")
        return Answer(Fate.TAKEN, reply.text, reply.remote_id)

    def _note(self, host: str, fate: Fate) -> None:
        """The breaker hears of each host that does not answer, and of the first answer afterwards."""
        if fate is Fate.UNREACHABLE:
            self.silent.add(host)
            self.roster.suspect(host)
            steadfast(partial(breaker.failed, host), self.stop)
            self.roster.forget()
        elif fate is not Fate.BY_HAND and self.roster.is_troubled(host):
            self.roster.trust(host)
            steadfast(partial(breaker.succeeded, host), self.stop)

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


def _fate(error: SendError) -> Fate:
    if error.by_hand:
        return Fate.BY_HAND
    if error.ambiguous:
        return Fate.UNSURE
    if error.permanent:
        return states.refusal(error.reply)
    return Fate.UNREACHABLE if error.unreachable else Fate.LATER


def _is_ours(start: Move) -> bool:
    """Our own commit, whose confirmation was lost with the connection: nothing was sent yet."""
    mine = Message.objects.filter(pk=start.message.pk, lease=start.lease, state=states.INFLIGHT)
    start.message.state = states.INFLIGHT if (ours := mine.exists()) else start.message.state
    return ours
