"""Looks letters up in the log of the mail server (Postfix), from its end backwards. Knows no database."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

ROTATED = ".1"
"""How yesterday's log is called; older ones are compressed."""
CHUNK = 1024 * 1024
FARTHEST = 512 * 1024**2
"""Bytes of one file that are read at most."""
NAMED = re.compile(rb"message-id=<([0-9a-f-]{36})@")
TOLD = re.compile(
    rb"\]: (?P<number>\w+): (?:message-id=<(?P<name>[^@>]*)|from=<|hold: |to=<)"
    rb"|smtpd\[(?P<server>\d+)\]: (?:(?P<begun>\w+): client=|(?:lost connection|timeout) after DATA)"
)
"""Of a number: which letter has it now; that the whole of it is in the queue, kept there by a rule, or on its way. Of a
process of the server: which number it gave, and that it never got the end of that letter."""
Place = tuple[Path, int]


@dataclass(slots=True)
class Trace:
    """What the log tells of one letter. Postfix writes its name down before it has the end of it."""

    number: str
    """The server's own."""
    taken: bool = False
    cut: bool = False
    """The connection ended before the letter did, so it was thrown away."""


def find(log: Path, wanted: Collection[UUID], *, until: Collection[UUID] = ()) -> dict[UUID, Trace]:
    """Those of these letters whose name stands in the log. Raises OSError when it cannot be read.

    Reads no farther back than to the last of `until`.
    """
    paths = [log, *(path for path in [log.with_name(log.name + ROTATED)] if path.exists())]
    traces = _followed(_since(paths, until), {str(one).encode(): one for one in wanted})
    return {letter: _together(found) for letter, found in traces.items()}


def _together(traces: list[Trace]) -> Trace:
    """Of a letter that came several times."""
    taken = next((trace for trace in traces if trace.taken), None)
    return taken or Trace(traces[0].number, cut=all(trace.cut for trace in traces))


def _since(paths: list[Path], until: Collection[UUID]) -> list[Place]:
    """From where on the log must be read, the older file first."""
    missing = {str(one).encode() for one in until}
    places: list[Place] = []
    for path in paths:
        for start, text in _backwards(path) if missing else ():
            missing -= {found[1] for found in NAMED.finditer(text)}
            if not missing:
                return [(path, start), *places]
        places = [(path, 0), *places]
    return places


def _followed(places: list[Place], wanted: Mapping[bytes, UUID]) -> dict[UUID, list[Trace]]:
    """A number is given again when its letter has left, so the order of the lines counts."""
    traces: dict[UUID, list[Trace]] = defaultdict(list)
    now: dict[bytes, Trace] = {}
    at_hand: dict[bytes, bytes] = {}
    for told in (told for text in _onwards(places) for told in TOLD.finditer(text)):
        number, name, server, begun = told.group("number", "name", "server", "begun")
        if name is not None:
            now.pop(number, None)
            if letter := wanted.get(name):
                now[number] = Trace(number.decode())
                traces[letter].append(now[number])
        elif begun:
            at_hand[server] = begun
        elif trace := now.get(number or at_hand.get(server, b"")):
            trace.taken |= bool(number)
            trace.cut |= bool(server)
    return traces


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


def _onwards(places: list[Place]) -> Iterator[bytes]:
    """Pieces of whole lines; none is read twice, since their order counts."""
    for path, start in places:
        with path.open("rb") as file:
            rest = b""
            file.seek(max(start, file.seek(0, os.SEEK_END) - FARTHEST))
            while text := file.read(CHUNK):
                whole, end, rest = (rest + text).rpartition(b"\n")
                yield whole + end
