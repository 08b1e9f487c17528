"""The refresh by the clock, in a process of its own: what reading costs in memory is given back at its end."""

from __future__ import annotations

import logging
import os
import sys

from django.conf import settings
from procrastinate.contrib.django import app

from tocsin.core.children import Child, describe
from tocsin.core.models import Dataset
from tocsin.delivery.drain import STOP

PATIENCE = 10.0
TICK = 0.5

log = logging.getLogger(__name__)


def sync_data() -> None:
    """Loads every set; a worker that is told to stop leaves it undone, and the old data stay."""
    child = Child("data", [sys.executable, "-m", "tocsin.cli", "data", "sync", "--brief"], PATIENCE)
    child.start(os.environ)
    try:
        while (status := child.died()) is None and not STOP.wait(TICK):
            pass
    finally:
        child.stop()
    if status:
        log.warning("public data were not all refreshed (%s); see tocsin data status", describe(status))


@app.periodic(cron="40 4 * * *")
@app.task(queue="clock", queueing_lock="refresh_data")
def refresh_data(timestamp: int) -> None:
    if settings.DATA_REFRESH:
        sync_data()


@app.periodic(cron="* * * * *")
@app.task(queue="clock", queueing_lock="first_data")
def first_data(timestamp: int) -> None:
    """A new site is filled by itself, where its operator lets it."""
    if settings.DATA_REFRESH and not Dataset.objects.exclude(name="edits").exists():
        sync_data()
