"""After a book was handed over: the messages that waited for it are settled, some at once, the rest by the clock."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from tocsin.delivery import receipts, states
from tocsin.delivery.models import Message
from tocsin.offices import book_files
from tocsin.offices.models import Book

AT_ONCE = 500
LOOK_BACK = timedelta(days=30)


def waiting(book: Book) -> QuerySet[Message]:
    """The messages of the book that wait for it; who withdrew in the meantime has none."""
    return Message.objects.filter(
        ref__in=book.entries.values("submission"),
        purpose="action",
        channel="print",
        state=states.NEEDS_PERSON,
        data__official__slug=book.person.slug,
    )


def settle(book: Book, limit: int = AT_ONCE) -> int:
    short = book_files.fingerprint(book)[: book_files.SHORT]
    reply = f"book {short}, handed over on {book.handed_over_on:%Y-%m-%d}"
    found: list[UUID] = list(waiting(book).values_list("pk", flat=True)[:limit])
    return sum(receipts.settle(message_id=pk, state=states.ACCEPTED, reply=reply) for pk in found)


def settle_rest() -> None:
    """Also what was laid aside for a book only after it had left."""
    since = timezone.localdate() - LOOK_BACK
    for book in Book.objects.filter(state=Book.State.HANDED_OVER, handed_over_on__gte=since).select_related(
        "person"
    ):
        while settle(book):
            pass
