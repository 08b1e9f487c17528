"""Reading a campaign's counts when ten thousand, and when ten million have acted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from statistics import median
from threading import Thread
from uuid import UUID

from bench import fill, harness
from bench.harness import SCALE, Site
from bench.results import Figure

SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000, "10m": 10_000_000}
WRITERS, MOVES, READS = 8, 250, 2000


def run(site: Site) -> Iterator[Figure]:
    from tocsin.campaigns import tally

    campaign, _version = fill.subject(site)
    site.empty()
    took: dict[str, tuple[float, float]] = {}
    for name, size in SIZES.items():
        fill.journal(site, max(int(size * SCALE) - site.one("SELECT count(*) FROM campaigns_tallyentry"), 1))
        move(campaign)
        took[name] = compared(lambda: tally.read(campaign), lambda: site.one("SELECT 1"))
        harness.say(f"{name}: {took[name][0]:.0f} µs, limit {took[name][1]:.0f} µs")
        if name != "100k":
            assert not tally.disagreements(), "the counters differ from the journal"
        value, limit = took[name]
        yield Figure(
            name=f"tally_{name}", value=value, unit="µs", limit=limit, of="SELECT 1 on the same connection"
        )
    small, large = took["10k"], took["10m"]
    growth = (large[0] / large[1]) / (small[0] / small[1])
    yield Figure(
        name="tally_growth", value=growth, unit="×", limit=1, of="no growth at all, from 10 k to 10 M actions"
    )


def move(campaign: int) -> None:
    """Steps through the trigger from several connections, so that many slots are in use."""
    threads = [Thread(target=_moves, args=[campaign]) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _moves(campaign: int) -> None:
    from django.db import connection

    from tocsin.campaigns import tally
    from tocsin.campaigns.models import Metric

    for n in range(MOVES):
        tally.move(campaign_id=campaign, metric=Metric.CONFIRMED, delta=1, area="US-NJ", ref=UUID(int=n))
    connection.close()


def compared(work: Callable[[], object], limit: Callable[[], object]) -> tuple[float, float]:
    """Median µs of both, taken in turns."""
    pairs = [(timed(work), timed(limit)) for _ in range(READS)]
    first, second = zip(*pairs, strict=True)
    return median(first), median(second)


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e6
