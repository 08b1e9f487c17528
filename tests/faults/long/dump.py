"""What Postfix's `smtp-sink` took, counted from its own dump while it is written.

`smtp-sink` appends a letter to its dump before it says that it took it. It keeps no mail log; so that a worker can be
given one, each letter in the dump is written down once more in the form of Postfix's log. That log knows nothing that
the dump does not.
"""

from __future__ import annotations

import re
import time
from pathlib import Path
from threading import Event, Thread
from typing import IO

TAKEN = re.compile(rb"^Message-ID: (<\S+>)\r?\nX-Action-Id: [0-9a-f-]{24}([0-9a-f]{12})\r?$", re.MULTILINE)
PAUSE = 0.02
CHUNK = 4 * 1024 * 1024
OVERLAP = 400
LINES = (
    "{at} sink postfix/cleanup[7]: {queue}: message-id={name}\n"
    "{at} sink postfix/qmgr[8]: {queue}: from=<campaign@example.org>, size=800, nrcpt=1 (queue active)\n"
    "{at} sink postfix/smtp[9]: {queue}: to=<n{number}@example.org>, relay=sink[127.0.0.1]:25, delay=0.01, "
    "delays=0.01/0/0/0, dsn=2.0.0, status=sent (250 2.0.0 Ok)\n"
    "{at} sink postfix/qmgr[8]: {queue}: removed\n"
)


class Dump(Thread):
    """`times`: how often each letter was taken, by its number; 255 stands for more, too."""

    def __init__(self, path: Path, count: int, log: Path | None = None) -> None:
        super().__init__(name="dump", daemon=True)
        self.path = path
        self.times = bytearray(count + 1)
        self.taken = self.strangers = 0
        self.end = Event()
        self.rest = b""
        self.log: IO[str] | None = log.open("a", buffering=1024 * 1024) if log else None

    def run(self) -> None:
        while not self.path.exists():
            if self.end.wait(PAUSE):
                return
        with self.path.open("rb") as file:
            while True:
                ending = self.end.is_set()
                while data := file.read(CHUNK):
                    self._read(data)
                if self.log:
                    self.log.flush()
                if ending:
                    return
                self.end.wait(PAUSE)

    def finish(self) -> None:
        """After all that stands in the dump has been counted."""
        self.end.set()
        if self.is_alive():
            self.join()
        if self.log:
            self.log.close()

    def _read(self, data: bytes) -> None:
        text, upto = self.rest + data, 0
        for found in TAKEN.finditer(text, 0, text.rfind(b"\n") + 1):
            upto = found.end()
            self._count(found[1].decode(), int(found[2], 16))
        self.rest = text[max(upto, len(text) - OVERLAP) :]

    def _count(self, name: str, number: int) -> None:
        self.taken += 1
        if not 0 < number < len(self.times):
            self.strangers += 1
            return
        self.times[number] = min(self.times[number] + 1, 255)
        if self.log:
            at = time.strftime("%b %e %H:%M:%S")
            self.log.write(LINES.format(at=at, queue=f"{self.taken:010X}", name=name, number=number))
