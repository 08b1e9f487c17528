"""Workers die, the database falls, the mail server misbehaves: nothing is lost, nothing is sent twice unseen."""

from __future__ import annotations

import random
from collections import Counter
from time import sleep

from tests.faults.field import Field

MESSAGES, KILLS = 500, 25
CRASHES = 2
WORKERS = 2
BUSY = ("queued", "inflight")
PLAIN = ["p"]
MISCHIEF = [
    *["p"] * 12,
    *("soft-rcpt.1.", "busy-rcpt.1.", "drop-rcpt.1.", "drop-data.1.", "drop-body.1.", "soft-end.2."),
    *("lost-end.1.", "hard-end.1."),
]


def kill_now_and_then(tried: Field, kills: int) -> None:
    for _ in range(WORKERS):
        tried.hire()
    for _ in range(kills):
        sleep(random.uniform(0.05, 0.3))  # noqa: S311
        tried.kill(random.choice(tried.workers))  # noqa: S311
        tried.hire()


def account(tried: Field) -> Counter[tuple[str, int]]:
    """How many messages ended in each state, and were taken so many times."""
    taken = tried.taken()
    return Counter((state, taken[message]) for message, state in tried.states().items())


def test_workers_are_killed_and_no_letter_is_lost_or_repeated(tried: Field) -> None:
    tried.post(MESSAGES, purpose="letter", recipients=PLAIN)
    kill_now_and_then(tried, KILLS)
    tried.rest(*BUSY)
    found = account(tried)
    assert set(found) <= {("accepted", 1), ("ambiguous", 0), ("ambiguous", 1)}
    assert found.total() == MESSAGES


def test_the_mail_server_misbehaves_at_the_same_time(tried: Field) -> None:
    tried.post(MESSAGES, purpose="letter", recipients=MISCHIEF)
    kill_now_and_then(tried, KILLS // 2)
    tried.rest(*BUSY)
    found = account(tried)
    assert set(found) <= {("accepted", 1), ("failed", 0), ("ambiguous", 0), ("ambiguous", 1)}
    assert found["ambiguous", 1] >= 1
    assert found.total() == MESSAGES


def test_reminders_all_arrive_and_repeats_are_few(tried: Field) -> None:
    """So many that the killing ends before the last: one that was at hand at three deaths is given up."""
    tried.post(3 * MESSAGES, purpose="reminder", recipients=PLAIN)
    kill_now_and_then(tried, KILLS // 2)
    tried.rest(*BUSY)
    found = account(tried)
    assert {state for state, _ in found} == {"accepted"}
    assert min(times for _, times in found) == 1
    assert found.total() == 3 * MESSAGES


def test_the_database_falls_and_nothing_is_lost(tried: Field) -> None:
    tried.post(MESSAGES, purpose="letter", recipients=PLAIN)
    for _ in range(WORKERS):
        tried.hire()
    for _ in range(CRASHES):
        sleep(0.5)
        tried.crash_database()
    tried.rest(*BUSY, "ambiguous")
    assert account(tried) == {("accepted", 1): MESSAGES}
