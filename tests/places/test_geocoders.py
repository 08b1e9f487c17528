"""The geocoder of the Census Bureau, as a server on this machine that speaks its language."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from tests.places.conftest import NJ1, NJ2
from tocsin.places import geocoders
from tocsin.places.geocoders import census
from tocsin.places.locate import Located, locate

pytestmark = pytest.mark.usefixtures("squares")

STREET = "12 Secret Street, Hoboken"
WITH_ZIP = f"{STREET}, NJ 07030"
IN_NJ1, IN_NJ2, AT_EDGE = (40.25, -74.75), (40.1, -74.1), (40.25, -74.501)
SLOW = 0.1


def matches(*points: tuple[float, float]) -> bytes:
    found = [{"matchedAddress": "X", "coordinates": {"x": lon, "y": lat}} for lat, lon in points]
    return json.dumps({"result": {"input": {}, "addressMatches": found}}).encode()


@dataclass
class Bureau:
    """What it will say, how late, and what it has been asked."""

    status: int = 200
    body: bytes = field(default_factory=matches)
    silence: threading.Event | None = None
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    url: str = ""

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        self.asked.append({"path": [parts.path], **parse_qs(parts.query)})
        if self.silence:
            self.silence.wait(5)
        handler.send_response(self.status)
        handler.send_header("Location", f"{self.url}/elsewhere")
        handler.send_header("Content-Length", str(len(self.body)))
        handler.end_headers()
        handler.wfile.write(self.body)


@pytest.fixture
def bureau() -> Iterator[Bureau]:
    said = Bureau()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            said.answer(self)

        def log_message(self, *words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        said.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield said
        finally:
            if said.silence:
                said.silence.set()
            server.shutdown()
            thread.join()


@pytest.fixture
def in_use(bureau: Bureau, settings: Settings) -> Bureau:
    settings.GEOCODER, settings.GEOCODER_URL = "census", bureau.url
    return bureau


def outcome(found: Located) -> tuple[str | None, str, str, str]:
    return found.division, found.method, found.confidence, found.reason


def test_an_address_that_matches_is_a_point_in_a_district(in_use: Bureau) -> None:
    in_use.body = matches(IN_NJ2)

    assert outcome(locate(address=STREET)) == (NJ2, "address", "high", "interior")
    assert in_use.asked == [
        {
            "path": ["/geocoder/locations/onelineaddress"],
            "address": [STREET],
            "benchmark": ["Public_AR_Current"],
            "format": ["json"],
        }
    ]


def test_the_zip_code_goes_with_the_address(in_use: Bureau) -> None:
    locate(address=f"  {STREET}\n", zip_code="07030")
    locate(address=WITH_ZIP, zip_code="07030")

    assert [asked["address"] for asked in in_use.asked] == [[f"{STREET}, 07030"], [WITH_ZIP]]


def test_several_matches_in_one_district_are_as_sure_as_the_least(in_use: Bureau) -> None:
    in_use.body = matches(IN_NJ1, AT_EDGE)

    assert outcome(locate(address=STREET)) == (NJ1, "address", "approximate", "edge")


def test_several_matches_in_several_districts_are_asked(in_use: Bureau) -> None:
    in_use.body = matches(IN_NJ1, IN_NJ2)
    found = locate(address=STREET)

    assert outcome(found) == (None, "address", "low", "several")
    assert (found.candidates, found.state) == ((NJ1, NJ2), "NJ")


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, matches()),
        (400, b"{}"),
        (500, b"oh no"),
        (302, b""),
        (200, b""),
        (200, b"<html>down for maintenance</html>"),
        (200, b"\xff\xfe\x00"),
        (200, b"[]"),
        (200, b'{"result": null}'),
        (200, b'{"result": {"addressMatches": [{"coordinates": {"x": "a", "y": "b"}}]}}'),
    ],
)
def test_without_a_match_the_zip_code_in_the_address_counts(in_use: Bureau, status: int, body: bytes) -> None:
    in_use.status, in_use.body = status, body

    assert outcome(locate(address=WITH_ZIP)) == (NJ1, "zip", "approximate", "unique-zip")
    assert outcome(locate(address=STREET)) == (None, "address", "none", "no-zip")
    assert {asked["path"][0] for asked in in_use.asked} == {census.PATH}


def test_nobody_waits_for_a_slow_answer(in_use: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    in_use.body, in_use.silence = matches(IN_NJ2), threading.Event()
    monkeypatch.setattr(census, "TIMEOUT", (SLOW, SLOW))
    start = time.monotonic()

    assert outcome(locate(address=WITH_ZIP)) == (NJ1, "zip", "approximate", "unique-zip")
    assert time.monotonic() - start < 10 * SLOW
    assert len(in_use.asked) == 1


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(census, "time", SimpleNamespace(monotonic=lambda: self.now))


def test_a_geocoder_that_fails_is_left_alone_for_a_while(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, geocoder = Clock(monkeypatch), census.Census(bureau.url)
    bureau.status, bureau.body = 503, matches(IN_NJ2)

    assert [geocoder.find(STREET, "").points for _ in range(census.FAILURES + 4)] == [()] * (
        census.FAILURES + 4
    )
    assert len(bureau.asked) == census.FAILURES
    bureau.status, clock.now = 200, clock.now + census.PAUSE - 1
    assert geocoder.find(STREET, "").points == ()
    clock.now += 2
    assert geocoder.find(STREET, "").points == (IN_NJ2,)
    assert len(bureau.asked) == census.FAILURES + 1


def test_a_success_between_failures_keeps_it_in_use(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    Clock(monkeypatch)
    geocoder = census.Census(bureau.url)
    statuses = [*[500] * (census.FAILURES - 1), 200] * 3
    for bureau.status in statuses:
        geocoder.find(STREET, "")

    assert len(bureau.asked) == len(statuses)


def test_a_server_that_is_gone_is_no_reason_to_fail(settings: Settings) -> None:
    settings.GEOCODER, settings.GEOCODER_URL = "census", "http://127.0.0.1:9"

    assert locate(address=WITH_ZIP).division == NJ1


def test_by_default_no_address_leaves_this_machine(bureau: Bureau, settings: Settings) -> None:
    assert settings.GEOCODER == "offline"
    settings.GEOCODER_URL = bureau.url
    bureau.body = matches(IN_NJ2)

    assert not geocoders.sends_addresses_out()
    assert locate(address=WITH_ZIP).division == NJ1
    assert locate(address=STREET, zip_code="07030").division == NJ1
    assert locate(address=STREET).division is None
    assert bureau.asked == []


def test_where_addresses_go_out_the_pages_can_say_so(in_use: Bureau) -> None:
    assert geocoders.sends_addresses_out()


def test_an_unknown_geocoder_is_a_mistake_of_the_operator(settings: Settings) -> None:
    settings.GEOCODER = "google"

    with pytest.raises(ImproperlyConfigured, match="google"):
        geocoders.current()


@pytest.mark.parametrize("body", [matches(), b"garbage", matches(IN_NJ1)])
def test_no_address_is_ever_written_to_the_log(
    in_use: Bureau, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    in_use.body = body
    with caplog.at_level(logging.DEBUG):
        locate(address=WITH_ZIP)

    assert "Secret" not in caplog.text
    assert len(in_use.asked) == 1
