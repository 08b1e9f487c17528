"""Keeps the lists of offices fresh."""

from __future__ import annotations

from procrastinate.contrib.django import app

from tocsin.delivery.channels.cwc import offices


@app.periodic(cron="* * * * *")
@app.task(name="tocsin.delivery.channels.cwc.tasks.refresh", queueing_lock="cwc-offices")
def refresh(timestamp: int) -> None:
    """Asks once an hour, and each minute while no answer comes."""
    offices.refresh_if_due()
