"""Looks letters up in the log of the mail server (Postfix), from its end backwards. Knows no database."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from uuid import UUID

ROTATED = ".1"
"""How yesterday's log is called; older ones are compressed."""
CHUNK = 1024 * 1024
FARTHEST = 512 * 1024**2
"""Bytes of one file that are read at most."""
REACH, PIECE, LINE = 16 * 1024**2, 16 * 1024, 100
"""Bytes after a letter's name within which the log must say that it was taken, read in such pieces; of such a start."""
NAMED = re.compile(rb"\]: (\w+): message-id=<([0-9a-f-]{36})@")
TAKEN = rb"\]: %b: (?:from=<|hold: |to=<)"
"""Said of a whole letter only: it is in the queue, kept there by a rule, or on its way."""


def find(log: Path, wanted: Collection[UUID], *, until: Collection[UUID] = ()) -> dict[UUID, str]:
    """The server's own number of each letter it took; empty where it saw the beginning and perhaps not the end.

    Reads no farther than to the last of `until`. Raises OSError when the log cannot be read.
    """
    names = {str(one).encode(): one for one in {*wanted, *until}}
    missing, found = set(until), dict[UUID, str]()
    paths = [log, *(path for path in [log.with_name(log.name + ROTATED)] if path.exists())]
    for number, path in enumerate(paths):
        for start, text in _backwards(path):
            for named in NAMED.finditer(text):
                if letter := names.get(named[2]):
                    newer = [(path, start + named.end()), *((one, 0) for one in reversed(paths[:number]))]
                    found[letter] = found.get(letter) or _taken(named[1], newer)
            missing -= found.keys()
            if until and not missing:
                return {letter: found[letter] for letter in found if letter in wanted}
    return {letter: found[letter] for letter in found if letter in wanted}


def _backwards(path: Path) -> Iterator[tuple[int, bytes]]:
    """Pieces of whole lines, each with the place at which it begins."""
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        last, rest = max(0, end - FARTHEST), b""
        while end > last:
            start = max(0, end - CHUNK)
            file.seek(start)
            text = file.read(end - start) + rest
            cut = text.find(b"\n") + 1 or len(text) if start else 0
            rest, end = text[:cut], start
            yield start + cut, text[cut:]


def _taken(number: bytes, places: list[tuple[Path, int]]) -> str:
    said = re.compile(TAKEN % number)
    return number.decode() if any(said.search(text) for text in _after(places)) else ""


def _after(places: list[tuple[Path, int]]) -> Iterator[bytes]:
    """What follows in the log, each piece with the end of the one before it."""
    left, rest = REACH, b""
    for path, start in places:
        with path.open("rb") as file:
            file.seek(start)
            while left > 0 and (text := file.read(PIECE)):
                yield rest + text
                left, rest = left - len(text), text[-LINE:]
