"""One POST to an address that staff typed in: never into a private network, never elsewhere, never without end."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

CONNECT_SECONDS = 5.0
WHOLE_SECONDS = 20.0
"""For everything from connecting to the last byte read; well within a lease."""
READ_BYTES = 2_000
MOST_ADDRESSES = 3
TUNNELS = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
"""IPv6 addresses that stand for IPv4 ones, which might be private."""


class Forbidden(Exception):  # noqa: N818 (an answer, not a fault)
    """We do not go there."""


class Unreachable(Exception):  # noqa: N818
    """Nobody was reached, so nothing was handed over."""


class Lost(Exception):  # noqa: N818
    """The request had begun; whether it was taken is unknown."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    reason: str
    body: str
    retry_after: str


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Follows no redirect. Raises `Forbidden`, `Unreachable` or `Lost`."""
    parts = checked(url)
    connection = Pinned(parts)
    timer = Timer(WHOLE_SECONDS, connection.cut)
    timer.start()
    try:
        connection.connect()
        return _exchange(connection, parts, body, headers)
    finally:
        timer.cancel()
        connection.close()


def _exchange(connection: Pinned, parts: SplitResult, body: bytes, headers: Mapping[str, str]) -> Answer:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, body=body, headers=dict(headers))
        response = connection.getresponse()
        text = response.read(READ_BYTES).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as error:
        raise Lost(f"no reply after the request: {type(error).__name__}") from error
    return Answer(response.status, response.reason, text, response.getheader("Retry-After") or "")


def checked(url: str) -> SplitResult:
    """The parts of an address we may write to, as far as its text tells."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Forbidden(f"not an address: {error}") from error
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username is not None or port == 0:
        raise Forbidden("the address must be https://, without a user name")
    if parts.scheme == "http" and not local_allowed():
        raise Forbidden("the address must begin with https://")
    return parts


def local_allowed() -> bool:
    """For trying it out: the same machine may be written to, without encryption."""
    return bool(settings.DEMO or settings.DEBUG)


def is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    if mapped is not None:
        ip = mapped
    in_tunnel = any(ip in network for network in TUNNELS if network.version == ip.version)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or in_tunnel)


def resolve(host: str, port: int, *, encrypted: bool) -> list[str]:
    """The addresses of a host. One that may not be reached forbids them all: an honest host has none."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{host} is not known: {error}") from error
    found = list(dict.fromkeys(str(row[4][0]) for row in rows))
    for address in found:
        loopback = ipaddress.ip_address(address.partition("%")[0]).is_loopback
        if loopback and local_allowed():
            continue
        if not is_public(address):
            raise Forbidden(f"{host} leads into a private network")
        if not encrypted:
            raise Forbidden("the address must begin with https://")
    return found


@cache
def trust() -> ssl.SSLContext:
    return ssl.create_default_context()


class Pinned(http.client.HTTPConnection):
    """Connects to the very address that was checked: a name that changes in between leads nowhere else."""

    def __init__(self, parts: SplitResult) -> None:
        self.encrypted = parts.scheme == "https"
        port = parts.port or (443 if self.encrypted else 80)
        super().__init__(parts.hostname or "", port, timeout=CONNECT_SECONDS)
        self.default_port = 443 if self.encrypted else 80

    def connect(self) -> None:
        failure: Exception | None = None
        for address in resolve(self.host, self.port, encrypted=self.encrypted)[:MOST_ADDRESSES]:
            try:
                self._open(address)
            except OSError as error:
                failure = error
                self.close()
            else:
                return
        raise Unreachable(f"could not reach {self.host}: {failure}")

    def _open(self, address: str) -> None:
        """The socket is known to `cut` before the other side can keep us waiting."""
        self.sock = socket.create_connection((address, self.port), timeout=self.timeout)
        if self.encrypted:
            tls = trust().wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = tls
            tls.do_handshake()

    def cut(self) -> None:
        """From another thread: whoever trickles its reply holds nobody up."""
        sock = self.sock
        if sock is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


def host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
