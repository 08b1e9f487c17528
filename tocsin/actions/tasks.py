"""What the clock does: publishing what was scheduled, and forgetting what is old."""

from __future__ import annotations

from django.core.management import call_command
from django.utils.timezone import now
from procrastinate.contrib.django import app

from tocsin.core import retention


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
