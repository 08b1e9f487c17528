from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Geocoded:
    """Points that match (latitude, longitude), best first; else the ZIP code that the address surely has."""

    points: tuple[tuple[float, float], ...] = ()
    zip_code: str = ""
    problem: str = ""


class Geocoder(Protocol):
    is_remote: bool

    def find(self, address: str, zip_code: str) -> Geocoded:
        """Never raises: an address that is not found has no points."""
        ...
