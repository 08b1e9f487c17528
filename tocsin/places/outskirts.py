"""Where the maps end: islands that they leave out, and land borders that they do not know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Box = tuple[float, float, float, float]
"""West, south, east, north."""
NEAR, FAR = 2000.0, 8000.0
"""Meters outside every shape up to which the nearest is an answer: a coast drawn too short; an island left out."""
ISLANDS: dict[str, Sequence[Box]] = {
    "PR": [(-68.0, 17.8, -65.2, 18.6)],
    "VI": [(-65.1, 18.25, -64.85, 18.45), (-64.85, 18.25, -64.65, 18.375), (-64.95, 17.6, -64.5, 17.85)],
    "GU": [(144.5, 13.1, 145.05, 13.75)],
    "MP": [(144.8, 14.0, 146.2, 20.7)],
    "AS": [(-171.2, -14.7, -168.0, -14.0), (-171.2, -11.2, -170.9, -10.9)],
}
"""Maps that keep only the largest island of a territory do not have the others."""
BORDERS: Sequence[Box] = [
    (-117.13, 32.2, -114.6, 32.72),
    (-106.7, 28.5, -100.0, 31.9),
    (-100.6, 25.7, -98.3, 29.0),
    (-98.3, 25.7, -97.1, 26.15),
    (-80.0, 42.8, -73.3, 45.2),
]
"""Mexico south of California and Texas, Canada north of New York: beyond these edges lies a city, not water."""


def reach(lat: float, lon: float) -> float:
    return NEAR if _is_in(BORDERS, lat, lon) else FAR


def territory(lat: float, lon: float) -> str | None:
    """The one whose islands are around there."""
    return next((state for state, boxes in ISLANDS.items() if _is_in(boxes, lat, lon)), None)


def _is_in(boxes: Iterable[Box], lat: float, lon: float) -> bool:
    return any(west <= lon <= east and south <= lat <= north for west, south, east, north in boxes)
