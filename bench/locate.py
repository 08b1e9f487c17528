"""From a point to a district: one by one, a million at once, the index itself."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

from bench import harness
from bench.harness import SCALE, Site
from bench.results import Figure

SINGLE, MANY, CHUNK = 20_000, int(1_000_000 * SCALE), 20_000
SPREAD = 0.02
"""Degrees by which points lie around the middles of postal codes: where people live."""
LOAD = """
import time, psutil, django
django.setup()
from django.db import connection
from tocsin.places.locate import locate
from tocsin.core import datasets
import shapely
datasets.version("districts"); shapely.STRtree([shapely.Point(0, 0)]).query(shapely.Point(0, 0))
me = psutil.Process()
before, start = me.memory_info().rss, time.perf_counter()
assert locate(point=(40.7439, -74.0324)).division
print(time.perf_counter() - start, (me.memory_info().rss - before) / 1e6)
"""


def run(site: Site) -> Iterator[Figure]:
    folder = Path(os.environ.get("SHARED_DATA", harness.__file__ + "/../../../shared/data")).resolve()
    if not (folder / "boundaries119").is_dir():
        harness.say(f"locate: skipped: the public data are not at {folder}; set SHARED_DATA")
        return
    fill(folder)
    yield from loading(site)
    yield from looking()


def fill(folder: Path) -> None:
    from tocsin.core import datasets
    from tocsin.places.loaders import DISTRICTS, ZIPS

    for loader in (DISTRICTS, ZIPS):
        datasets.load(loader, folder, lambda done, total: None)
    datasets.forget()


def loading(site: Site) -> Iterator[Figure]:
    """In a process of its own, from the database to the first answer."""
    runs = [
        subprocess.run([sys.executable, "-c", LOAD], env=site.env, check=True, capture_output=True, text=True)
        for _ in range(3)
    ]
    took = [tuple(map(float, done.stdout.split())) for done in runs]
    size = site.one("SELECT sum(length(pieces) + length(cells)) FROM places_boundary") / 1e6
    start = time.perf_counter()
    site.sql("SELECT pieces, cells FROM places_boundary")
    read = time.perf_counter() - start
    yield Figure(
        name="locate.load", value=min(t for t, _ in took), unit="s", limit=read, of="reading the same bytes"
    )
    yield Figure(
        name="locate.memory", value=max(m for _, m in took), unit="MB", limit=size, of="the stored bytes"
    )


def looking() -> Iterator[Figure]:
    import numpy as np
    import shapely

    from tocsin.places import atlas
    from tocsin.places.locate import by_points, locate
    from tocsin.places.models import PostalPoint

    middles = np.array(PostalPoint.objects.filter(kind="standard").exclude(lat=0).values_list("lat", "lon"))
    chance = np.random.default_rng(20261122)
    places = middles[chance.integers(0, len(middles), MANY)] + chance.normal(0, SPREAD, (MANY, 2))
    some = [(lat, lon) for lat, lon in places[:SINGLE].tolist()]
    main = atlas.book(atlas.today()).main
    assert main is not None
    start = time.perf_counter()
    main.tree.query(shapely.points(places[:, ::-1]), predicate="intersects")
    vectorized = MANY / (time.perf_counter() - start)
    each = [timed(locate, point) for point in some]
    rate = max(SINGLE / sum(each), *(SINGLE / sum(timed(locate, p) for p in some) for _ in range(2)))
    yield Figure(
        name="locate.point", value=rate, unit="/s", limit=vectorized, of="the same pieces, vectorized"
    )
    yield Figure(
        name="locate.point_p99", value=quantiles(each, n=100)[98] * 1e6, unit="µs",
        limit=1e6 / vectorized, of="one of them, vectorized",
    )  # fmt: skip
    start = time.perf_counter()
    for first in range(0, MANY, CHUNK):
        chunk = places[first : first + CHUNK]
        by_points(chunk[:, 0].tolist(), chunk[:, 1].tolist(), atlas.today())
    took = time.perf_counter() - start
    yield Figure(
        name="locate.batch", value=took, unit="s", limit=MANY / vectorized, of="the same pieces, vectorized"
    )


def timed(locate, point: tuple[float, float]) -> float:  # type: ignore[no-untyped-def]
    start = time.perf_counter()
    locate(point=point)
    return time.perf_counter() - start
