"""The bell for books. It only says "look": a book that waits is found by the clock too."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from tocsin.delivery.drain import STOP
from tocsin.delivery.maker import make_in_child
from tocsin.offices import book_settling
from tocsin.offices.models import Book


def make_waiting() -> None:
    for book_id in (
        Book.objects.filter(state=Book.State.MAKING).order_by("created_at").values_list("pk", flat=True)
    ):
        if STOP.is_set():
            return
        make(book_id)


def make(book_id: UUID) -> None:
    if problem := make_in_child("tocsin.offices.book_making", book_id):
        Book.objects.filter(pk=book_id).update(problem=problem)


@app.task(queue="clock")
def make_books() -> None:
    make_waiting()


@app.periodic(cron="* * * * *")
@app.task(queue="clock", queueing_lock="make_books")
def look_for_books(timestamp: int) -> None:
    make_waiting()
    book_settling.settle_rest()
