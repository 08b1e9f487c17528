"""From an address to a point: here on this machine, or, where the operator says so, through the Census Bureau."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tocsin.places.geocoders.base import Geocoded, Geocoder
from tocsin.places.geocoders.census import Census
from tocsin.places.geocoders.offline import Offline

__all__ = ["Geocoded", "Geocoder", "current", "sends_addresses_out"]


def current() -> Geocoder:
    return _made(settings.GEOCODER, settings.GEOCODER_URL)


@lru_cache(maxsize=4)
def _made(name: str, url: str) -> Geocoder:
    match name:
        case "offline":
            return Offline()
        case "census":
            return Census(url)
    raise ImproperlyConfigured(f"GEOCODER={name!r}: it must be offline or census")


def sends_addresses_out() -> bool:
    """Whether an address that somebody enters leaves this machine."""
    return current().is_remote
