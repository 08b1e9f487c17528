"""How large a run is and what goes wrong in it; what came of it, and what of that must not be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.faults.long.account import Account
from tests.faults.long.proxy import DOUBTFUL

SHARES = {"soft": 0.01, "hard": 0.005, "hang": 0.001, "drop": 0.0005}
SENDERS = 4
"""In each worker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    messages: int
    kills: int
    restarts: int
    workers: int = 2
    seed: int = 1
    shares: dict[str, float] = field(default_factory=lambda: dict(SHARES))
    blind: bool = False
    """Without the other side's log to ask: what is in doubt stays so, and is shown."""
    whole: bool = True
    """The project's own worker with its own time-outs; else one in a hurry."""
    timeout: float = 5.0
    """Seconds a worker waits for the mail server."""
    patience: float
    """Seconds without any change after which the run gives up."""


@dataclass
class Outcome:
    plan: Plan
    account: Account
    faults: Counter[str]
    kills: int
    restarts: int
    in_flight: int
    """Messages that were in flight when a worker was killed, its neighbors' among them."""
    ended: int
    """Workers that ended without being killed."""
    rate: float
    peak: float
    gave_up: bool


def doubts_allowed(outcome: Outcome) -> int:
    """One for each reply that was lost and for each letter at whose end a sender was killed; none where we can ask."""
    lost = sum(count for name, count in outcome.faults.items() if name in DOUBTFUL)
    return lost + outcome.kills * SENDERS if outcome.plan.blind else 0


def wrong(outcome: Outcome) -> list[str]:
    """What must not be, in words; nothing in a good run."""
    found, allowed = outcome.account, doubts_allowed(outcome)
    complaints = [
        (outcome.gave_up, f"nothing moved for {outcome.plan.patience:.0f} s; the run gave up"),
        (found.lost, f"{found.lost:,} messages are lost"),
        (found.doubled, f"{found.doubled:,} messages were taken twice"),
        (found.lying, f"{found.lying:,} messages are not what the database says"),
        (found.doubtful > allowed, f"{found.doubtful:,} doubts, where there may be {allowed:,}"),
    ]
    return [*(text for is_so, text in complaints if is_so), *found.worst]
