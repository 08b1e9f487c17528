"""What the clock does: publishing what was scheduled, and forgetting what is old."""

from __future__ import annotations

from django.core.management import call_command
from django.utils.timezone import now
from procrastinate.contrib.django import app

from tocsin.actions import rematch
from tocsin.core import retention

REMATCH_BATCHES = 20


@app.periodic(cron="* * * * *")
@app.task(queue="clock", queueing_lock="publish_scheduled")
def publish_scheduled(timestamp: int) -> None:
    """Pages go live, and away, at the minute their editors set."""
    call_command("publish_scheduled", verbosity=0)


@app.periodic(cron="17 3 * * *")
@app.task(queue="clock", queueing_lock="purge")
def purge(timestamp: int) -> None:
    """Removes personal data that has outlived its purpose."""
    retention.purge(now())


@app.periodic(cron="*/10 * * * *")
@app.task(queue="clock", queueing_lock="rematch")
def match_again(timestamp: int) -> None:
    """After a new district map came into force; costs one short query where there is nothing to do."""
    rematch.rematch(batches=REMATCH_BATCHES)
