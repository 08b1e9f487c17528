"""A whole Congress of bills, from XML into the database: published ones, repeated under new numbers."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bench import harness
from bench.harness import SCALE, Site
from bench.results import Figure

if TYPE_CHECKING:
    from tocsin.bills.readers import Document

BILLS, FIRST = max(int(10_500 * SCALE), 20), max(int(1_000 * SCALE), 10)
NUMBER = re.compile(rb"<number>\d+</number>(?=\s*<updateDate>)")


def run(site: Site) -> Iterator[Figure]:
    folder = Path(os.environ.get("SHARED_DATA", harness.__file__ + "/../../../shared/data")).resolve()
    if not (folder / "billstatus").is_dir():
        harness.say(f"bills: skipped: the public data are not at {folder}; set SHARED_DATA")
        return
    command = [sys.executable, "-m", "bench.bills", str(folder / "billstatus")]
    done = subprocess.run(command, env=site.env, check=True, stdout=subprocess.PIPE, text=True)
    found = json.loads(done.stdout)
    site.sql("TRUNCATE bills_billaction, bills_referral, bills_sponsorship, bills_rollcall, bills_vote")
    harness.say(f"{BILLS} bills, {found['cpu']:.0f} s of one core in this process, {found['peak']:.0f} MB")
    parsing = "parsing the same files with lxml alone"
    yield Figure(
        name="bills.import",
        value=BILLS / found["took"],
        unit="/s",
        limit=BILLS / found["parsing"],
        of=parsing,
    )
    yield Figure(name="bills.congress", value=found["took"], unit="s", limit=found["parsing"], of=parsing)
    yield Figure(
        name="bills.memory",
        value=found["peak"] - found["first"],
        unit="MB",
        limit=found["first"],
        of=f"the process after the first {FIRST:,}; the value is what the rest added",
    )


def made(folder: Path, start: int, stop: int) -> Iterator[Document]:
    from tocsin.bills.readers import Document

    texts = [path.read_bytes() for path in sorted(folder.glob("*.xml"))]
    for n in range(start, stop):
        number = b"<number>%d</number>" % (20_000 + n)
        yield Document(f"{n}.xml", NUMBER.sub(number, texts[n % len(texts)], count=1), named=False)


def main(folder: Path) -> None:
    """In a process of its own, so that its memory is that of the import."""
    import django

    django.setup()
    from lxml import etree

    found = {"first": 0.0}
    load(folder, 0, FIRST)
    found["first"] = peak()
    start, cpu = time.perf_counter(), time.process_time()
    load(folder, FIRST, FIRST + BILLS)
    found |= {"took": time.perf_counter() - start, "cpu": time.process_time() - cpu, "peak": peak()}
    start = time.perf_counter()
    for document in made(folder, FIRST, FIRST + BILLS):
        etree.fromstring(document.data)
    found["parsing"] = time.perf_counter() - start
    print(json.dumps(found))


def load(folder: Path, start: int, stop: int) -> None:
    from django.db import transaction

    from tocsin.bills.storing import store

    with transaction.atomic():
        tally = store(made(folder, start, stop), refuse)
    assert tally.added == stop - start, tally


def refuse(problem: Exception, named: bool) -> None:
    raise problem


def peak() -> float:
    """Megabytes this process has had at most."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1000


if __name__ == "__main__":
    main(Path(sys.argv[1]))
