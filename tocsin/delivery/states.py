"""The states of a message, its moves, time-outs and retry rules, as data. Pure: nothing here touches a database."""

from __future__ import annotations

import random
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
    BOUNCED: frozenset(),
    CANCELLED: frozenset(),
}
STATES = tuple(MOVES)
HANDED_OVER = frozenset({ACCEPTED, DELIVERED})
CANCELLABLE = frozenset(state for state, moves in MOVES.items() if CANCELLED in moves)

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 3
MAX_SOFT_FAILURES = 60
BACKOFF_BASE = timedelta(minutes=1)
BACKOFF_CAP = timedelta(hours=4)


class Fate(Enum):
    """How one try ended, seen from here."""

    TAKEN = "the other side took it"
    LATER = "not taken, try again"
    REFUSED = "not taken, and never will be"
    UNSURE = "handed over, the reply was lost"
    CRASHED = "the worker died while it was in flight"


@dataclass(frozen=True, slots=True)
class Verdict:
    state: str
    delay: timedelta = timedelta()
    soft: bool = False
    """A try that ended with a known answer: it counts as a soft failure, no longer as an attempt."""


def judge(fate: Fate, *, attempts: int, soft_failures: int, repeatable: bool) -> Verdict:
    """What becomes of a message in flight. `repeatable`: sending it twice is harmless."""
    match fate:
        case Fate.TAKEN:
            return Verdict(ACCEPTED)
        case Fate.REFUSED:
            return Verdict(FAILED)
        case Fate.LATER if soft_failures >= MAX_SOFT_FAILURES:
            return Verdict(FAILED)
        case Fate.LATER:
            return Verdict(QUEUED, backoff(soft_failures), soft=True)
        case _ if not repeatable:
            return Verdict(AMBIGUOUS)
        case _ if attempts < MAX_ATTEMPTS:
            return Verdict(QUEUED, backoff(attempts))
        case Fate.UNSURE:
            return Verdict(AMBIGUOUS)
        case _:
            return Verdict(FAILED)


def may_move(old: str, new: str) -> bool:
    return new in MOVES[old]


def backoff(failures: int) -> timedelta:
    """Full jitter: anywhere between now and the doubled delay, so a recovered host is not stampeded."""
    ceiling = min(BACKOFF_CAP, BACKOFF_BASE * 2 ** min(failures, 12))
    return ceiling * random.random()  # noqa: S311
