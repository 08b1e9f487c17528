"""`tocsin data`: loads public data, and says what changed."""

from __future__ import annotations

import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from tocsin.core import datasets
from tocsin.core.datasets import Missing, Outcome, Refused
from tocsin.core.models import Dataset
from tocsin.sync.download import download
from tocsin.sync.sources import LOADERS, loader

NOTE_SECONDS = 0.5
BAR = 24
LINES = 12


def arguments(parser: ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="part", required=True, metavar="sync|status|import-officials")
    sync = parts.add_parser("sync", help="load officials, committees, districts, zips, bills")
    sync.add_argument("names", nargs="*", metavar="SET", help=f"some of: {' '.join(LOADERS)} (all)")
    sync.add_argument(
        "--from", dest="folder", type=Path, metavar="DIR", help="a folder instead of the network"
    )
    sync.add_argument("--brief", action="store_true", help="one line for each set")
    parts.add_parser("status", help="what is loaded, as of when")
    officials = parts.add_parser("import-officials", help="officials of any body, from CSV or YAML")
    officials.add_argument("file", type=Path)
    officials.add_argument("--source", default="import", help="name of this list; the same name replaces it")


def run(options: Namespace) -> int:
    match options.part:
        case "sync":
            return sync(options.names, options.folder or shared(), brief=options.brief)
        case "import-officials":
            return import_officials(options.file, options.source)
    return status()


def shared() -> Path | None:
    """The folder an operator keeps such data in, where one is set."""
    return Path(settings.SHARED_DATA) if settings.SHARED_DATA else None


def sync(names: list[str], folder: Path | None, *, brief: bool = False) -> int:
    unknown = [name for name in names if name not in LOADERS]
    if unknown:
        raise Refused(f"no data set is called {unknown[0]!r}; there are {', '.join(LOADERS)}")
    if folder is not None and not folder.is_dir():
        raise Refused(f"{folder} is no folder")
    chosen = [name for name in LOADERS if name in names] or list(LOADERS)
    problems = [
        problem for name in chosen if (problem := load(name, folder, wanted=name in names, brief=brief))
    ]
    for problem in problems:
        say(f"tocsin: {problem}")
    return 2 if problems else 0


def load(name: str, folder: Path | None, *, wanted: bool, brief: bool) -> str:
    """One set; the problem in one line, if there is one. A set that a folder lacks is passed over unless asked for."""
    started = time.monotonic()
    try:
        with source(name, folder) as place:
            outcome = datasets.load(loader(name), place, Meter(name))
    except Missing as error:
        if wanted:
            return str(error)
        out(f"{name}: not in this folder, left as it is")
        return ""
    except Refused as error:
        Dataset.objects.update_or_create(name=name, defaults={"problem": str(error), "total": 0})
        return str(error)
    finally:
        Meter.clear()
    report(name, outcome, time.monotonic() - started, brief=brief)
    return ""


@contextmanager
def source(name: str, folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="tocsin-data-") as place:
        download(name, Path(place), Meter(name, "getting"))
        yield Path(place)


def report(name: str, outcome: Outcome, seconds: float, *, brief: bool) -> None:
    if outcome.snapshot is None:
        out(f"{name}: the same files as before, nothing changed")
        return
    snapshot = outcome.snapshot
    out(f"{name}: {outcome.diff} (as of {snapshot.as_of}, {snapshot.rows:,} rows, {seconds:.1f} s)")
    if brief:
        return
    for note in some(outcome.diff.notes):
        out(f"  {note}")
    for warning in some(snapshot.warnings):
        say(f"  {name}: {warning}")


def some(lines: list[str]) -> list[str]:
    rest = len(lines) - LINES
    return [*lines[:LINES], f"… and {rest} more"] if rest > 0 else lines


def status() -> int:
    known = Dataset.objects.in_bulk()
    for name in LOADERS:
        row = known.get(name)
        fact = "not loaded; run tocsin data sync"
        if row and row.loaded_at:
            fact = f"as of {row.as_of}, {row.rows:,} rows, loaded {row.loaded_at:%Y-%m-%d %H:%M} UTC"
        problem = f"; last load refused: {row.problem}" if row and row.problem else ""
        out(f"{name}: {fact}{problem}")
    return 0


def import_officials(file: Path, name: str) -> int:
    from tocsin.officials.importing import import_officials as importing

    out(f"{file.name}: {importing(file, source=name)}")
    return 0


def out(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say(text: str) -> None:
    sys.stderr.write(text + "\n")


class Meter:
    """Progress: a bar for whoever watches the terminal, and a number that the site's pages show."""

    def __init__(self, name: str, verb: str = "loading") -> None:
        self.name, self.verb, self.noted = name, verb, 0.0
        Dataset.objects.get_or_create(name=name)

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.noted < NOTE_SECONDS:
            return
        self.noted = now
        self.draw(done, total)
        self.note(done, total)

    def draw(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            full = BAR * done // max(total, 1)
            bar = "█" * full + "░" * (BAR - full)
            sys.stderr.write(f"\r{self.verb} {self.name} {bar} {100 * done // max(total, 1):3d} %")
            sys.stderr.flush()

    def note(self, done: int, total: int) -> None:
        """Within the transaction that replaces the data nobody would see it, and its row is locked."""
        from django.db import connection

        if not connection.in_atomic_block:
            Dataset.objects.filter(name=self.name).update(done=done, total=total)

    @staticmethod
    def clear() -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")
