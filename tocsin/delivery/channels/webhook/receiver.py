"""A receiver as an organization would write it: checks the signature, knows repeats, misbehaves on request."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

TOLERANCE = 300
"""Seconds that a message may be old: an older one is a replay."""


def is_genuine(secret: str, id: str, timestamp: str, signatures: str, body: bytes) -> bool:
    """What every receiver does before it believes anything."""
    if not timestamp.isdecimal() or abs(time.time() - int(timestamp)) > TOLERANCE:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    wanted = "v1," + base64.b64encode(digest).decode()
    return any(hmac.compare_digest(wanted.encode(), given.encode()) for given in signatures.split())


class Receiver(ThreadingHTTPServer):
    """`fault` is what the next message meets: a status, or `lost` (taken, but no reply)."""

    daemon_threads = True

    def __init__(self, secret: str, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.secret = secret
        self.fault: int | str = ""
        self.after = ""
        self.taken: list[str] = []
        self.bodies: list[bytes] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook?site=1"


class Handler(BaseHTTPRequestHandler):
    server: Receiver
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        fault, self.server.fault = self.server.fault, ""
        id, at, signature = (
            self.headers.get(f"webhook-{part}", "") for part in ("id", "timestamp", "signature")
        )
        if isinstance(fault, int):
            return self.answer(fault, "not this time")
        if not is_genuine(self.server.secret, id, at, signature, body):
            return self.answer(401, "the signature is wrong")
        if id not in self.server.taken:
            self.server.taken.append(id)
            self.server.bodies.append(body)
        if fault == "lost":
            self.close_connection = True
            return None
        return self.answer(200, "taken")

    def answer(self, status: int, words: str) -> None:
        self.send_response(status)
        if self.server.after:
            self.send_header("Retry-After", self.server.after)
        if 300 <= status < 400:
            self.send_header("Location", self.server.url)
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Only who runs it by hand wants to read along."""


@contextmanager
def running(secret: str) -> Iterator[Receiver]:
    server = Receiver(secret)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main() -> None:
    """The secret is read from WEBHOOK_SECRET."""
    server = Receiver(os.environ["WEBHOOK_SECRET"], int(sys.argv[1]))
    sys.stdout.write(f"listening at {server.url}\n")
    server.serve_forever()


if __name__ == "__main__":
    main()
