"""The long run in small: the other side is Postfix's `smtp-sink`, and the account is made from what it took."""

from __future__ import annotations

import os
from pathlib import Path

from tests.faults.long.cables import Cables
from tests.faults.long.course import Course
from tests.faults.long.plan import Plan, wrong
from tocsin.core.embedded import Server

SHARES = {"soft": 0.02, "hard": 0.01, "hang": 0.004, "drop": 0.01}
SEED = int(os.environ.get("FAULT_SEED", "1"))


QUIET = Plan(messages=1_500, kills=0, restarts=0, seed=SEED, shares={}, whole=False, patience=90)


def plan(*, blind: bool) -> Plan:
    return Plan(
        messages=2_000,
        kills=6,
        restarts=2,
        seed=SEED,
        shares=SHARES,
        blind=blind,
        whole=False,
        timeout=1,
        patience=90,
    )


def test_without_a_log_to_ask_each_doubt_is_shown_as_one(database: Server, open_folder: Path) -> None:
    outcome = Course(plan(blind=True), database, open_folder, print).run()
    assert wrong(outcome) == []
    assert (outcome.kills, outcome.restarts) == (6, 2)
    assert len(outcome.faults) == 8
    assert outcome.account.doubtful >= outcome.faults["drop-letter"]
    assert outcome.account.doubtful_taken >= 1


def test_with_a_log_to_ask_nothing_stays_in_doubt_and_nothing_is_taken_twice(
    database: Server, open_folder: Path
) -> None:
    outcome = Course(plan(blind=False), database, open_folder, print).run()
    assert wrong(outcome) == []
    assert (outcome.kills, outcome.restarts) == (6, 2)
    assert outcome.faults["drop-letter"] >= 1
    assert outcome.faults["drop-taken"] >= 1
    assert outcome.account.states.keys() == {"accepted", "failed"}


def test_a_host_is_cut_off_from_both_and_comes_back(database: Server, open_folder: Path) -> None:
    outcome = Cables(QUIET, database, open_folder, print).run()
    assert wrong(outcome) == []
    assert outcome.account.states == {"accepted": 1_500}
