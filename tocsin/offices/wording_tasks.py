"""What the clock does for the offices: measuring messages, passing answers on."""

from __future__ import annotations

from procrastinate.contrib.django import app

from tocsin.actions import answers
from tocsin.offices import links, measuring

BATCHES = 20


@app.periodic(cron="* * * * *")
@app.task(name="tocsin.offices.measure", queue="clock", queueing_lock="measure")
def measure(timestamp: int) -> None:
    for campaign_id in measuring.measure_new(batches=BATCHES):
        links.open_for(campaign_id)


@app.periodic(cron="*/10 * * * *")
@app.task(name="tocsin.offices.group", queue="clock", queueing_lock="group")
def group(timestamp: int) -> None:
    """Less often: it compares all texts of a campaign."""
    for campaign_id in measuring.lately_measured():
        measuring.group(campaign_id)


@app.periodic(cron="41 3 * * *")
@app.task(name="tocsin.offices.measure_rest", queue="clock", queueing_lock="measure_rest")
def measure_rest(timestamp: int) -> None:
    """Those that were confirmed long ago, as after an upgrade."""
    for campaign_id in measuring.measure_new(batches=BATCHES * 100, everything=True):
        links.open_for(campaign_id)


@app.periodic(cron="* * * * *")
@app.task(name="tocsin.offices.pass_on", queue="clock", queueing_lock="pass_on")
def pass_on(timestamp: int) -> None:
    """Answers nobody stopped become final, and go to those who wrote."""
    answers.approve_due()
    answers.mail_due(batches=BATCHES)
