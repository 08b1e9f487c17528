"""Where signed mandates lie: outside every public folder, readable by the server alone."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.files.base import File

from tocsin.core.ids import uuid7
from tocsin.organizations import mandates


class Kept(NamedTuple):
    name: str
    kind: str
    sha256: str


def folder() -> Path:
    return Path(settings.DATA_DIR) / "mandates"


def keep(upload: File[bytes]) -> Kept:
    """Raises the ValidationError of `check_mandate` for anything but a readable PDF, PNG or JPEG."""
    kind = str(mandates.check_mandate(upload))
    upload.seek(0)
    content = upload.read()
    place = folder()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = place / f"{uuid7()}.{kind}"
    file.touch(mode=0o600)
    file.write_bytes(content)
    return Kept(file.name, kind, hashlib.sha256(content).hexdigest())


def drop(name: str) -> None:
    if name:
        (folder() / Path(name).name).unlink(missing_ok=True)
