"""A quadtree of square cells that lie wholly inside one division, far from any other: most points need no geometry.

A cell is `number << 6 | level << 1 | inside`, where the number is the cell's first place on a Z-order curve.
`inside` is 0 where the cell also touches the sea or a foreign country, so that the shape itself must be asked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DEPTH = 15
"""Levels; the smallest cell is 360° / 2^15, some 1.2 km: nine in ten postal codes have their middle in a cell."""
COAST_DEPTH = 12
FIRST = 8
SCALE = (1 << DEPTH) / 360
METERS = 111_320.0
"""In a degree of latitude."""
WIDEST = 20.0
"""Meridians are taken to come no closer than this many times; beyond, at the poles, nobody votes."""


def degrees(meters: float, latitude: float) -> float:
    """So many degrees in any direction are at least so many meters."""
    return meters / METERS / max(cos(radians(latitude)), 1 / WIDEST)


def degrees_of(meters: float, latitudes: Floats) -> Floats:
    return np.asarray(meters / METERS / np.maximum(np.cos(np.radians(latitudes)), 1 / WIDEST))


def _spread(number: int) -> int:
    return sum((number >> bit & 1) << 2 * bit for bit in range(DEPTH // 2 + 1))


HALF = DEPTH // 2 + 1
MASK = (1 << HALF) - 1
SPREAD = [_spread(number) for number in range(1 << HALF)]
SPREADS = np.array(SPREAD, dtype=np.int64)


def place(lon: float, lat: float) -> int:
    """The number of the smallest cell on the Z-order curve."""
    x, y = int((lon + 180) * SCALE), int((lat + 90) * SCALE)
    return (
        SPREAD[x & MASK]
        | SPREAD[x >> HALF] << 2 * HALF
        | SPREAD[y & MASK] << 1
        | SPREAD[y >> HALF] << 2 * HALF + 1
    )


def places(lons: Floats, lats: Floats) -> Ints:
    return _numbers(((lons + 180) * SCALE).astype(np.int64), ((lats + 90) * SCALE).astype(np.int64))


def _numbers(x: Ints, y: Ints) -> Ints:
    low = SPREADS[x & MASK] | SPREADS[y & MASK] << 1
    high = SPREADS[x >> HALF] | SPREADS[y >> HALF] << 1
    return np.asarray(low | high << 2 * HALF)


def _view(numbers: Ints) -> memoryview[int]:
    """The same memory, of which Python reads a single number faster than of an array."""
    return memoryview(numbers).cast("B").cast("q")  # type: ignore[arg-type]


class Grid:
    """Finds the cell of a point among those of many divisions."""

    def __init__(self, cells: Sequence[Ints]) -> None:
        owners = np.repeat(np.arange(len(cells)), [len(c) for c in cells])
        every = np.concatenate(cells) if cells else np.zeros(0, dtype=np.int64)
        order = np.argsort(every, kind="stable")
        every, owners = every[order], owners[order]
        self.starts = every >> 6
        self.ends = self.starts + (1 << 2 * (DEPTH - (every >> 1 & 31)))
        self.values = (owners << 1 | every & 1).astype(np.int64)
        self._starts, self._ends, self._values = map(_view, (self.starts, self.ends, self.values))

    def at(self, lon: float, lat: float) -> int:
        """`division << 1 | inside`, or -1 where no cell says anything."""
        number = place(lon, lat)
        index = bisect_right(self._starts, number) - 1
        return self._values[index] if index >= 0 and number < self._ends[index] else -1

    def at_all(self, lons: Floats, lats: Floats) -> Ints:
        numbers = places(lons, lats)
        if not len(self.starts):
            return np.full(len(numbers), -1, dtype=np.int64)
        index = np.searchsorted(self.starts, numbers, side="right") - 1
        found = (index >= 0) & (numbers < self.ends[index])
        return np.where(found, self.values[index], -1)


@dataclass(slots=True)
class Ground:
    """What the cells are cut from: pieces of shapes, whose each piece is, and the lines where they end."""

    pieces: NDArray[np.object_]
    owners: Ints
    main: NDArray[np.bool_]
    margins: Floats
    lines: NDArray[np.object_]

    def cells(self) -> list[Ints]:
        """For each owner, in order, the cells in which it is alone."""
        tree, edges = shapely.STRtree(self.pieces), shapely.STRtree(self.lines)
        found: list[list[Ints]] = [[] for _ in self.margins]
        x, y = self._first()
        crossed = np.ones(len(x), dtype=bool)
        for level in range(FIRST, DEPTH + 1):
            owner, several = self._near(tree, x, y, level)
            alone = (owner >= 0) & ~several
            crossed &= alone | several
            at = np.nonzero(crossed)[0]
            boxes = _boxes(x[at], y[at], level)
            crossed[:] = False
            crossed[at[_touching(edges, boxes)[0]]] = True
            done = alone & (~crossed | (level >= COAST_DEPTH))
            inside = self._inside(tree, x, y, level, done & ~crossed)
            codes = _numbers(x << DEPTH - level, y << DEPTH - level) << 6 | level << 1 | inside
            for index in np.unique(owner[done]):
                found[index].append(codes[done & (owner == index)])
            chosen = several | (alone & ~done)
            x, y, crossed = *_children(x, y, chosen), np.tile(crossed[chosen], 4)
        empty = np.zeros(0, dtype=np.int64)
        return [np.sort(np.concatenate([empty, *parts])) for parts in found]

    def _first(self) -> tuple[Ints, Ints]:
        bounds = shapely.bounds(self.pieces)
        size = 360 / (1 << FIRST)
        seen = {
            (x, y)
            for left, low, right, high in np.floor((bounds + np.array([180, 90, 180, 90])) / size)
            .astype(int)
            .tolist()
            for x in range(left, right + 1)
            for y in range(low, high + 1)
        }
        cells = np.array(sorted(seen), dtype=np.int64).reshape(-1, 2)
        return cells[:, 0], cells[:, 1]

    def _near(self, tree: shapely.STRtree, x: Ints, y: Ints, level: int) -> tuple[Ints, NDArray[np.bool_]]:
        """For each cell an owner within its margin, or -1, and whether there are several."""
        widest = float(self.margins.max(initial=0))
        boxes = _boxes(x, y, level, widest)
        which, piece = tree.query(boxes)
        margins, keep = self.margins[self.owners[piece]], np.zeros(len(which), dtype=bool)
        for margin in np.unique(self.margins):
            these = np.nonzero(margins == margin)[0]
            if margin < widest:
                some, back = np.unique(which[these], return_inverse=True)
                wide = _boxes(x[some], y[some], level, float(margin))[back]
            else:
                wide = boxes[which[these]]
            keep[these] = shapely.intersects(wide, self.pieces[piece[these]])
        which, owner = which[keep], self.owners[piece[keep]]
        least, most = np.full(len(x), len(self.margins)), np.full(len(x), -1)
        np.minimum.at(least, which, owner)
        np.maximum.at(most, which, owner)
        return most, most > least

    def _inside(
        self, tree: shapely.STRtree, x: Ints, y: Ints, level: int, asked: NDArray[np.bool_]
    ) -> NDArray[np.bool_]:
        """Which of the cells that no edge crosses lie in a shape of the main map."""
        some, size = np.nonzero(asked)[0], 360 / (1 << level)
        middles = shapely.points((x[some] + 0.5) * size - 180, (y[some] + 0.5) * size - 90)
        which, piece = tree.query(middles, predicate="intersects")
        inside = np.zeros(len(x), dtype=bool)
        inside[some[which[self.main[piece]]]] = True
        return inside


def _touching(tree: shapely.STRtree, boxes: NDArray[np.object_]) -> tuple[Ints, Ints]:
    """As the tree’s own query does, without preparing each box for the few tests that it sees: twice as fast."""
    which, other = tree.query(boxes)
    hit = shapely.intersects(boxes[which], tree.geometries[other])
    return which[hit], other[hit]


def _boxes(x: Ints, y: Ints, level: int, margin: float = 0) -> NDArray[np.object_]:
    """The cells as polygons, larger by so many meters on every side."""
    size = 360 / (1 << level)
    left, low = x * size - 180, y * size - 90
    wider = degrees_of(margin, np.minimum(np.maximum(np.abs(low), np.abs(low + size)), 90))
    return np.asarray(shapely.box(left - wider, low - wider, left + size + wider, low + size + wider))


def _children(x: Ints, y: Ints, chosen: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    x, y = x[chosen] * 2, y[chosen] * 2
    return np.concatenate([x, x + 1, x, x + 1]), np.concatenate([y, y, y + 1, y + 1])
