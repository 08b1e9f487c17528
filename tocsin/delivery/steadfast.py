"""Goes on when the database goes away for a while: reconnects and repeats. Only for work that may be repeated."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Event
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection

PAUSES = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
"""Seconds before each new try; the last one repeats."""
REFUSALS = 3
"""Tries when the database is there but refuses (a deadlock, say)."""
FAREWELL = 10.0
"""Seconds a stopping process still waits for the database to come back."""

Result = TypeVar("Result")
log = logging.getLogger(__name__)


def steadfast(work: Callable[[], Result], stop: Event) -> Result:
    tries, refusals, leaving = 0, 0, 0.0
    while True:
        try:
            return work()
        except (OperationalError, InterfaceError) as error:
            refusals += _still_there()
            leaving += PAUSES[min(tries, len(PAUSES) - 1)] if stop.is_set() else 0.0
            if refusals >= REFUSALS or leaving > FAREWELL:
                raise
            log.warning("waiting for the database: %s", type(error).__name__)
        time.sleep(PAUSES[min(tries, len(PAUSES) - 1)])
        tries += 1


def _still_there() -> bool:
    if connection.connection is not None and connection.is_usable():
        return True
    connection.close()
    return False
