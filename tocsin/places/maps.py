"""Small maps of districts as SVG paths: the main map, with as many bends as a screen shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import cos, radians

import shapely
from django.utils.timezone import localdate
from django.utils.translation import get_language
from shapely.geometry.base import BaseGeometry

from tocsin.core import datasets
from tocsin.places import ocd
from tocsin.places.models import Boundary

WIDTH = 600
BORDER = 0.04
"""Of the width, around the districts."""
FINEST = 0.75
"""Pixels below which a bend is not drawn, and below whose square an island is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One division: its path, and where its label goes."""

    division: str
    path: str
    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictMap:
    width: int
    height: int
    parts: tuple[Part, ...]

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"


def district_map(division_ids: Sequence[str], *, width: int = WIDTH) -> DistrictMap | None:
    """None where the shape of one of them is not known."""
    ids = tuple(dict.fromkeys(division_ids))
    return (
        _drawn(ids, width, datasets.version("districts"), localdate(), get_language() or "en")
        if ids
        else None
    )


@lru_cache(maxsize=512)
def _drawn(
    ids: tuple[str, ...], width: int, version: tuple[int, ...], day: date, language: str
) -> DistrictMap | None:
    shapes = [_shape(division, version, day) for division in ids]
    known = [shape for shape in shapes if shape is not None]
    if not known or len(known) < len(shapes):
        return None
    scale = _Scale.of(known, width)
    parts = [_part(division, shape, scale) for division, shape in zip(ids, known, strict=True)]
    return DistrictMap(width=width, height=scale.height, parts=tuple(parts))


@lru_cache(maxsize=512)
def _shape(division: str, version: tuple[int, ...], day: date) -> BaseGeometry | None:
    """Across the 180th meridian it goes on to the west, so that Alaska is in one piece."""
    rows = Boundary.objects.filter(division=division)
    found = (
        rows.on(day).order_by("-layer", "-valid_from").first() or rows.order_by("-layer", "-valid_to").first()
    )
    if found is None:
        return None
    shape = shapely.from_wkb(bytes(found.wkb))
    if shape.bounds[2] - shape.bounds[0] > 180:
        shape = shapely.transform(shape, lambda xy: xy - (xy > [[100, 90]]) * [[360, 0]])
    if found.layer == Boundary.Layer.MAIN:
        size = max(shape.bounds[2] - shape.bounds[0], shape.bounds[3] - shape.bounds[1])
        shape = shapely.simplify(shape, size / WIDTH / 2)
    return shape


def distances(point: tuple[float, float], divisions: Sequence[str]) -> dict[str, float]:
    """In degrees, of those whose shape is known; good enough to say which is nearer."""
    version, day = datasets.version("districts"), localdate()
    place = shapely.Point(point[1], point[0])
    shapes = {division: _shape(division, version, day) for division in divisions}
    return {d: float(shapely.distance(place, shape)) for d, shape in shapes.items() if shape is not None}


@dataclass(frozen=True, slots=True)
class _Scale:
    """From degrees to pixels; a degree of longitude is as much shorter as it is in the middle of the map."""

    left: float
    top: float
    narrow: float
    pixels: float
    height: int
    margin: float

    @classmethod
    def of(cls, shapes: Sequence[BaseGeometry], width: int) -> _Scale:
        left, low, right, top = shapely.total_bounds(list(shapes))
        narrow = cos(radians((low + top) / 2))
        margin = width * BORDER
        inner = width - 2 * margin
        pixels = min(inner / max((right - left) * narrow, 1e-9), inner / max(top - low, 1e-9))
        across = (right - left) * narrow * pixels
        height = round((top - low) * pixels + 2 * margin)
        return cls(left - (inner - across) / 2 / narrow / pixels, top, narrow, pixels, height, margin)

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        x = (lon - self.left) * self.narrow * self.pixels + self.margin
        return round(x, 1), round((self.top - lat) * self.pixels + self.margin, 1)


def _part(division: str, shape: BaseGeometry, scale: _Scale) -> Part:
    simple = shapely.simplify(shape, FINEST / scale.pixels)
    polygons = sorted(shapely.get_parts(simple), key=shapely.area, reverse=True)
    seen = [p for p in polygons if shapely.area(p) * scale.pixels**2 > FINEST] or polygons[:1]
    label = shapely.point_on_surface(polygons[0])
    x, y = scale.place(label.x, label.y)
    path = "".join(_ring(ring, scale) for polygon in seen for ring in shapely.get_rings(polygon))
    return Part(division=division, path=path, x=x, y=y, label=ocd.short_name(division))


def _ring(ring: BaseGeometry, scale: _Scale) -> str:
    points = [scale.place(lon, lat) for lon, lat in shapely.get_coordinates(ring)[:-1].tolist()]
    thinned = [p for n, p in enumerate(points) if n == 0 or p != points[n - 1]]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in thinned) + "Z"


def forget() -> None:
    _drawn.cache_clear()
    _shape.cache_clear()
