"""A cache of whole answers for anonymous visitors, for the few seconds that an answer says of itself.

It stands before Django, and keeps only what was marked `Cache-Control: public, s-maxage=N`. One request renders
a stale page while the others are given the old one, so a crowd costs as much as one visitor.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, urlencode

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
App = Callable[[Environ, StartResponse], Iterable[bytes]]

ENTRIES = 1024
MAX_BODY = 512 * 1024
STALE = 2.0
"""Seconds for which an old answer may still be given while one request renews it."""
PERSONAL = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_RANGE")
SIGNIFICANT = frozenset(
    {
        "lang", "q", "page", "body", "party", "state", "zip", "address", "country", "division", "lat", "lon",
        "beside", "from", "to", "sha256",
    }
)  # fmt: skip
"""The only query parameters that change a shared page; `t` and any other that a page reads must not be shared."""


@dataclass(slots=True)
class Entry:
    status: str
    headers: list[tuple[str, str]]
    body: bytes
    until: float
    renewing: Lock = field(default_factory=Lock)


class MicroCache:
    def __init__(self, app: App) -> None:
        self.app = app
        self.entries: dict[tuple[str, ...], Entry] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = self.key(environ)
        if key is None:
            return self.app(environ, start_response)
        entry, now = self.entries.get(key), time.monotonic()
        if entry is None or entry.until + STALE < now:
            return self.fetch(key, environ, start_response)
        if entry.until <= now and entry.renewing.acquire(blocking=False):
            try:
                return self.fetch(key, environ, start_response)
            finally:
                entry.renewing.release()
        start_response(entry.status, entry.headers)
        return [entry.body]

    @staticmethod
    def key(environ: Environ) -> tuple[str, ...] | None:
        """What makes two requests the same; None where the answer may depend on who asks."""
        if environ["REQUEST_METHOD"] != "GET" or any(environ.get(name) for name in PERSONAL):
            return None
        query = environ.get("QUERY_STRING", "")
        if query:
            pairs = parse_qsl(query, keep_blank_values=True)
            if any(name == "t" for name, _value in pairs):
                return None
            query = urlencode([pair for pair in pairs if pair[0] in SIGNIFICANT])
        zipped = "gzip" if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") else ""
        language = environ.get("HTTP_ACCEPT_LANGUAGE", "")[:64]
        return environ.get("HTTP_HOST", ""), environ.get("PATH_INFO", ""), query, language, zipped

    def fetch(self, key: tuple[str, ...], environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        caught: list[Any] = []
        answer = self.app(environ, lambda status, headers, exc_info=None: caught.extend((status, headers)))
        try:
            body = b"".join(answer)
        finally:
            close = getattr(answer, "close", None)
            if close:
                close()
        status, headers = caught
        seconds = shared_seconds(headers)
        if key[-1] and len(body) > 500 and is_text(headers):
            body = gzip.compress(body, 6, mtime=0)
            headers = [*headers, ("Content-Encoding", "gzip")]
            headers = [h for h in headers if h[0].lower() != "content-length"] + [
                ("Content-Length", str(len(body)))
            ]
        if status.startswith("200") and seconds and len(body) <= MAX_BODY:
            self.keep(key, Entry(status, headers, body, time.monotonic() + seconds))
        else:
            self.entries.pop(key, None)
        start_response(status, headers)
        return [body]

    def keep(self, key: tuple[str, ...], entry: Entry) -> None:
        if len(self.entries) >= ENTRIES and key not in self.entries:
            self.entries.pop(next(iter(self.entries)), None)
        self.entries[key] = entry


def shared_seconds(headers: list[tuple[str, str]]) -> float:
    """The `s-maxage` of a public answer that sets no cookie; 0 for any other."""
    found = {name.lower(): value.lower() for name, value in headers}
    control = dict(part.strip().partition("=")[::2] for part in found.get("cache-control", "").split(","))
    if "set-cookie" in found or "public" not in control or {"private", "no-store"} & control.keys():
        return 0
    return float(control.get("s-maxage", 0))


def is_text(headers: list[tuple[str, str]]) -> bool:
    found = {name.lower(): value for name, value in headers}
    return "content-encoding" not in found and found.get("content-type", "").startswith(
        ("text/", "application/json")
    )
