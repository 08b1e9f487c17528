"""Resolving a target rule over the whole of Congress, beside a bare loop over the same people."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from bench import harness
from bench.harness import Site
from bench.results import Figure

ROUNDS = 300
SHARED = Path(os.environ.get("SHARED_DATA", "../shared/data"))
RULE = {
    "who": [
        {"members": "us-congress", "bill": {"id": "119/hr/6840", "is": "not-cosponsor"}},
        {"members": "us-congress"},
    ],
    "except": [],
    "order": "name",
    "thank": {"bill": "119/hr/6840"},
}


def run(site: Site) -> Iterator[Figure]:
    from tocsin.core import datasets
    from tocsin.officials import rules
    from tocsin.officials.loaders import OFFICIALS
    from tocsin.officials.roster import roster

    if not (SHARED / "congress-legislators").is_dir():
        harness.say(f"targets: no public lists in {SHARED}; set SHARED_DATA")
        return
    datasets.load(OFFICIALS, SHARED, lambda done, total: None)
    rule, picture = rules.parse(RULE), roster()
    members = picture.members_of("us-congress")
    assert len(rules.resolve(rule, ()).targets) == len(members) >= 500
    pairs = [
        (timed(lambda: rules.resolve(rule, ())), timed(lambda: [(m.slug, m.party) for m in members]))
        for _ in range(ROUNDS)
    ]
    value, limit = (median(times) for times in zip(*pairs, strict=True))
    yield Figure(
        name="targets.resolve",
        value=value,
        unit="ms",
        limit=limit,
        of="a bare loop over the same members of Congress",
    )


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3
