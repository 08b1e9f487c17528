"""Public data that come in whole sets: read and judged first, then put in place in one transaction, or not at all."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from django.db import connection, models, transaction
from django.utils.timezone import now

from tocsin.core.errors import OperatorError
from tocsin.core.models import Dataset

FRESH = 2.0
"""Seconds after which a process sees that another one has loaded new data."""
MAY_SHRINK = 0.9
"""A set with less than this share of the rows it had is taken for truncated."""
LOCK = 7_062_026
FORMAT = 4
"""Grows when what a loader makes of the same files changes, so that they are read again."""
BATCH = 2_000
SAMPLE = 5

Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do."""


class Refused(OperatorError):  # noqa: N818 (an answer, as in Missing)
    """The data were not taken; what was there stays."""


class Missing(Refused):
    """The folder has no such data."""


@dataclass(slots=True)
class Diff:
    """What a load changed."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    notes: list[str] = field(default_factory=list)

    def __iadd__(self, other: Diff) -> Diff:
        self.added, self.changed = self.added + other.added, self.changed + other.changed
        self.removed += other.removed
        self.notes += other.notes
        return self

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.removed)

    def __str__(self) -> str:
        if self.is_empty:
            return "nothing changed"
        return f"{self.added:,} added, {self.changed:,} changed, {self.removed:,} removed"


@dataclass(slots=True, kw_only=True)
class Snapshot:
    """A set that was read and found sound. `warnings` are single records that were left out, each with its reason."""

    as_of: date
    rows: int
    source: str
    payload: Any
    warnings: list[str] = field(default_factory=list)


class Loader(Protocol):
    """`read` touches no database and raises Refused or Missing; `apply` runs in a transaction."""

    name: str
    label: str
    additive: bool
    """Whether a folder may hold a few of many: nothing is removed, and each record has its own age."""

    def files(self, folder: Path) -> list[Path]: ...
    def read(self, folder: Path, progress: Progress) -> Snapshot: ...
    def apply(self, snapshot: Snapshot, progress: Progress) -> Diff: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    diff: Diff
    snapshot: Snapshot | None
    """None where the files are those that were loaded last."""


def load(loader: Loader, folder: Path, progress: Progress) -> Outcome:
    """Reads, judges, and replaces. Whatever is wrong is one line, and the old data stay."""
    known, _ = Dataset.objects.get_or_create(name=loader.name)
    digest = _digest(loader.files(folder))
    if digest == known.digest:
        Dataset.objects.filter(pk=known.pk).update(checked_at=now(), problem="", total=0)
        return Outcome(Diff(), None)
    try:
        snapshot = loader.read(folder, progress)
        _judge(loader, snapshot, known)
        return Outcome(_replace(loader, snapshot, digest, progress), snapshot)
    except OperatorError as error:
        Dataset.objects.filter(pk=known.pk).update(checked_at=now(), problem=str(error), total=0)
        raise


def _judge(loader: Loader, snapshot: Snapshot, known: Dataset) -> None:
    if loader.additive:
        return
    if known.as_of and snapshot.as_of < known.as_of:
        raise Refused(
            f"{loader.name}: these data are as of {snapshot.as_of}, older than those of {known.as_of} that are loaded"
        )
    if snapshot.rows < known.rows * MAY_SHRINK:
        raise Refused(
            f"{loader.name}: only {snapshot.rows:,} rows where {known.rows:,} are loaded; the file looks truncated"
        )


@transaction.atomic
def _replace(loader: Loader, snapshot: Snapshot, digest: str, progress: Progress) -> Diff:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    known = Dataset.objects.select_for_update().get(pk=loader.name)
    _judge(loader, snapshot, known)
    diff = loader.apply(snapshot, progress)
    known.version += 1
    known.as_of, known.source, known.rows = snapshot.as_of, snapshot.source, snapshot.rows
    known.digest, known.problem, known.total = digest, "", 0
    known.loaded_at = known.checked_at = now()
    known.save()
    transaction.on_commit(forget)
    return diff


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256(bytes([FORMAT]))
    for path in sorted(paths):
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def merge(
    model: type[models.Model],
    rows: Sequence[models.Model],
    *,
    key: Sequence[str],
    within: models.QuerySet[Any] | None = None,
    name: Callable[[Any], str] = str,
) -> Diff:
    """Makes the stored rows `within` equal to these, by key: adds, changes, removes. Call it in a transaction.

    The rows' primary keys are filled in, so that others can refer to them.
    """
    stored = model._default_manager.all() if within is None else within
    fields = [f for f in model._meta.concrete_fields if not f.primary_key and f.attname not in key]
    old = {tuple(getattr(row, k) for k in key): row for row in stored}
    added: list[models.Model] = []
    changed: list[models.Model] = []
    for row in rows:
        was = old.pop(tuple(getattr(row, k) for k in key), None)
        if was is None:
            added.append(row)
            continue
        row.pk = was.pk
        if any(getattr(row, f.attname) != getattr(was, f.attname) for f in fields):
            changed.append(row)
    model._default_manager.bulk_create(added, batch_size=BATCH)
    if changed:
        model._default_manager.bulk_update(changed, [f.name for f in fields], batch_size=BATCH // 4)
    gone = [row.pk for row in old.values()]
    for start in range(0, len(gone), BATCH):
        model._default_manager.filter(pk__in=gone[start : start + BATCH]).delete()
    notes = [f"+ {name(row)}" for row in added[:SAMPLE]] + [
        f"- {name(row)}" for row in list(old.values())[:SAMPLE]
    ]
    return Diff(len(added), len(changed), len(gone), notes)


# --- What pages and caches ask ---------------------------------------------------------------------------------

_seen: list[tuple[float, Mapping[str, Dataset]]] = []


def all_sets() -> Mapping[str, Dataset]:
    """Every set by name, at most two seconds old."""
    if not _seen or time.monotonic() - _seen[0][0] > FRESH:
        _seen[:] = [(time.monotonic(), Dataset.objects.in_bulk())]
    return _seen[0][1]


def version(*names: str) -> tuple[int, ...]:
    """Grows when one of these sets changes: the key of a cache that is built from them."""
    known = all_sets()
    return tuple(known[name].version if name in known else 0 for name in names)


def as_of(name: str) -> date | None:
    known = all_sets().get(name)
    return known.as_of if known else None


def forget() -> None:
    _seen.clear()
