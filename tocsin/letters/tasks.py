"""The clock and the bell of letters: freezing at the deadline, making documents, reminding."""

from __future__ import annotations

import os
import sys
from uuid import UUID

from procrastinate.contrib.django import app

from tocsin.core.children import Child, describe
from tocsin.delivery.drain import STOP
from tocsin.letters import freezing, inviting, share
from tocsin.letters.models import Freeze

PATIENCE = 5.0
TICK = 0.2


def make_waiting() -> None:
    waiting = Freeze.objects.filter(state=Freeze.State.MAKING).order_by("at").values_list("pk", flat=True)
    for freeze_id in waiting:
        if STOP.is_set():
            return
        make(freeze_id)


def make(freeze_id: UUID) -> None:
    """In a child, because what it takes in memory must not stay."""
    child = Child("letter", [sys.executable, "-m", "tocsin.letters.maker", str(freeze_id)], PATIENCE)
    child.start(os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"})
    try:
        while (status := child.died()) is None and not STOP.wait(TICK):
            pass
    finally:
        child.stop()
    if status:
        Freeze.objects.filter(pk=freeze_id).update(problem=f"making it ended with {describe(status)}")


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
