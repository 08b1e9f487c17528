"""Where the files of a frozen letter lie, and who may open them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings

from tocsin.delivery.channels.print.sealed import ChangedError, open_sealed
from tocsin.letters.models import Freeze

__all__ = ["LETTER", "NAMES", "PRESS", "TEXT", "ChangedError", "folder_of", "open_file", "work_folder"]

LETTER, PRESS, NAMES, TEXT = "letter.pdf", "press.pdf", "signatories.json", "text.json"
TYPES = {"pdf": "application/pdf", "json": "application/json", "png": "image/png"}


def root() -> Path:
    return Path(settings.DATA_DIR) / "letters"


def folder_of(freeze_id: UUID) -> Path:
    return root() / str(freeze_id)


def work_folder(freeze_id: UUID) -> Path:
    """Empty: what an earlier try left there is gone."""
    folder = folder_of(freeze_id)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    root().chmod(0o700)
    return folder


def open_file(freeze: Freeze, name: str) -> IO[bytes]:
    """A LookupError: there is none; a ChangedError: it is not what was frozen."""
    if freeze.state != Freeze.State.MADE:
        raise LookupError(name)
    return open_sealed(folder_of(freeze.pk), freeze.files, name)


def named(freeze: Freeze, sha256: str) -> dict[str, object] | None:
    """The file that has this SHA-256, in lower-case hexadecimal."""
    return next((file for file in freeze.files if file["sha256"] == sha256), None)
