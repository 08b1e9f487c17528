"""Talks to one gateway over a kept connection, and says exactly how far a message got. Follows no redirect."""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from . import codes
from .endpoint import Endpoint
from .xml import read

XML = "application/xml"
MAX_REPLY = 2 * 1024 * 1024
MAX_WORDS = 1_000
LONGEST_WAIT = 6 * 3600
ERROR_TAGS = {"error", "message", "reason"}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    reason: str
    body: bytes = b""
    after: timedelta | None = None
    repeated: bool = False
    """The message went out twice, because a kept connection broke after the first time."""

    @property
    def words(self) -> str:
        """The status and what came with it, for a person; never empty."""
        said = "; ".join(_reasons(self.body)) or " ".join(self.body.decode("utf-8", "replace").split())
        return f"{self.status} {self.reason}: {said}"[:MAX_WORDS].rstrip(": ")

    @property
    def is_page(self) -> bool:
        """A web page is no gateway's answer, whatever its status."""
        return bool(re.match(rb"\s*<(!doctype html|html)\b", self.body[:200], re.IGNORECASE))


class NoAnswerError(Exception):
    """`sent`: the whole message had left, so the gateway may have it."""

    def __init__(self, what: str, *, sent: bool) -> None:
        super().__init__(what)
        self.sent = sent


@dataclass(frozen=True, slots=True)
class Office:
    code: str
    name: str = ""


def proxy_problem(proxy: str) -> str:
    """Why this names no proxy that can be used; empty where it does. Does not repeat it: it may hold a password."""
    try:
        parts = urlsplit(proxy)
        fits = parts.scheme == "http" and parts.hostname and parts.port and not parts.path.strip("/")
    except ValueError:
        fits = False
    return "" if fits else "must look like http://host:port or http://user:password@host:port"


class Gateway:
    """For one thread. `proxy` (`http://user:password@host:port`) has an address that the chamber knows.

    Raises ValueError for a proxy that is none.
    """

    def __init__(self, endpoint: Endpoint, *, timeout: float = 20.0, proxy: str = "") -> None:
        if proxy and (wrong := proxy_problem(proxy)):
            raise ValueError(f"the proxy {wrong}")
        self.endpoint, self.timeout, self.proxy = endpoint, timeout, proxy
        self.connection: http.client.HTTPConnection | None = None

    def post(self, message: bytes) -> Answer:
        """Raises NoAnswerError."""
        return self._ask("POST", self.endpoint.messages(), message)

    def validate(self, message: bytes) -> Answer:
        """Has the House judge a message without keeping it. Raises NoAnswerError."""
        return self._ask("POST", self.endpoint.validate(), message)

    def offices(self) -> list[Office]:
        """Who takes messages now. Raises NoAnswerError, or ValueError for an answer that is no such list."""
        answer = self._ask("GET", self.endpoint.offices())
        if answer.status != http.client.OK:
            raise ValueError(f"the list of offices: {answer.words}")
        return list(_offices(answer.body, self.endpoint.chamber))

    def close(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None

    def _ask(self, method: str, path: str, content: bytes | None = None) -> Answer:
        """A kept connection that turns out closed gets one successor; gateways recognize a repeat."""
        kept = self.connection is not None
        try:
            return self._exchange(method, path, content)
        except NoAnswerError as error:
            if not (kept and isinstance(error.__cause__, ConnectionError)):
                raise
            sent = error.sent
        try:
            answer = self._exchange(method, path, content)
        except NoAnswerError as error:
            raise NoAnswerError(str(error), sent=sent or error.sent) from error
        return replace(answer, repeated=sent)

    def _exchange(self, method: str, path: str, content: bytes | None) -> Answer:
        sent = False
        try:
            connection = self.connection or self._connect()
            connection.request(method, path, content, {"Content-Type": XML} if content else {})
            sent = True
            response = connection.getresponse()
            body = response.read(MAX_REPLY)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise NoAnswerError(_told(error, sent=sent), sent=sent) from error
        if response.will_close or not response.isclosed():
            self.close()
        after = _seconds(response.getheader("Retry-After"))
        return Answer(response.status, response.reason, body, after)

    def _connect(self) -> http.client.HTTPConnection:
        """A stand-in on this machine needs no proxy."""
        ours, proxy = urlsplit(self.endpoint.url), urlsplit(self.proxy)
        host, timeout = ours.hostname or "", self.timeout
        if ours.scheme == "http":
            self.connection = http.client.HTTPConnection(host, ours.port, timeout=timeout)
        else:
            by, port = (proxy.hostname or "", proxy.port) if self.proxy else (host, ours.port)
            context = ssl.create_default_context()
            self.connection = http.client.HTTPSConnection(by, port, timeout=timeout, context=context)
            if self.proxy:
                self.connection.set_tunnel(host, 443, _credentials(proxy))
        self.connection.connect()
        return self.connection


def _credentials(proxy: SplitResult) -> dict[str, str]:
    if not proxy.username:
        return {}
    pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}


def _told(error: Exception, *, sent: bool) -> str:
    """Without the address, which holds the key."""
    words = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    what = "timed out" if isinstance(error, TimeoutError) else words
    return f"no answer after the message had left: {what}" if sent else f"could not reach the gateway: {what}"


def _seconds(value: str | None) -> timedelta | None:
    return timedelta(seconds=min(int(value), LONGEST_WAIT)) if value and value.isdigit() else None


def _reasons(body: bytes) -> Iterator[str]:
    with contextlib.suppress(ValueError):
        for element in read(body).iter():
            if isinstance(element.tag, str) and element.tag.lower() in ERROR_TAGS and element.text:
                yield " ".join(element.text.split())


def _offices(body: bytes, chamber: str) -> Iterator[Office]:
    """The House lists codes, the Senate names with codes; codes that are none are left out."""
    rows: Any = json.loads(body)
    if not isinstance(rows, list):
        raise ValueError("the list of offices is no list")
    for row in rows:
        found = row if isinstance(row, dict) else {"office_code": row}
        code = str(found.get("office_code", "")).strip().upper()
        if codes.OFFICE.fullmatch(code) and codes.chamber_of(code) == chamber:
            yield Office(code, str(found.get("name", "")).partition(" [")[0][:200])
