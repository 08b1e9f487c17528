"""Files that are what they were on the day they were made: measured once, and checked each time they are opened."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

PIECE = 1024 * 1024
SUMS = "SHA256SUMS"


class ChangedError(Exception):
    """The file is not what was frozen, or is gone."""


def seal(file: Path, *, pages: int = 0, label: str = "") -> dict[str, Any]:
    """On disk, readable by nobody else, and measured."""
    file.chmod(0o400)
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
        os.fsync(opened.fileno())
        size = os.fstat(opened.fileno()).st_size
    return {"name": file.name, "sha256": digest, "bytes": size, "pages": pages, "label": label}


def open_sealed(folder: Path, files: Iterable[Mapping[str, Any]], name: str) -> IO[bytes]:
    """The file, once it has been read through and found to be what was sealed. A LookupError: there is none."""
    known = next((file for file in files if file["name"] == name), None)
    if known is None:
        raise LookupError(name)
    try:
        opened = (folder / name).open("rb")
    except OSError:
        raise ChangedError(name) from None
    if hashlib.file_digest(opened, "sha256").hexdigest() != known["sha256"]:
        opened.close()
        raise ChangedError(name)
    opened.seek(0)
    return opened


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def sums(files: Iterable[Mapping[str, Any]]) -> str:
    """As `sha256sum -c` reads them."""
    return "".join(f"{file['sha256']}  {file['name']}\n" for file in files)
