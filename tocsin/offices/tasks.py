"""The bell for books. It only says "look": a book that waits is found by the clock too."""

from __future__ import annotations

import os
import sys
from uuid import UUID

from procrastinate.contrib.django import app

from tocsin.core.children import Child, describe
from tocsin.delivery.drain import STOP
from tocsin.offices import book_settling
from tocsin.offices.models import Book

PATIENCE = 5.0
TICK = 0.5


def make_waiting() -> None:
    for book_id in (
        Book.objects.filter(state=Book.State.MAKING).order_by("created_at").values_list("pk", flat=True)
    ):
        if STOP.is_set():
            return
        make(book_id)


def make(book_id: UUID) -> None:
    """In a child, because what it takes in memory must not stay."""
    child = Child("book", [sys.executable, "-m", "tocsin.offices.book_maker", str(book_id)], PATIENCE)
    child.start(os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"})
    try:
        while (status := child.died()) is None and not STOP.wait(TICK):
            pass
    finally:
        child.stop()
    if status:
        Book.objects.filter(pk=book_id).update(problem=f"making it ended with {describe(status)}")


@app.task(queue="clock")
def make_books() -> None:
    make_waiting()


@app.periodic(cron="* * * * *")
@app.task(queue="clock", queueing_lock="make_books")
def look_for_books(timestamp: int) -> None:
    make_waiting()
    book_settling.settle_rest()
