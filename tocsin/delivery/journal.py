"""The delivery journal: what was tried and what the other side said, on disk and outside the database.

One file for each process that sends. A line is JSON and the first half of a SHA-256 over the line before and itself, so
that nothing can be taken out or changed unseen. `attempt` is on disk before it returns, threads share one flush; what
follows of the same window is written at once, and flushed with the next. A killed process leaves all of it behind. A
machine that loses power leaves every attempt, and of the last windows perhaps no more than that: see `outlived`. No
line tells of a person.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

from django.conf import settings

FORMAT = 1
LARGEST = 64 * 1024 * 1024
"""Bytes after which a process begins another file."""
SUFFIX, GENESIS = ".journal", "0" * 32
ADDRESS = re.compile(r"[^\s<>]+@[^\s<>]+")
MAX_REPLY = 200
BOOT = Path("/proc/sys/kernel/random/boot_id")


class JournalError(Exception):
    """The journal cannot be written, or is not as it was written."""


@dataclass(frozen=True, slots=True)
class Place:
    """Between two lines of a file: how many bytes stand before it, and the digest of the last of them."""

    offset: int = 0
    digest: str = GENESIS


@dataclass(eq=False)
class Journal:
    """Append-only. Shared by the threads of one process; locked as long as that process lives."""

    folder: Path
    path: Path = field(init=False)
    file: int = -1
    end: Place = field(default_factory=Place)
    open: dict[int, Place] = field(default_factory=dict)
    """Where each window begins whose end is not yet known to the database."""
    windows: int = 0
    flushed: int = 0
    marked: tuple[Path | None, int] = (None, 0)
    """Up to here the database has seen a file."""
    writing: Lock = field(default_factory=Lock)
    flushing: Lock = field(default_factory=Lock)

    def attempt(self, lease: UUID, messages: Sequence[UUID]) -> int:
        """These messages are about to leave, under this claim. Returns the number of the window."""
        window = {"a": lease.hex, "t": int(time.time()), "m": [one.hex for one in messages]}
        with self.writing:
            if self.file < 0 or (self.end.offset > LARGEST and not self.open):
                with self.flushing:
                    self._begin()
            start = self.end
            self._write(window)
            self.windows += 1
            number, mine = self.windows, self.end.offset
            self.open[number] = start
        self._flush(mine)
        return number

    def begin(self, message_id: UUID) -> None:
        """From here on it may have left."""
        with self.writing:
            self._write({"b": message_id.hex})

    def outcome(self, message_id: UUID, state: str, reply: str) -> None:
        words = ADDRESS.sub("…", reply)[:MAX_REPLY]
        with self.writing:
            self._write({"o": message_id.hex, "s": state, "r": words})

    def known(self, number: int) -> None:
        """The database has seen how this window ended."""
        with self.writing:
            self.open.pop(number, None)

    def safe(self) -> Place:
        """All before it is known to the database, and on disk: a mark may not outlast what it marks."""
        with self.writing:
            place = min(self.open.values(), key=lambda place: place.offset, default=self.end)
        self._flush(place.offset)
        return place

    def close(self) -> None:
        with self.writing:
            self._close()

    def _close(self) -> None:
        """Forgets the number at once: the system gives it to the next thing that is opened."""
        if self.file >= 0:
            os.close(self.file)
        self.file = -1

    def _begin(self) -> None:
        self._close()
        host, started = socket.gethostname(), time.time_ns()
        self.path = self.folder / f"{host}-{started}-{os.getpid()}{SUFFIX}"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _flush_folder(self.folder)
        except OSError as error:
            self._close()
            raise JournalError(f"the delivery journal cannot be begun: {error.strerror}") from None
        self.end, self.flushed = Place(), 0
        head = {"tocsin-journal": FORMAT, "host": host, "started": started, "process": os.getpid()}
        self._write({**head, "boot": boot()})

    def _write(self, entry: dict[str, Any]) -> None:
        text = json.dumps(entry, separators=(",", ":"), ensure_ascii=False).encode()
        digest = link(self.end.digest, text)
        line = text + b" " + digest.encode() + b"\n"
        try:
            written = os.write(self.file, line)
        except OSError as error:
            raise JournalError(f"the delivery journal cannot be written: {error.strerror}") from None
        if written < len(line):
            os.ftruncate(self.file, self.end.offset)
            raise JournalError("the delivery journal cannot be written: the disk is full")
        self.end = Place(self.end.offset + len(line), digest)

    def _flush(self, upto: int) -> None:
        """Whoever waited while another flushed finds its own line on disk already."""
        with self.flushing:
            if self.flushed >= upto:
                return
            written = self.end.offset
            try:
                os.fdatasync(self.file)
            except OSError as error:
                raise JournalError(f"the delivery journal cannot be written: {error.strerror}") from None
            self.flushed = written


_current: dict[int, Journal] = {}


def current() -> Journal:
    """This process's own; a fork begins another."""
    journal = _current.get(os.getpid())
    if journal is None:
        journal = _current.setdefault(os.getpid(), Journal(Path(settings.JOURNAL_DIR)))
    return journal


def link(before: str, text: bytes) -> str:
    return hashlib.sha256(before.encode() + text).hexdigest()[:32]


def read(path: Path, place: Place | None = None) -> Iterator[tuple[dict[str, Any], Place]]:
    """The entries after a place, each with the place behind it. A last line that was torn off ends it.

    Raises `JournalError` where a line does not follow from the one before.
    """
    place = place or Place()
    with path.open("rb") as file:
        file.seek(place.offset)
        for line in file:
            if not line.endswith(b"\n"):
                return
            text, _, digest = line[:-1].rpartition(b" ")
            if link(place.digest, text) != digest.decode(errors="replace"):
                raise JournalError(f"{path.name} is damaged at byte {place.offset}")
            place = Place(place.offset + len(line), digest.decode())
            yield json.loads(text), place


def boot() -> str:
    """Which start of this machine this is; nothing where it has no name."""
    return BOOT.read_text().strip() if BOOT.exists() else ""


def outlived(path: Path) -> bool:
    """Whether the machine that wrote it has run on since, so that nothing written is missing at its end."""
    head, _ = next(read(path), ({}, None))
    return bool(boot()) and head.get("boot") == boot()


def in_use(path: Path) -> bool:
    """Whether the process that writes it still lives, here."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []


def flush(path: Path) -> None:
    """What its process, which was killed, had not."""
    with path.open("rb") as file:
        os.fdatasync(file.fileno())


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
