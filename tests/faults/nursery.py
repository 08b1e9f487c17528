"""Loads the project once, then forks a delivery worker for each line it reads, and prints its process id.

With `FAULT_WORKER=whole` it is the project's own worker with the project's own time-outs; else one that is as quick to
despair as a test is short.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import timedelta
from typing import Any

import django

LEASE = timedelta(seconds=3)
START_BY, BUDGET = 0.3, 1.2
"""As in the project: a letter begun in time has ended before its lease does."""
BACKOFF = timedelta(seconds=0.3)
BREAK = 1
"""Seconds a breaker stays open."""
ASK_AFTER = timedelta(seconds=5)
"""No letter that a test's mail server has not taken by then will ever get there."""
SWEEP_PAUSE = 0.2
SENDERS = 4


def hurry() -> None:
    from tocsin.delivery import breaker, reconcile, sender, states
    from tocsin.delivery.channels.email import session

    states.LEASE, reconcile.ASK_AFTER = LEASE, ASK_AFTER
    sender.START_BY, session.BUDGET = START_BY, BUDGET
    states.RULES.update(
        {fate: replace(rule, base=BACKOFF, cap=BACKOFF) for fate, rule in states.RULES.items()}
    )
    breaker.FIRST = breaker.LONGEST = BREAK


def set_up() -> None:
    from tests.delivery.scene import compose
    from tocsin.delivery.purposes import Purpose, register

    common: dict[str, Any] = {"compose": compose, "expires": timedelta(days=1), "keep": timedelta(days=1)}
    register([Purpose(name="letter", **common), Purpose(name="reminder", resend_when_unsure=True, **common)])


def work() -> None:
    """What the project's worker does at longer intervals: it drains, hears of dead neighbors, and sweeps."""
    from functools import partial
    from threading import Event

    from tocsin.delivery import replay, tasks
    from tocsin.delivery.drain import drain_until_dry
    from tocsin.delivery.steadfast import steadfast

    while True:
        drain_until_dry(senders=SENDERS, linger=SWEEP_PAUSE)
        steadfast(replay.replay, Event())
        steadfast(replay.mark, Event())
        steadfast(partial(tasks.sweep, 0), Event())


def main() -> None:
    whole = os.environ.get("FAULT_WORKER") == "whole"
    django.setup()
    set_up()
    if not whole:
        hurry()
    from tocsin.delivery import worker

    live = worker.run if whole else work
    print("ready", flush=True)  # noqa: T201
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            os.close(0)
            live()
            os._exit(os.EX_OK)
        print(child, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
