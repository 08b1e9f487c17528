"""Shapes as they are stored: made valid, cut into small pieces; the coarse map only where the main one has a gap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from tocsin.places.grid import Ground, Ints

Shapes = NDArray[np.object_]

LIMIT = 128
"""Vertices of a piece: what a test of one point costs."""
STEP = 63
ENCLOSED = 0.95
THIN = 0.006
"""Half the width in degrees below which a part of the coarse map is an inexact coast, not a missing part."""
TOUCHING = 0.003
ROUGH = 0.0005


def valid(shape: BaseGeometry) -> BaseGeometry:
    """The same area without self-crossings; lines and points that this leaves over are dropped."""
    if shape.is_valid:
        return shape
    areas = [
        part for part in _flat(shapely.make_valid(shape)) if part.geom_type == "Polygon" and not part.is_empty
    ]
    return areas[0] if len(areas) == 1 else shapely.multipolygons(areas)


def _flat(shape: BaseGeometry) -> Iterable[BaseGeometry]:
    parts = shapely.get_parts(shape)
    if len(parts) == 1 and parts[0].geom_type == shape.geom_type:
        return [shape]
    return [inner for part in parts for inner in _flat(part)]


def pieces(shape: BaseGeometry) -> list[BaseGeometry]:
    """Halves the box both ways until every piece is small."""
    cut: list[BaseGeometry] = []
    waiting = [part for part in _flat(shape) if part.geom_type == "Polygon" and not part.is_empty]
    while waiting:
        part = waiting.pop()
        if shapely.get_num_coordinates(part) <= LIMIT:
            cut.append(part)
            continue
        left, low, right, high = part.bounds
        x, y = (left + right) / 2, (low + high) / 2
        for box in ((left, low, x, y), (x, low, right, y), (left, y, x, high), (x, y, right, high)):
            quarter = shapely.clip_by_rect(part, *box)
            waiting += [p for p in _flat(quarter) if p.geom_type == "Polygon" and not p.is_empty]
    return cut


def pack(parts: Sequence[BaseGeometry]) -> bytes:
    return bytes(shapely.to_wkb(shapely.geometrycollections(list(parts))))


def unpack(packed: Iterable[bytes]) -> tuple[Shapes, Ints]:
    """All parts, and of which of the collections each is."""
    parts, owners = shapely.get_parts(shapely.from_wkb(list(packed)), return_index=True)
    return parts, owners


def rough(whole: Sequence[BaseGeometry]) -> shapely.STRtree:
    """A main map, fine enough to see where it has gaps."""
    return shapely.STRtree(shapely.make_valid(shapely.simplify(list(whole), ROUGH)))


def gaps(coarse: BaseGeometry, main: shapely.STRtree, exact: bool) -> list[BaseGeometry]:
    """The parts of a coarse shape that the main map leaves open.

    Where the main map is exact, its outer edge is the end of the country, and only what it encloses is a gap.
    """
    wide = shapely.buffer(coarse, TOUCHING * 2, quad_segs=2)
    whole = main.geometries[main.query(wide, predicate="intersects")]
    clipped = shapely.clip_by_rect(whole, *wide.bounds)  # quick, but may spoil a shape
    near = shapely.union_all(clipped if shapely.is_valid(clipped).all() else whole)
    open_ = [
        p for p in _flat(shapely.difference(coarse, near)) if p.geom_type == "Polygon" and not p.is_empty
    ]
    return [part for part in open_ if _is_gap(part, near, exact)]


def _is_gap(part: BaseGeometry, main: BaseGeometry, exact: bool) -> bool:
    if shapely.is_empty(shapely.buffer(part, -THIN, quad_segs=1)):
        return False
    around = shapely.boundary(shapely.buffer(part, TOUCHING, quad_segs=2))
    return not exact or shapely.length(shapely.intersection(around, main)) > ENCLOSED * shapely.length(around)


def outlines(parts: Iterable[BaseGeometry]) -> Shapes:
    """All edges, in short lines."""
    lines = []
    for ring in shapely.get_rings(shapely.get_parts(list(parts))):  # it passes over shapes of several parts
        points = shapely.get_coordinates(ring)
        lines += [shapely.linestrings(points[i : i + STEP + 1]) for i in range(0, len(points) - 1, STEP)]
    return np.array(lines, dtype=object)


def ground(
    whole: Sequence[BaseGeometry], parts: Sequence[Sequence[BaseGeometry]], owners: Sequence[int],
    margins: Sequence[float], main: Sequence[bool],
) -> Ground:  # fmt: skip
    """Of several shapes, each with its owner and whether it is of the main map; one margin for each owner."""
    sizes = [len(p) for p in parts]
    return Ground(
        pieces=np.array([piece for some in parts for piece in some], dtype=object),
        owners=np.repeat(np.asarray(owners, dtype=np.int64), sizes),
        main=np.repeat(np.asarray(main, dtype=bool), sizes),
        margins=np.asarray(margins, dtype=np.float64),
        lines=outlines(whole),
    )
