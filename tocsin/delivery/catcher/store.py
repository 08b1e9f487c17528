"""Letters on disk: one folder per mailbox, one `.eml` file per letter, named so that they sort by time."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

MAX_LETTERS, MAX_MAILBOXES = 500, 5_000
"""Per mailbox, and in all; beyond them the oldest go."""
MAX_NAME = 200
KEY = re.compile(r"\d{20}-[0-9a-f]{8}")
INCOMING = ".incoming"


def folder_name(address: str) -> str:
    """Safe on every file system, and the same again for a name it made."""
    name = quote(address.strip().lower(), safe="@+-_.~")
    if len(name) > MAX_NAME:
        return "long-" + hashlib.sha256(name.encode()).hexdigest()
    return re.sub(r"^\.+", lambda dots: "%2E" * len(dots[0]), name) or "unknown"


def save(root: Path, address: str, content: bytes) -> Path:
    """Returns when the letter is on disk for good."""
    mailbox, incoming = root / folder_name(address), root / INCOMING
    incoming.mkdir(parents=True, exist_ok=True)
    key = f"{time.time_ns():020d}-{os.urandom(4).hex()}"
    draft, path = incoming / key, mailbox / f"{key}.eml"
    _write(draft, content)
    if not mailbox.exists():
        _forget_oldest(list(root.glob("[!.]*/")), MAX_MAILBOXES)
        mailbox.mkdir(exist_ok=True)
        _sync(root)
    os.replace(draft, path)
    _sync(mailbox)
    _forget_oldest(list(mailbox.glob("*.eml")), MAX_LETTERS + 1)
    return path


def mailboxes(root: Path) -> Iterator[tuple[str, list[Path]]]:
    """Every address with its letters, newest first; the mailbox with the newest letter leads."""
    found = [(unquote(folder.name), letters(root, unquote(folder.name))) for folder in root.glob("[!.]*/")]
    yield from sorted((one for one in found if one[1]), key=lambda one: one[1][0].name, reverse=True)


def letters(root: Path, address: str) -> list[Path]:
    return sorted((root / folder_name(address)).glob("*.eml"), reverse=True)


def letter(root: Path, address: str, key: str) -> Path | None:
    path = root / folder_name(address) / f"{key}.eml"
    return path if KEY.fullmatch(key) and path.is_file() else None


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _forget_oldest(paths: list[Path], limit: int) -> None:
    """Makes room for one more."""
    if len(paths) < limit:
        return
    for path in sorted(paths, key=_age)[: len(paths) - limit + 1]:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
