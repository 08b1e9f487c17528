"""The clock and the bell of letters: freezing at the deadline, making documents, reminding."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from tocsin.delivery.drain import STOP
from tocsin.delivery.maker import make_in_child
from tocsin.letters import freezing, inviting, share
from tocsin.letters.models import Freeze


def make_waiting() -> None:
    waiting = Freeze.objects.filter(state=Freeze.State.MAKING).order_by("at").values_list("pk", flat=True)
    for freeze_id in waiting:
        if STOP.is_set():
            return
        make(freeze_id)


def make(freeze_id: UUID) -> None:
    if problem := make_in_child("tocsin.letters.making", freeze_id):
        Freeze.objects.filter(pk=freeze_id).update(problem=problem)


@app.task(queue="clock")
def make_documents() -> None:
    make_waiting()


@app.periodic(cron="* * * * *")
@app.task(queue="clock", queueing_lock="look_after_letters")
def look_after_letters(timestamp: int) -> None:
    freezing.freeze_due()
    make_waiting()
    share.refresh()


@app.periodic(cron="0 8 * * *")
@app.task(queue="clock", queueing_lock="remind_signers")
def remind_signers(timestamp: int) -> None:
    inviting.remind_due()
