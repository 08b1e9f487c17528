"""The account at the end: what the other side has, against what our database says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

TAKEN_STATES = frozenset({"accepted", "delivered", "bounced"})
HONEST_STATES = frozenset({"failed", "ambiguous", "needs_person"})
DOUBT = "ambiguous"

Row = tuple[int, str, bool]
"""Number of the message, its state, whether it tells the words of the other side."""


@dataclass
class Account:
    """`lost`: nobody has it, and nobody is told so. `lying`: the other side knows nothing of what the database says."""

    messages: int
    states: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    doubled: int = 0
    lying: int = 0
    doubtful: int = 0
    doubtful_taken: int = 0
    worst: list[str] = field(default_factory=list)
    """The first few that are wrong, each with what is."""

    def complain(self, number: int, what: str) -> None:
        if len(self.worst) < 10:
            self.worst.append(f"message {number}: {what}")


def settle(rows: Iterable[Row], times: bytearray, refused: frozenset[int]) -> Account:
    """`times`: how often each was taken; `refused`: those that the other side refused for good."""
    found = Account(messages=len(times) - 1)
    seen = bytearray(len(times))
    for number, state, told in rows:
        seen[number] = 1
        found.states[state] += 1
        _judge(found, number, state, told=told, taken=times[number], refused=number in refused)
    for number in range(1, len(times)):
        if not seen[number]:
            found.lost += 1
            found.complain(number, "its row is gone")
    return found


def _judge(found: Account, number: int, state: str, *, told: bool, taken: int, refused: bool) -> None:
    if taken > 1:
        found.doubled += 1
        found.complain(number, f"taken {taken} times")
    if state == DOUBT:
        found.doubtful += 1
        found.doubtful_taken += taken > 0
    if state in TAKEN_STATES:
        if not taken:
            found.lying += 1
            found.complain(number, f"{state}, but nobody took it")
    elif state == "failed" and (taken or not refused):
        found.lying += 1
        found.complain(number, "failed, but it was taken" if taken else "failed, but nobody refused it")
    elif not taken and not (state in HONEST_STATES and told):
        found.lost += 1
        found.complain(number, f"{state}, and nobody took it")
