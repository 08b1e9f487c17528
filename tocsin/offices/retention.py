"""How long delivery books are kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from tocsin.core import retention
from tocsin.offices import book_files
from tocsin.offices.models import Book


def drop_books(before: datetime) -> int:
    """The files go, and who stood in them; that a book was made and handed over stays."""
    old = Book.objects.filter(frozen_at__lt=before).exclude(files=[])
    for book in old:
        book_files.drop(book.pk)
        book.entries.all().delete()
        book.files, book.handed_over_to = [], ""
        book.save()
    return len(old)


def register() -> None:
    retention.register(
        retention.Holding(
            model="offices.Book",
            fields=("files", "entries", "handed_over_to"),
            why="to hand over the messages, and to prove what was handed over",
            keep=timedelta(days=settings.KEEP_DAYS),
            purge=drop_books,
        )
    )
