"""Any body of officials from a file: CSV with a row per office, or YAML in Popolo's shape. docs/officials-import.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from django.db import connection, transaction
from django.utils.timezone import localdate

from tocsin.core.datasets import LOCK, Diff, Refused
from tocsin.officials import documents, edits, tabular
from tocsin.officials.problems import Problems
from tocsin.officials.records import Records
from tocsin.officials.store import Store

READERS = {".csv": tabular, ".tsv": tabular, ".txt": tabular, ".yaml": documents, ".yml": documents}
LONGEST = 50
PREFIX = "import:"


class Reader(Protocol):
    def read(self, path: Path, source: str, problems: Problems) -> Iterator[Records]: ...


def import_officials(path: Path | str, *, source: str) -> Diff:
    """The whole of what this source knows: who is no longer in the file holds office no longer.

    All or nothing; Refused lists every problem with its line.
    """
    file = Path(path)
    reader = _reader(file)
    name = source.strip()
    if not name or len(name) > LONGEST:
        raise Refused(f"the name of the source must have 1 to {LONGEST} characters")
    problems = Problems(file.name)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        store, diff = Store(source=PREFIX + name, as_of=localdate()), Diff()
        for part in reader.read(file, PREFIX + name, problems):
            if not problems:
                diff += store.put(part)
        problems.refuse()
        diff += store.leave()
        diff.notes += store.warnings
        if not diff.is_empty:
            edits.touch()
    return diff


def _reader(path: Path) -> Reader:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise Refused(f"{path.name}: give a file that ends in {', '.join(READERS)}")
    if not path.is_file():
        raise Refused(f"{path}: there is no such file")
    return reader
