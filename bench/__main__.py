"""`python -m bench [name…]`: runs the benchmarks, prints a table, writes bench/results.json."""

from __future__ import annotations

import os
import sys
import time
from importlib import import_module

from bench import harness
from bench.results import Figure, save, table
from tocsin.core.children import interruptible

NAMES = (
    "intake",
    "page",
    "tally",
    "memory",
    "delivery",
    "locate",
    "targets",
    "group",
    "cwc",
    "book",
    "bills",
    "letters_pdf",
    "letters_page",
)


def main(names: list[str]) -> int:
    unknown = set(names) - set(NAMES)
    if unknown:
        sys.stderr.write(f"bench: unknown: {', '.join(sorted(unknown))}; there are: {', '.join(NAMES)}\n")
        return 2
    interruptible()  # whatever ends this ends the site too
    figures: list[Figure] = []
    with harness.site() as site:
        for name in names or NAMES:
            started = time.monotonic()
            harness.say(f"{name} (load average {os.getloadavg()[0]:.1f})")
            figures += import_module(f"bench.{name}").run(site)
            save(figures)
            harness.say(f"{name} took {time.monotonic() - started:.0f} s")
    print(table(figures))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
