"""The states of a message, its moves, time-outs and retry rules, as data. Pure: nothing here touches a database."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

HELD, QUEUED, INFLIGHT = "held", "queued", "inflight"
ACCEPTED, DELIVERED, BOUNCED = "accepted", "delivered", "bounced"
FAILED, AMBIGUOUS, NEEDS_PERSON, CANCELLED = "failed", "ambiguous", "needs_person", "cancelled"

MOVES: dict[str, frozenset[str]] = {
    HELD: frozenset({QUEUED, CANCELLED}),
    QUEUED: frozenset({INFLIGHT, HELD, FAILED, CANCELLED, NEEDS_PERSON}),
    INFLIGHT: frozenset({QUEUED, ACCEPTED, FAILED, AMBIGUOUS, NEEDS_PERSON}),
    AMBIGUOUS: frozenset({QUEUED, ACCEPTED, FAILED, CANCELLED}),
    ACCEPTED: frozenset({DELIVERED, BOUNCED}),
    DELIVERED: frozenset({BOUNCED}),
    NEEDS_PERSON: frozenset({QUEUED, ACCEPTED, CANCELLED}),
    FAILED: frozenset({QUEUED}),
    BOUNCED: frozenset({QUEUED}),
    CANCELLED: frozenset(),
}
STATES = tuple(MOVES)
HANDED_OVER = frozenset({ACCEPTED, DELIVERED})
CANCELLABLE = frozenset(state for state, moves in MOVES.items() if CANCELLED in moves)

LEASE = timedelta(seconds=60)
"""How long a claim lasts, and again a send; every channel gives up before it does."""
MAX_ATTEMPTS = 3
MAX_SOFT_FAILURES = 60
MAX_POLICY_FAILURES = 3
BACKOFF_BASE = timedelta(minutes=1)
BACKOFF_CAP = timedelta(hours=4)
AFTER_CAP = timedelta(days=1)
"""The longest that we wait because the other side asked for it."""


class Fate(Enum):
    """How one try ended, seen from here."""

    TAKEN = "the other side took it"
    LATER = "not taken, try again"
    POLICY = "refused for a full mailbox or a policy, which may pass"
    UNREACHABLE = "the host did not answer; the message is not at fault"
    REFUSED = "not taken, and never will be"
    BY_HAND = "only a person can go this way"
    UNSURE = "handed over, the reply was lost"
    CRASHED = "the worker died while it was in flight"


class Counts(Enum):
    """What a try adds to. Every claim is an attempt until its end is known."""

    ATTEMPT = "attempts"
    SOFT = "soft failures"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Rule:
    """`limit`: so many tries of this kind, then `last`. `doubt`: where it goes when a repeat could do harm."""

    then: str
    counts: Counts = Counts.ATTEMPT
    limit: int | None = None
    last: str = FAILED
    doubt: str = ""
    base: timedelta = BACKOFF_BASE
    cap: timedelta = BACKOFF_CAP


RULES: dict[Fate, Rule] = {
    Fate.TAKEN: Rule(ACCEPTED),
    Fate.LATER: Rule(QUEUED, Counts.SOFT, limit=MAX_SOFT_FAILURES),
    Fate.POLICY: Rule(QUEUED, Counts.SOFT, limit=MAX_POLICY_FAILURES, base=timedelta(hours=1)),
    Fate.UNREACHABLE: Rule(QUEUED, Counts.NOTHING, base=timedelta(seconds=10), cap=timedelta(minutes=1)),
    Fate.REFUSED: Rule(FAILED),
    Fate.BY_HAND: Rule(NEEDS_PERSON),
    Fate.UNSURE: Rule(QUEUED, limit=MAX_ATTEMPTS - 1, last=AMBIGUOUS, doubt=AMBIGUOUS),
    Fate.CRASHED: Rule(QUEUED, limit=MAX_ATTEMPTS - 1, last=FAILED, doubt=AMBIGUOUS),
}
PASSING_REFUSAL = re.compile(r"\b5\.(?:2\.2|7\.\d{1,3})\b")
"""Enhanced status codes of refusals that may pass: mailbox full, and the policies of 5.7."""


@dataclass(frozen=True, slots=True)
class Verdict:
    state: str
    delay: timedelta = timedelta()
    counts: Counts = Counts.ATTEMPT


def judge(
    fate: Fate, *, attempts: int, soft_failures: int, repeatable: bool, after: timedelta | None = None
) -> Verdict:
    """What becomes of a message in flight.

    `repeatable`: sending it twice is harmless. `after`: what the other side asked us to wait.
    """
    rule = RULES[fate]
    if rule.doubt and not repeatable:
        return Verdict(rule.doubt)
    if rule.then != QUEUED:
        return Verdict(rule.then)
    tries = soft_failures if rule.counts is Counts.SOFT else attempts - 1
    if rule.limit is not None and tries >= rule.limit:
        return Verdict(rule.last)
    delay = max(backoff(tries, base=rule.base, cap=rule.cap), min(after or timedelta(), AFTER_CAP))
    return Verdict(QUEUED, delay, rule.counts)


def refusal(reply: str) -> Fate:
    """Which kind of permanent refusal these words are."""
    return Fate.POLICY if PASSING_REFUSAL.search(reply) else Fate.REFUSED


def may_move(old: str, new: str) -> bool:
    return new in MOVES[old]


def backoff(failures: int, *, base: timedelta = BACKOFF_BASE, cap: timedelta = BACKOFF_CAP) -> timedelta:
    """Full jitter: anywhere between now and the doubled delay, so a recovered host is not stampeded."""
    ceiling = min(cap, base * 2 ** min(max(failures, 0), 12))
    return ceiling * random.random()  # noqa: S311
