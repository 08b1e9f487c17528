"""`tocsin bills`: takes bills in from files; shows one."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from django.db import connection, transaction

from tocsin.bills.loaders import note
from tocsin.bills.readers import documents
from tocsin.bills.show import show
from tocsin.bills.storing import Tally, store
from tocsin.core.datasets import LOCK, Refused

LINES = 20


def arguments(parser: ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="part", required=True, metavar="import|show")
    taking = parts.add_parser("import", help="take bills in: BILLSTATUS 3 files, folders and zips of them")
    taking.add_argument("files", nargs="+", type=Path, metavar="FILE")
    showing = parts.add_parser("show", help="where a bill stands and who stands behind it")
    showing.add_argument("bill", metavar="119/hr/5369")
    showing.add_argument("--json", action="store_true")


def run(options: Namespace) -> int:
    if options.part == "import":
        return take_in(options.files)
    sys.stdout.write(show(options.bill, as_json=options.json) + "\n")
    return 0


def take_in(files: Sequence[Path]) -> int:
    """A file that was named and cannot be read undoes the run; one that a folder or an archive holds is left out."""
    started = time.monotonic()
    for path in files:
        if not path.exists():
            raise Refused(f"bills: there is no {path}")
    problems: list[Refused] = []
    tally = _import(files, problems)
    for problem in problems[:LINES]:
        sys.stderr.write(f"tocsin: {problem}\n")
    if len(problems) > LINES:
        sys.stderr.write(f"tocsin: … and {len(problems) - LINES:,} more\n")
    seconds = max(time.monotonic() - started, 0.001)
    older = f", {tally.older:,} older than what is known" if tally.older else ""
    sys.stdout.write(
        f"bills: {tally.added:,} added, {tally.changed:,} changed, {tally.unchanged:,} unchanged{older}, "
        f"{tally.refused:,} refused ({seconds:.1f} s, {tally.read / seconds:,.0f} bills/s)\n"
    )
    return 0


@transaction.atomic
def _import(files: Sequence[Path], problems: list[Refused]) -> Tally:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])

    def refuse(problem: Refused, named: bool) -> None:
        if named:
            raise problem
        problems.append(problem)

    tally = store(documents(files), refuse)
    if not tally.read:
        raise problems[0] if problems else Refused("bills: these files hold no bill")
    note(tally)
    return tally
