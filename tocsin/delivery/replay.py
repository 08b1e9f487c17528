"""Brings the database up to what the delivery journal knows: after a worker was killed, and after a restore.

The files of processes that live are left alone. Playing a file twice changes nothing more.
"""

from __future__ import annotations

import logging
import socket
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from tocsin.delivery import claims, journal, receipts, states
from tocsin.delivery.journal import JournalError, Place
from tocsin.delivery.models import DatabaseCopy, JournalMark, Message
from tocsin.delivery.receipts import Move
from tocsin.delivery.states import Counts, Fate, judge

CHUNK = 1_000
RESTORED = "restored from the delivery journal"
NEVER_BEGUN = "the worker stopped before this was begun"
BEGUN = "begun, by the delivery journal; how it ended is unknown"
IDENTITY = """
    SELECT system_identifier || '/' || oid FROM pg_control_system(), pg_database WHERE datname = current_database()
"""
WAY: dict[str, tuple[str, ...]] = {
    states.HELD: (states.QUEUED, states.INFLIGHT),
    states.QUEUED: (states.INFLIGHT,),
    states.FAILED: (states.QUEUED, states.INFLIGHT),
}
"""The moves that a restored database has forgotten, up to the one that tells how it ended."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Line:
    """The last try of one message that a file tells of."""

    lease: UUID
    tried: int
    begun: bool = False
    state: str = ""
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    new: str
    reply: str
    counts: Counts = Counts.ATTEMPT
    delay: timedelta = timedelta()


def prepare() -> None:
    """Before anything is sent: all that the journals here know is in the database, and none that it knew is missing.

    Raises `JournalError` where that cannot be said; `accept_loss` is the way out.
    """
    identity, known = _identity(), set(DatabaseCopy.objects.values_list("identity", flat=True))
    if gone := missing(everywhere=bool(known) and identity not in known):
        raise JournalError(
            f"this database has seen delivery journals that are not here: {', '.join(gone[:3])}"
            f"{' and others' if len(gone) > 3 else ''}; put them into {settings.JOURNAL_DIR}, "
            "or run `tocsin delivery accept-loss`"
        )
    replay()
    DatabaseCopy.objects.get_or_create(identity=identity)


def missing(*, everywhere: bool = False) -> list[str]:
    """Files this database knew to be longer than they are. Of other hosts only where all are asked for."""
    marks = JournalMark.objects.all() if everywhere else JournalMark.objects.filter(host=socket.gethostname())
    folder = Path(settings.JOURNAL_DIR)
    return [mark.file for mark in marks.order_by("file") if _size(folder / mark.file) < mark.offset]


@transaction.atomic
def accept_loss() -> list[str]:
    """Goes on without the files that are missing or damaged: what they knew may be sent again. Returns their names."""
    gone = missing(everywhere=True)
    JournalMark.objects.filter(file__in=gone).delete()
    for path in journal.files(Path(settings.JOURNAL_DIR)):
        if not journal.in_use(path) and not _is_whole(path):
            _mark(path, Place(_size(path)))
            gone.append(path.name)
    DatabaseCopy.objects.update_or_create(identity=_identity(), defaults={"loss_accepted": True})
    return gone


def replay() -> Counter[str]:
    """What the ended processes of this host knew. Counts by what was done; `unknown`: no such message here."""
    counts: Counter[str] = Counter()
    marks = {mark.file: Place(mark.offset, mark.digest) for mark in JournalMark.objects.all()}
    for path in journal.files(Path(settings.JOURNAL_DIR)):
        place = marks.get(path.name)
        if (place is None or place.offset < _size(path)) and not journal.in_use(path):
            counts += _play(path, place or Place())
    if counts:
        log.warning("replayed the delivery journal: %s", dict(counts))
    return counts


def mark() -> None:
    """Writes down how far the database has seen this process's own file."""
    own = journal.current()
    if own.file >= 0:
        _mark(own.path, own.safe())


def forget_old() -> int:
    """Removes files that were written to the end, and whose last line is older than is kept."""
    before, removed = timezone.now().timestamp() - settings.JOURNAL_DAYS * 86_400, 0
    for path in journal.files(Path(settings.JOURNAL_DIR)):
        if path.stat().st_mtime < before and not journal.in_use(path):
            JournalMark.objects.filter(file=path.name).delete()
            path.unlink()
            removed += 1
    return removed


def _play(path: Path, place: Place) -> Counter[str]:
    counts: Counter[str] = Counter()
    lines: dict[UUID, Line] = {}
    for entry, after in journal.read(path, place):
        if "a" in entry and len(lines) > CHUNK:
            ended = {key: line for key, line in lines.items() if line.state}
            counts += _settle(ended)
            lines = {key: line for key, line in lines.items() if key not in ended}
        _note(lines, entry)
        place = after
    counts += _settle(lines)
    torn = _size(path) - place.offset
    if torn:
        log.warning("%s ends in a torn line of %s bytes", path.name, torn)
    _mark(path, Place(_size(path), place.digest))
    return counts


def _note(lines: dict[UUID, Line], entry: dict[str, Any]) -> None:
    """Windows overlap: after a mark stand also the ends of some that began before it, and are known."""
    match entry:
        case {"a": lease, "m": messages}:
            lines.update((UUID(one), Line(UUID(lease), tried)) for one, tried in messages)
        case {"b": one} if line := lines.get(UUID(one)):
            line.begun = True
        case {"o": one, "s": state, "r": reply} if line := lines.get(UUID(one)):
            line.begun, line.state, line.reply = True, state, reply


def _settle(lines: dict[UUID, Line]) -> Counter[str]:
    counts: Counter[str] = Counter()
    ids = list(lines)
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        with transaction.atomic():
            found = Message.objects.select_for_update().in_bulk(part)
            counts["unknown"] += len(part) - len(found)
            counts += _walk({pk: (message, _steps(message, lines[pk])) for pk, message in found.items()})
    return +counts


def _walk(ways: dict[UUID, tuple[Message, list[Step]]]) -> Counter[str]:
    """Everybody's first step, then everybody's second."""
    counts: Counter[str] = Counter()
    while ways := {pk: way for pk, way in ways.items() if way[1]}:
        moves = []
        for message, steps in ways.values():
            step = steps.pop(0)
            moves.append(
                Move(
                    message=message,
                    new=step.new,
                    reply=step.reply,
                    counts=step.counts,
                    delay=step.delay,
                    replayed=True,
                )
            )
            if not steps:
                counts[step.new] += 1
        receipts.apply(moves)
    return counts


def _steps(message: Message, line: Line) -> list[Step]:
    """From where the database believes this message to be, to where the journal knows it is."""
    ours = message.state == states.INFLIGHT and message.lease == line.lease
    written_off = (
        message.state == states.AMBIGUOUS and message.reply == claims.LOST and message.attempts == line.tried
    )
    if line.state:
        return _ended(message, line, sure=ours or written_off)
    if not line.begun:
        return [Step(states.QUEUED, NEVER_BEGUN, Counts.NOTHING)] if ours or written_off else []
    if ours:
        verdict = claims.after_crash(message)
        return [Step(verdict.state, claims.LOST, verdict.counts, verdict.delay)]
    if message.state in (states.HELD, states.QUEUED) and message.attempts < line.tried:
        return [] if claims.repeatable(message) else _along(message, Step(states.AMBIGUOUS, BEGUN))
    return []


def _ended(message: Message, line: Line, *, sure: bool) -> list[Step]:
    new, reply = line.state, f"{line.reply} ({RESTORED})"
    if new == states.QUEUED:
        verdict = judge(
            Fate.LATER, attempts=message.attempts, soft_failures=message.soft_failures, repeatable=True
        )
        return [Step(verdict.state, reply, verdict.counts, verdict.delay)] if sure else []
    if sure or (new == states.ACCEPTED and message.state == states.AMBIGUOUS):
        return [Step(new, reply)] if states.may_move(message.state, new) else []
    behind = message.state in (states.HELD, states.QUEUED) and message.attempts <= line.tried
    if behind or (message.state == states.FAILED and new == states.ACCEPTED):
        return _along(message, Step(new, reply))
    return []


def _along(message: Message, last: Step) -> list[Step]:
    return [*(Step(state, RESTORED) for state in WAY[message.state]), last]


def _is_whole(path: Path) -> bool:
    try:
        return all(entry for entry, _ in journal.read(path))
    except JournalError:
        return False


def _mark(path: Path, place: Place) -> None:
    JournalMark.objects.update_or_create(
        file=path.name,
        defaults={
            "host": socket.gethostname(),
            "offset": place.offset,
            "digest": place.digest,
            "at": timezone.now(),
        },
    )


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _identity() -> str:
    with connection.cursor() as cursor:
        cursor.execute(IDENTITY)
        return str(cursor.fetchone()[0])
