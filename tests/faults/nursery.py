"""Loads the project once, then forks a delivery worker for each line it reads, and prints its process id."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import timedelta
from typing import Any

import django

LEASE = timedelta(seconds=2)
BACKOFF = timedelta(seconds=0.3)
BREAK = 1
"""Seconds a breaker stays open."""
SWEEP_PAUSE = 0.2
SENDERS = 4


def set_up() -> None:
    from tests.delivery.scene import compose
    from tocsin.delivery import breaker, states
    from tocsin.delivery.purposes import Purpose, register

    states.LEASE = LEASE
    states.RULES.update(
        {fate: replace(rule, base=BACKOFF, cap=BACKOFF) for fate, rule in states.RULES.items()}
    )
    breaker.FIRST = breaker.LONGEST = BREAK
    common: dict[str, Any] = {"compose": compose, "expires": timedelta(days=1), "keep": timedelta(days=1)}
    register([Purpose(name="letter", **common), Purpose(name="reminder", resend_when_unsure=True, **common)])


def work() -> None:
    from threading import Event

    from tocsin.delivery import claims
    from tocsin.delivery.drain import drain_until_dry
    from tocsin.delivery.steadfast import steadfast

    while True:
        drain_until_dry(senders=SENDERS, linger=SWEEP_PAUSE)
        steadfast(claims.sweep, Event())


def main() -> None:
    django.setup()
    set_up()
    print("ready", flush=True)  # noqa: T201
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            os.close(0)
            work()
        print(child, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
