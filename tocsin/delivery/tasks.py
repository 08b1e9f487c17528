"""The doors through which Procrastinate calls delivery."""

from __future__ import annotations

from procrastinate.contrib.django import app

from tocsin.delivery import claims, doorbell, events, reconcile
from tocsin.delivery.drain import drain_until_dry


@app.task(name=doorbell.TASK, queue=doorbell.QUEUE, queueing_lock=doorbell.LOCK)
def drain() -> None:
    drain_until_dry()


@app.periodic(cron="* * * * *")
@app.task(name="tocsin.delivery.tasks.sweep", queue=doorbell.QUEUE, queueing_lock="sweep")
def sweep(timestamp: int) -> None:
    claims.sweep()
    events.catch_up()
    reconcile.ask_mail_log()
    doorbell.clear_stale()
    doorbell.ring_if_due()
