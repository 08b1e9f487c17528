"""The boundaries in force as an index in memory: which division a point lies in, and how sure that is.

It is built when it is first needed, and anew when the data change or other boundaries come into force.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from struct import Struct
from threading import Lock

import numpy as np
import shapely
from django.utils.timezone import localdate
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from tocsin.core import datasets
from tocsin.places import ocd, shapes, stored
from tocsin.places.grid import Floats, Grid, Ints, degrees, degrees_of
from tocsin.places.located import APPROXIMATE, HIGH, LOW, Located
from tocsin.places.margins import EXACT
from tocsin.places.outskirts import NEAR, reach, territory
from tocsin.places.shapes import Shapes
from tocsin.places.stored import Row

KINDS = ("cd", "sldu", "sldl")
POINT = Struct("<BIdd")


class Atlas:
    """The main map and the gap layer of one kind of division."""

    def __init__(
        self, rows: Sequence[Row], pieces: Sequence[bytes], cells: Sequence[bytes], stale: bool
    ) -> None:
        self.names = sorted({row.division for row in rows})
        index = {name: number for number, name in enumerate(self.names)}
        self.vintage = max((row.vintage for row in rows), default="")
        self.parts, of_row = shapes.unpack(pieces)
        self.tree = shapely.STRtree(self.parts)
        self.widest = max((row.margin for row in rows if not row.gap), default=0.0)
        self.owners = np.array([index[row.division] for row in rows], dtype=np.int64)[of_row]
        self.gap = np.array([row.gap for row in rows], dtype=bool)[of_row]
        margins = [self.widest if row.gap else row.margin for row in rows]
        self._owner, self._gap = self.owners.tolist(), self.gap.tolist()
        self.margins = np.array(margins, dtype=np.float64)[of_row]
        self._margin = self.margins.tolist()
        self._edges: dict[tuple[int, tuple[int, ...]], Located] = {}
        self.grid = Grid(_by_name(self.names, rows, cells))
        sure, why = (APPROXIMATE, "old-map") if stale else (HIGH, "interior")
        self.sure = [self._answer(n, sure, why) for n in range(len(self.names))]
        self._sure = np.array([*self.sure, None], dtype=object)[:-1]

    def _answer(self, number: int, confidence: str, reason: str, others: Iterable[int] = ()) -> Located:
        name = self.names[number]
        return Located(
            division=name,
            method="point",
            confidence=confidence,
            vintage=self.vintage,
            candidates=tuple(dict.fromkeys((name, *(self.names[n] for n in others)))),
            state=ocd.state_of(name),
            reason=reason,
        )

    def find(self, lat: float, lon: float) -> Located:
        cell = self.grid.at(lon, lat)
        if cell >= 0 and cell & 1:
            return self.sure[cell >> 1]
        return self._look(lat, lon, cell)

    def find_many(self, lats: Floats, lons: Floats) -> list[Located]:
        """The same for many points: simple ones all at once, the others one by one."""
        cells = self.grid.at_all(lons, lats)
        found = np.full(len(lats), None, dtype=object)
        inside = (cells >= 0) & (cells & 1 == 1)
        found[inside] = self._sure[cells[inside] >> 1]
        open_ = np.nonzero(~inside)[0]
        points = shapely.points(lons[open_], lats[open_])
        hits = self.tree.query(points, predicate="intersects")
        first, last = self._owners_of(hits[:, ~self.gap[hits[1]]], len(open_))
        one = (first == last) & (last >= 0)
        alone = one & (cells[open_] >= 0)
        found[open_[alone]] = self._sure[last[alone]]
        rest = np.nonzero(one & ~alone)[0]
        found[open_[rest]] = self._near_edges(points[rest], lats[open_[rest]], last[rest])
        for at in open_[~one].tolist():
            found[at] = self._look(float(lats[at]), float(lons[at]), int(cells[at]))
        return list(found)

    def _near_edges(self, points: Shapes, lats: Floats, owners: Ints) -> NDArray[np.object_]:
        """As `_near_edge`, for points that lie in one division each."""
        which, piece = self.tree.query(points, predicate="dwithin", distance=degrees_of(self.widest, lats))
        foreign = self.owners[piece] != owners[which]
        which, piece = which[foreign], piece[foreign]
        limit = degrees_of(self.margins[piece], lats[which])
        near = (self.margins[piece] >= self.widest) | shapely.dwithin(points[which], self.parts[piece], limit)
        pairs = np.unique(np.stack([which[near], self.owners[piece[near]]]), axis=1).T.tolist()
        found = self._sure[owners]
        for at, some in groupby(pairs, key=itemgetter(0)):
            found[at] = self._at_edge(int(owners[at]), tuple(other for _, other in some))
        return found

    def _at_edge(self, own: int, others: tuple[int, ...]) -> Located:
        """The same object for all points at the same edge."""
        known = self._edges.get((own, others))
        if known is None:
            known = self._edges[own, others] = self._answer(own, APPROXIMATE, "edge", others)
        return known

    def _owners_of(self, pairs: Ints, size: int) -> tuple[Ints, Ints]:
        """For each of `size` points its first and last owner; -1 as the last where it has none."""
        which, piece = pairs
        first, last = np.full(size, len(self.names)), np.full(size, -1)
        np.minimum.at(first, which, self.owners[piece])
        np.maximum.at(last, which, self.owners[piece])
        return first, last

    def _look(self, lat: float, lon: float, cell: int) -> Located:
        point = shapely.from_wkb(POINT.pack(1, 1, lon, lat))
        hits: list[int] = self.tree.query(point, "intersects").tolist()
        main = [piece for piece in hits if not self._gap[piece]]
        if not main:
            return self._outside(point, lat, lon, hits)
        if cell >= 0:
            return self.sure[self._owner[main[0]]]
        return self._near_edge(point, lat, main)

    def _near_edge(self, point: BaseGeometry, lat: float, main: list[int]) -> Located:
        """Where shapes overlap, the more exact one is right."""
        own = self._owner[min(main, key=self._margin.__getitem__)]
        near = self.tree.query(point, "dwithin", distance=degrees(self.widest, lat)).tolist()
        foreign = [piece for piece in near if self._owner[piece] != own]
        others = {
            self._owner[piece]
            for piece in foreign
            if self._margin[piece] >= self.widest
            or shapely.dwithin(point, self.parts[piece], degrees(self._margin[piece], lat))
        }
        return self._at_edge(own, tuple(sorted(others))) if others else self.sure[own]

    def _outside(self, point: BaseGeometry, lat: float, lon: float, gaps: list[int]) -> Located:
        """The coarse map, in the state that is nearest; else the nearest; else the islands of a territory."""
        near = self._nearest(point, lat, NEAR)
        state = ocd.state_of(self.names[near[0]]) if near else None
        same = [self._owner[p] for p in gaps if state in (None, ocd.state_of(self.names[self._owner[p]]))]
        if same:
            return self._answer(same[0], APPROXIMATE, "gap-layer", (*same, *near))
        near = near or self._nearest(point, lat, reach(lat, lon))
        if near:
            state = ocd.state_of(self.names[near[0]])
            return self._answer(near[0], LOW, "nearest", [n for n in near if self._is_in(n, state)])
        return self._island(lat, lon)

    def _nearest(self, point: BaseGeometry, lat: float, within: float) -> list[int]:
        """Who is near, the nearest first. What lies beyond an exact edge lies abroad, however near."""
        around = self.tree.query(point, "dwithin", distance=degrees(within, lat))
        around = around[~self.gap[around]]
        away = shapely.distance(point, self.parts[around])
        order = np.argsort(away)
        return list(
            dict.fromkeys(
                self._owner[piece]
                for piece, distance in zip(around[order].tolist(), away[order].tolist(), strict=True)
                if self._margin[piece] > EXACT or distance <= degrees(EXACT, lat)
            )
        )

    def _is_in(self, number: int, state: str | None) -> bool:
        return ocd.state_of(self.names[number]) == state

    def _island(self, lat: float, lon: float) -> Located:
        state = territory(lat, lon)
        if state and ocd.state_id(state) in self.names:
            return self._answer(self.names.index(ocd.state_id(state)), APPROXIMATE, "gap-layer")
        return Located(method="point", vintage=self.vintage, reason="outside")


def _by_name(names: Sequence[str], rows: Sequence[Row], cells: Sequence[bytes]) -> list[Ints]:
    by_name: dict[str, list[bytes]] = defaultdict(list)
    for row, some in zip(rows, cells, strict=True):
        by_name[row.division].append(some)
    return [np.frombuffer(b"".join(by_name[name]), dtype=np.int64) for name in names]


# --- The day -------------------------------------------------------------------------------------------------


class _Today:
    """The day where the site is, asked for once in a second: this is on the way of every lookup."""

    def __init__(self) -> None:
        self._until, self._day = 0.0, date.min

    def __call__(self) -> date:
        if time.monotonic() >= self._until:
            self._until, self._day = time.monotonic() + 1, localdate()
        return self._day


today = _Today()


# --- The one of this process --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Book:
    """The atlases of one day: Congress, and the legislatures of the states where their boundaries are loaded."""

    version: tuple[int, ...]
    first: date
    until: date
    main: Atlas | None
    parts: tuple[Atlas, ...]

    def holds(self, version: tuple[int, ...], day: date) -> bool:
        return self.version == version and self.first <= day < self.until


_kept: dict[str, Book] = {}
_building = Lock()


def book(day: date) -> Book:
    kept, version = _kept.get(""), datasets.version("districts")
    if kept is None or not kept.holds(version, day):
        with _building:
            kept = _kept.get("")
            if kept is None or not kept.holds(version, day):
                kept = _kept[""] = _build(day, version)
    return kept


def forget() -> None:
    _kept.clear()


def _build(day: date, version: tuple[int, ...]) -> Book:
    rows = list(stored.rows())
    changes = sorted({d for _kind, row in rows for d in (row.valid_from, row.valid_to) if d})
    first = max((d for d in changes if d <= day), default=date.min)
    until = min((d for d in changes if d > day), default=date.max)
    main, *parts = (_atlas([row for of, row in rows if of == kind], day) for kind in KINDS)
    return Book(version, first, until, main, tuple(part for part in parts if part))


def _atlas(rows: Sequence[Row], day: date) -> Atlas | None:
    """None where no boundaries of this kind are loaded. Where those that are have expired, it is the last of them."""
    now = stored.newest(row for row in rows if stored.in_force(row, day))
    stale = not now
    if stale:
        past = [row for row in rows if row.valid_to and row.valid_to <= day]
        last = max((row.valid_to for row in past if row.valid_to), default=None)
        now = [row for row in past if row.valid_to == last]
    if not now:
        return None
    pieces, cells = stored.shapes_of(now)
    return Atlas(now, pieces, cells, stale)
