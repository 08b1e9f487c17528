"""The geocoder of the US Census Bureau: free, without a key. An address that it is asked for leaves this machine."""

from __future__ import annotations

import logging
import time
from threading import Lock
from typing import Any

import requests

from tocsin.places.geocoders.base import Geocoded
from tocsin.places.geocoders.offline import Offline

URL = "https://geocoding.geo.census.gov"
PATH = "/geocoder/locations/onelineaddress"
BENCHMARK = "Public_AR_Current"
TIMEOUT = (2.0, 4.0)
"""Seconds to connect, and to wait for bytes: a person is waiting."""
FAILURES, PAUSE = 3, 60.0
"""After so many failures one after the other nobody waits for it for so many seconds."""
LONGEST = 200
MATCHES = 5

logger = logging.getLogger(__name__)
logging.getLogger("urllib3").setLevel(logging.WARNING)  # below that it writes addresses


class Breaker:
    def __init__(self) -> None:
        self._failures = 0
        self._until = 0.0
        self._lock = Lock()

    @property
    def is_open(self) -> bool:
        return time.monotonic() < self._until

    def note(self, worked: bool) -> None:
        with self._lock:
            self._failures = 0 if worked else self._failures + 1
            if self._failures >= FAILURES:
                self._until, self._failures = time.monotonic() + PAUSE, 0


class Census:
    is_remote = True

    def __init__(self, url: str = "") -> None:
        self._url = (url or URL).rstrip("/") + PATH
        self._breaker = Breaker()

    def find(self, address: str, zip_code: str) -> Geocoded:
        by_itself = Offline().find(address, zip_code)
        text = " ".join(address.split())[:LONGEST]
        if zip_code and zip_code not in text:
            text = f"{text}, {zip_code}"
        points = self._asked(text)
        return Geocoded(points=points) if points else by_itself

    def _asked(self, text: str) -> tuple[tuple[float, float], ...]:
        if self._breaker.is_open:
            return ()
        try:
            points = _points(self._answer(text))
        except (requests.RequestException, ValueError, KeyError, TypeError, AttributeError) as error:
            self._breaker.note(False)
            logger.warning("the geocoder did not answer: %s", type(error).__name__)
            return ()
        self._breaker.note(True)
        return points

    def _answer(self, text: str) -> Any:
        reply = requests.get(
            self._url,
            params={"address": text, "benchmark": BENCHMARK, "format": "json"},
            timeout=TIMEOUT,
            allow_redirects=False,
        )
        if reply.status_code == 400:  # it cannot read the address
            return {"result": {"addressMatches": []}}
        reply.raise_for_status()
        return reply.json()


def _points(answer: Any) -> tuple[tuple[float, float], ...]:
    matches = answer["result"]["addressMatches"][:MATCHES]
    return tuple((float(m["coordinates"]["y"]), float(m["coordinates"]["x"])) for m in matches)
