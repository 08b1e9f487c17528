"""The cache before the site: what may be shared is shared, for as long as it says of itself."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from tocsin.core.microcache import ENTRIES, MAX_BODY, MicroCache

PUBLIC = {"Cache-Control": "public, s-maxage=60", "Content-Type": "text/html; charset=utf-8"}
Answer = tuple[str, dict[str, str], bytes]


class Site:
    """Counts how often it was asked."""

    def __init__(self, status: str = "200 OK", body: bytes = b"page", **headers: str) -> None:
        self.status, self.body, self.asked = status, body, 0
        self.headers = PUBLIC | {name.replace("_", "-"): value for name, value in headers.items()}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.asked += 1
        start_response(self.status, list(self.headers.items()))
        return [self.body, b" %d" % self.asked]


def get(app: MicroCache, path: str = "/", **environ: str) -> Answer:
    caught: list[Any] = []
    request = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": "localhost"} | environ
    body = b"".join(app(request, lambda status, headers, error=None: caught.append((status, dict(headers)))))
    return (*caught[0], body)


def test_a_public_page_is_made_once() -> None:
    site = Site()
    app = MicroCache(site)
    assert [get(app)[2] for _ in range(5)] == [b"page 1"] * 5


PRIVATE: list[dict[str, str]] = [
    {"Cache-Control": "private, no-store"},
    {"Cache-Control": "public"},
    {"Cache-Control": "s-maxage=60"},
    {"Cache-Control": "public, no-store, s-maxage=60"},
    {"Cache-Control": "public, s-maxage=0"},
    {"Cache-Control": ""},
    {"Set-Cookie": "a=b"},
]


@pytest.mark.parametrize("headers", PRIVATE, ids=str)
def test_what_does_not_say_that_it_is_public_is_made_for_each(headers: dict[str, str]) -> None:
    site = Site()
    site.headers |= headers
    app = MicroCache(site)
    assert [get(app)[2] for _ in range(3)] == [b"page 1", b"page 2", b"page 3"]


@pytest.mark.parametrize(
    "status", ["404 Not Found", "500 Internal Server Error", "303 See Other", "206 Partial Content"]
)
def test_only_a_whole_page_is_kept(status: str) -> None:
    site = Site(status)
    app = MicroCache(site)
    assert [get(app)[2] for _ in range(2)] == [b"page 1", b"page 2"]


@pytest.mark.parametrize(
    "environ",
    [
        {"REQUEST_METHOD": "POST"},
        {"REQUEST_METHOD": "HEAD"},
        {"HTTP_COOKIE": "session=1"},
        {"HTTP_AUTHORIZATION": "Bearer 1"},
        {"HTTP_RANGE": "bytes=0-1"},
        {"QUERY_STRING": "t=secret"},
        {"QUERY_STRING": "lang=en&%74=secret"},
        {"QUERY_STRING": "t"},
    ],
    ids=str,
)
def test_a_request_of_somebody_goes_to_the_site_itself(environ: dict[str, str]) -> None:
    site = Site()
    app = MicroCache(site)
    get(app)
    assert [get(app, **environ)[2] for _ in range(2)] == [b"page 2", b"page 3"]
    assert get(app)[2] == b"page 1"


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/other/"},
        {"HTTP_HOST": "other"},
        {"QUERY_STRING": "lang=hy"},
        {"QUERY_STRING": "q=river"},
        {"HTTP_ACCEPT_LANGUAGE": "hy"},
    ],
    ids=str,
)
def test_what_changes_the_page_has_a_place_of_its_own(other: dict[str, Any]) -> None:
    site = Site()
    app = MicroCache(site)
    assert [get(app)[2], get(app, **other)[2], get(app)[2], get(app, **other)[2]] == [
        b"page 1", b"page 2", b"page 1", b"page 2",
    ]  # fmt: skip


@pytest.mark.parametrize("query", ["source=x", "utm_source=y", "fbclid=1&gclid=2", "%ff", "&&=&"])
def test_what_changes_nothing_shares_a_place(query: str) -> None:
    site = Site()
    app = MicroCache(site)
    assert [get(app)[2], get(app, QUERY_STRING=query)[2]] == [b"page 1"] * 2


def test_a_page_is_made_anew_when_its_time_is_over() -> None:
    site = Site()
    site.headers["Cache-Control"] = "public, s-maxage=0.05"
    app = MicroCache(site)
    first = get(app)[2]
    time.sleep(0.1)
    assert (first, get(app)[2]) == (b"page 1", b"page 2")


def test_while_one_makes_it_anew_the_others_get_the_old_one() -> None:
    site, begun, go = Site(), threading.Event(), threading.Event()
    site.headers["Cache-Control"] = "public, s-maxage=0.01"

    def slow(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        [lambda: None, begun.set][site.asked > 0]()
        [lambda: None, go.wait][site.asked > 0]()
        return site(environ, start_response)

    app = MicroCache(slow)
    get(app)
    time.sleep(0.05)
    renewing = threading.Thread(target=get, args=(app,))
    renewing.start()
    begun.wait()
    seen = [get(app)[2] for _ in range(3)]
    go.set()
    renewing.join()
    assert seen == [b"page 1"] * 3
    assert site.asked == 2


def test_a_site_that_fails_does_not_block_the_page_for_ever() -> None:
    site = Site()
    site.headers["Cache-Control"] = "public, s-maxage=0.01"
    app = MicroCache(site)
    get(app)
    time.sleep(0.05)

    def broken(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        raise ConnectionError

    app.app = broken
    with pytest.raises(ConnectionError):
        get(app)
    app.app = site
    assert get(app)[2] == b"page 2"


def test_a_long_page_is_sent_packed_to_who_can_unpack_it() -> None:
    app = MicroCache(Site(body=b"x" * 10_000))
    _, headers, body = get(app, HTTP_ACCEPT_ENCODING="br, gzip")
    assert headers["Content-Encoding"] == "gzip" and int(headers["Content-Length"]) == len(body) < 1_000
    assert gzip.decompress(body) == b"x" * 10_000 + b" 1"
    assert "Content-Encoding" not in get(app)[1]


def test_the_room_is_limited() -> None:
    app = MicroCache(Site())
    for number in range(ENTRIES + 50):
        get(app, f"/{number}/")
    assert len(app.entries) == ENTRIES


def test_a_very_large_page_is_not_kept() -> None:
    app = MicroCache(Site(body=b"x" * (MAX_BODY + 1)))
    assert [get(app)[2][-2:] for _ in range(2)] == [b" 1", b" 2"]
