"""Where the files of a book lie, and that they are still what was frozen."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.conf import settings

from tocsin.offices.models import Book

PIECE = 1024 * 1024
SUMS = "SHA256SUMS"
SHORT = 12


class ChangedError(Exception):
    """The file is not what was frozen, or is gone."""


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


def seal(file: Path, *, pages: int = 0, label: str = "") -> dict[str, Any]:
    """On disk, readable by nobody else, and measured."""
    file.chmod(0o400)
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
        os.fsync(opened.fileno())
        size = os.fstat(opened.fileno()).st_size
    return {"name": file.name, "sha256": digest, "bytes": size, "pages": pages, "label": label}


def open_file(book: Book, name: str) -> IO[bytes]:
    """The file, once it has been read through and found to be what was frozen. A LookupError: there is none."""
    known = next((file for file in book.files if file["name"] == name), None)
    if known is None or book.state not in (Book.State.FROZEN, Book.State.HANDED_OVER):
        raise LookupError(name)
    try:
        opened = (folder_of(book.pk) / name).open("rb")
    except OSError:
        raise ChangedError(name) from None
    digest = hashlib.file_digest(opened, "sha256").hexdigest()
    if digest != known["sha256"]:
        opened.close()
        raise ChangedError(name)
    opened.seek(0)
    return opened


def sums(files: list[dict[str, Any]]) -> str:
    """As `sha256sum -c` reads them."""
    return "".join(f"{file['sha256']}  {file['name']}\n" for file in files)


def fingerprint(book: Book) -> str:
    """One value for the whole book: the SHA-256 of its list of files."""
    return hashlib.sha256(sums([f for f in book.files if f["name"] != SUMS]).encode()).hexdigest()
