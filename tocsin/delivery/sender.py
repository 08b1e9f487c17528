"""One sender: claims a few messages, and takes each through its steps. No transaction is open while it talks."""

from __future__ import annotations

import logging
import time
from collections import Counter, deque
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from itertools import groupby
from threading import Event
from uuid import UUID

from tocsin.delivery import breaker, claims, journal, lane_rules, receipts, states, suppression
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.channels.base import Outgoing, SendError, Session
from tocsin.delivery.journal import JournalError
from tocsin.delivery.lane_rules import TO_SUPPORTERS
from tocsin.delivery.models import Message
from tocsin.delivery.purposes import PURPOSES
from tocsin.delivery.receipts import Move
from tocsin.delivery.roster import Roster
from tocsin.delivery.states import Counts, Fate, judge
from tocsin.delivery.steadfast import steadfast

BATCH = 100
WINDOW_TIME = 0.25
"""Seconds a window of messages should take: they are in flight together, and in doubt together if the worker dies."""
START_BY = 10.0
"""Seconds after which no other message of a window is begun, so that the last ends before its lease does."""
UNTRIED = "not tried: others took too long, or their host did not answer"
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
        self.unwanted: frozenset[str] = frozenset()
        self.width = 1
        self.journal = journal.current()
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
        """Window by window: each statement settles one window and commits the next to `inflight`.

        Whether some stay behind: a pause came between, or their host does not answer.
        """
        ended: list[Move] = []
        left, open_window = False, 0
        while waiting and not self.stop.is_set():
            window, silent = self._window(waiting)
            number = self.journal.attempt(lease, [one.id for one in window])
            started = self._write(
                ended, [Move(message=one, new=states.INFLIGHT, lease=lease) for one in window]
            )
            self.journal.known(open_window)
            open_window, ended = number, self._send_all(started, lease)
            left = left or bool(silent) or len(started) < len(window)
        self.silent.clear()
        self._write(ended)
        self.journal.known(open_window)
        return left

    def _window(self, waiting: deque[Message]) -> tuple[list[Message], list[Message]]:
        """The next few messages, and those passed over because their host does not answer."""
        window: list[Message] = []
        silent: list[Message] = []
        while waiting and len(window) < self.width:
            message = waiting.popleft()
            (silent if lane_rules.host(message.lane) in self.silent else window).append(message)
        return window, silent

    def _send_all(self, window: list[Message], lease: UUID) -> list[Move]:
        """What became of each. One that cannot be begun in good time goes back untouched."""
        begun = time.monotonic()
        self._gather(window)
        moves: list[Move] = []
        for message in window:
            if moves and self._must_wait(message, begun):
                moves.append(
                    Move(
                        message=message, new=states.QUEUED, reply=UNTRIED, lease=lease, counts=Counts.NOTHING
                    )
                )
            else:
                moves.append(self._send(message, lease))
        quick = time.monotonic() - begun < WINDOW_TIME
        self.width = min(self.width * 2, BATCH) if quick else max(self.width // 2, 1)
        return moves

    def _must_wait(self, message: Message, begun: float) -> bool:
        late = time.monotonic() - begun > START_BY
        return late or self.stop.is_set() or lane_rules.host(message.lane) in self.silent

    def _gather(self, window: list[Message]) -> None:
        """Loads for all at once what composing each would look up alone, which it does if this fails."""
        ours = [message.recipient for message in window if message.purpose in TO_SUPPORTERS]
        self.unwanted = steadfast(partial(suppression.suppressed, ours), self.stop) if ours else frozenset()
        for name, group in groupby(sorted(window, key=_purpose), key=_purpose):
            if (purpose := PURPOSES[name]).gather:
                try:
                    steadfast(partial(purpose.gather, list(group)), self.stop)
                except Exception:
                    log.exception("the messages for %s are composed one by one", name)

    def _send(self, message: Message, lease: UUID) -> Move:
        if message.recipient in self.unwanted and message.purpose in TO_SUPPORTERS:
            return Move(message=message, new=states.FAILED, reply=UNWANTED, lease=lease)
        try:
            outgoing = steadfast(partial(self._compose, message), self.stop)
        except Exception as error:  # noqa: BLE001
            reply = f"could not be composed: {type(error).__name__}"
            return Move(message=message, new=states.FAILED, reply=reply, lease=lease)
        try:
            self.journal.begin(message.id)
        except JournalError as error:
            log.error("%s", error)
            return _untried(message, lease)
        answer = self._hand_over(message.channel, outgoing)
        self._note(lane_rules.host(message.lane), answer.fate)
        verdict = judge(
            answer.fate,
            attempts=message.attempts,
            soft_failures=message.soft_failures,
            repeatable=claims.repeatable(message),
            after=answer.after,
        )
        self._journal(message, verdict.state, answer.reply)
        return Move(
            message=message,
            new=verdict.state,
            reply=answer.reply,
            lease=lease,
            delay=verdict.delay,
            counts=verdict.counts,
            remote_id=answer.remote_id,
        )

    def _journal(self, message: Message, state: str, reply: str) -> None:
        try:
            self.journal.outcome(message.id, state, reply)
        except JournalError as error:
            log.error("%s", error)

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

    def _write(self, ended: list[Move], starts: Sequence[Move] = ()) -> list[Message]:
        """The messages among `starts` that are ours to send."""
        moves = [*ended, *starts]
        moved = self._apply(moves) if moves else set()
        self.counts.update(move.new for move in moves if move.message.id in moved)
        for move in ended:
            if move.message.id not in moved:
                self._report_late(move)
        return [
            start.message
            for start in starts
            if start.message.id in moved or steadfast(partial(_is_ours, start), self.stop)
        ]

    def _apply(self, moves: list[Move]) -> set[UUID]:
        """What the other side said is kept, even when a listener fails on it."""
        try:
            return steadfast(partial(receipts.apply, moves), self.stop)
        except Exception:
            if len(moves) > 1:
                return set().union(*(self._apply([move]) for move in moves))
            log.exception("a listener failed; its message is settled without it")
            return steadfast(partial(receipts.record, moves), self.stop)

    def _report_late(self, outcome: Move) -> None:
        """The lease ran out and the message was written off as doubtful, but now we know better.

        That it was taken settles any doubt. That it was not says nothing of a later try.
        """
        if outcome.new in states.MOVES[states.AMBIGUOUS]:
            outcome.message.state = states.AMBIGUOUS
            lease = None if outcome.new == states.ACCEPTED else outcome.lease
            self._apply([Move(message=outcome.message, new=outcome.new, reply=outcome.reply, lease=lease)])


def _purpose(message: Message) -> str:
    return message.purpose


def _untried(message: Message, lease: UUID) -> Move:
    return Move(message=message, new=states.QUEUED, reply=UNTRIED, lease=lease, counts=Counts.NOTHING)


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
