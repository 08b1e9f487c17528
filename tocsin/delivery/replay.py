"""Brings the database up to what the delivery journal knows: after a worker was killed, and after a restore.

The files of processes that live are left alone. Playing a file twice changes nothing more.
"""

from __future__ import annotations

import logging
import socket
from collections import Counter
from collections.abc import Iterable, Iterator
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
from tocsin.delivery.models import DatabaseCopy, JournalMark, Message, Receipt
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
    begun: bool = False
    state: str = ""
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    new: str
    reply: str
    counts: Counts = Counts.ATTEMPT
    delay: timedelta = timedelta()


class RewoundError(JournalError):
    """The database is older than this process. Only a new one may send, since it replays all there is first."""


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


def damaged() -> list[Path]:
    """Files here that the database has not seen to their end, and that are not as they were written."""
    return [path for path, place in _unseen() if not _is_whole(path, place)]


@transaction.atomic
def accept_loss() -> list[str]:
    """Goes on without the files that are missing or damaged: what they knew may be sent again. Returns their names."""
    gone = missing(everywhere=True)
    JournalMark.objects.filter(file__in=gone).delete()
    for path in damaged():
        _mark(path, Place(_size(path)))
        gone.append(path.name)
    DatabaseCopy.objects.update_or_create(identity=_identity(), defaults={"loss_accepted": True})
    return gone


def replay() -> Counter[str]:
    """What the ended processes of this host knew. Counts by what was done; `unknown`: no such message here."""
    counts: Counter[str] = Counter()
    for path, place in _unseen():
        counts += _play(path, place)
    if counts:
        log.warning("replayed the delivery journal: %s", dict(counts))
    return counts


def mark() -> None:
    """Writes down how far the database has seen this process's own file.

    Raises `RewoundError` where it no longer knows what it has seen before.
    """
    own = journal.current()
    if own.file < 0:
        return
    path, place = own.path, own.safe()
    if path != own.path:
        return  # another file was begun between these two looks
    seen = JournalMark.objects.filter(file=path.name).values_list("offset", flat=True).first()
    if own.marked[0] == path and own.marked[1] > (seen or 0):
        raise RewoundError("the database forgot what was sent: it was restored while this process ran")
    _mark(path, place)
    own.marked = (path, place.offset)


def forget_old() -> int:
    """Removes files that were written to the end, and whose last line is older than is kept."""
    before, removed = timezone.now().timestamp() - settings.JOURNAL_DAYS * 86_400, 0
    for path in journal.files(Path(settings.JOURNAL_DIR)):
        if path.stat().st_mtime < before and not journal.in_use(path):
            JournalMark.objects.filter(file=path.name).delete()
            path.unlink()
            removed += 1
    return removed


def _unseen() -> Iterator[tuple[Path, Place]]:
    """The files of ended processes, from where the database has seen them."""
    marks = {mark.file: Place(mark.offset, mark.digest) for mark in JournalMark.objects.all()}
    for path in journal.files(Path(settings.JOURNAL_DIR)):
        place = marks.get(path.name, Place())
        if place.offset < _size(path) and not journal.in_use(path):
            yield path, place


def _play(path: Path, place: Place) -> Counter[str]:
    """What was written last before the power failed may be lost: then all that was about to leave may have left."""
    counts: Counter[str] = Counter()
    lines: dict[UUID, Line] = {}
    doubtful = not journal.outlived(path)
    for entry, after in journal.read(path, place):
        if "a" in entry and len(lines) > CHUNK:
            ended = {key: line for key, line in lines.items() if line.state}
            counts += _settle(ended)
            lines = {key: line for key, line in lines.items() if key not in ended}
        _note(lines, entry, begun=doubtful)
        place = after
    counts += _settle(lines)
    torn = _size(path) - place.offset
    if torn:
        log.warning("%s ends in a torn line of %s bytes", path.name, torn)
    journal.flush(path)
    _mark(path, Place(_size(path), place.digest))
    return counts


def _note(lines: dict[UUID, Line], entry: dict[str, Any], *, begun: bool) -> None:
    """Windows overlap: after a mark stand also the ends of some that began before it, and are known."""
    match entry:
        case {"a": lease, "m": messages}:
            lines.update((UUID(one), Line(UUID(lease), begun)) for one in messages)
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
            tries = _tries(found)
            counts += _walk({pk: (one, _steps(one, lines[pk], tries[pk])) for pk, one in found.items()})
    return +counts


def _tries(ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """The claims under which each was tried, as far as the database knows, the last one at the end."""
    found: dict[UUID, list[UUID]] = {pk: [] for pk in ids}
    known = Receipt.objects.filter(message__in=found, new_state=states.INFLIGHT)
    for pk, lease in known.order_by("id").values_list("message", "lease"):
        found[pk] += [lease] if lease else []
    return found


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


def _steps(message: Message, line: Line, tries: list[UUID]) -> list[Step]:
    """From where the database believes this message to be, to where the journal knows it is.

    It is behind where it never heard of this try: then it was restored. Else it knows all but how the last one ended.
    """
    ours = message.state == states.INFLIGHT and message.lease == line.lease
    written_off = message.state == states.AMBIGUOUS and message.reply == claims.LOST
    last, behind = tries[-1:] == [line.lease], line.lease not in tries
    if line.state:
        return _ended(message, line, sure=last and (ours or written_off), behind=behind)
    if not line.begun:
        return [Step(states.QUEUED, NEVER_BEGUN, Counts.NOTHING)] if last and (ours or written_off) else []
    if ours:
        verdict = claims.after_crash(message)
        return [Step(verdict.state, claims.LOST, verdict.counts, verdict.delay)]
    if behind and message.state in (states.HELD, states.QUEUED) and not claims.repeatable(message):
        return _along(message, Step(states.AMBIGUOUS, BEGUN))
    return []


def _ended(message: Message, line: Line, *, sure: bool, behind: bool) -> list[Step]:
    new, reply = line.state, f"{line.reply} ({RESTORED})"
    if new == states.QUEUED:
        verdict = judge(
            Fate.LATER, attempts=message.attempts, soft_failures=message.soft_failures, repeatable=True
        )
        return [Step(verdict.state, reply, verdict.counts, verdict.delay)] if sure else []
    if sure or (new == states.ACCEPTED and message.state == states.AMBIGUOUS):
        return [Step(new, reply)] if states.may_move(message.state, new) else []
    waits = message.state in (states.HELD, states.QUEUED)
    if behind and (waits or (message.state == states.FAILED and new == states.ACCEPTED)):
        return _along(message, Step(new, reply))
    return []


def _along(message: Message, last: Step) -> list[Step]:
    return [*(Step(state, RESTORED) for state in WAY[message.state]), last]


def _is_whole(path: Path, place: Place) -> bool:
    try:
        return all(entry for entry, _ in journal.read(path, place))
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
