"""Resident memory of the web server and the worker, idle and under the load of intake, in MB."""

from __future__ import annotations

import time
from collections.abc import Iterator

import psutil

from bench import harness, intake
from bench.harness import Site
from bench.results import Figure
from tocsin.core.children import Child

OF = "a server process of an application that does nothing"


def run(site: Site) -> Iterator[Figure]:
    from bench import page

    site.empty()
    with site.serving() as web, site.working() as worker, harness.bare(site, b"") as bare:
        page.read(site)
        time.sleep(3)
        limit, whole = largest(bare), shared(bare)
        yield from figures("idle", web, worker, limit, whole)
        intake.over_http(site, web)
        yield from figures("load", web, worker, limit, whole)


def figures(when: str, web: Child, worker: Child, limit: float, whole: float) -> Iterator[Figure]:
    for name, process in (("web", web), ("worker", worker)):
        yield Figure(name=f"memory_{name}_{when}", value=largest(process), unit="MB", limit=limit, of=OF)
    total = shared(web) + shared(worker)
    yield Figure(
        name=f"memory_all_{when}",
        value=total,
        unit="MB",
        limit=whole,
        of="its whole server, counted the same way",
    )


def processes(child: Child) -> list[psutil.Process]:
    assert child.process is not None
    parent = psutil.Process(child.process.pid)
    return [parent, *parent.children(recursive=True)]


def largest(child: Child) -> float:
    """RSS of the largest process."""
    return max(process.memory_info().rss for process in processes(child)) / 1e6


def shared(child: Child) -> float:
    """PSS of all its processes: what they share is counted once."""
    return sum(process.memory_full_info().pss for process in processes(child)) / 1e6
