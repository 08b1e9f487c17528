"""Where the files of a book lie, and that they are still what was frozen."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings

from tocsin.delivery.channels.print.sealed import PIECE, SUMS, ChangedError, open_sealed, seal, sums
from tocsin.offices.models import Book

__all__ = [
    "PIECE",
    "SHORT",
    "SUMS",
    "ChangedError",
    "drop",
    "fingerprint",
    "folder_of",
    "open_file",
    "seal",
    "sums",
    "work_folder",
]

SHORT = 12


def folder_of(book_id: UUID) -> Path:
    return Path(settings.DATA_DIR) / "books" / str(book_id)


def work_folder(book_id: UUID) -> Path:
    """Empty: what an earlier try left there is gone."""
    folder = folder_of(book_id)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    folder.parent.chmod(0o700)
    return folder


def drop(book_id: UUID) -> None:
    shutil.rmtree(folder_of(book_id), ignore_errors=True)


def open_file(book: Book, name: str) -> IO[bytes]:
    """The file, once it has been read through and found to be what was frozen. A LookupError: there is none."""
    if book.state not in (Book.State.FROZEN, Book.State.HANDED_OVER):
        raise LookupError(name)
    return open_sealed(folder_of(book.pk), book.files, name)


def fingerprint(book: Book) -> str:
    """One value for the whole book: the SHA-256 of its list of files."""
    return hashlib.sha256(sums([f for f in book.files if f["name"] != SUMS]).encode()).hexdigest()
