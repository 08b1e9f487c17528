"""A mail service on loopback that speaks as Postmark's API does, and misbehaves once when asked to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ANSWERS = {
    "soft": (503, {"ErrorCode": 100, "Message": "Maintenance"}),
    "permanent": (422, {"ErrorCode": 300, "Message": "Invalid email request"}),
    "inactive": (
        422,
        {
            "ErrorCode": 406,
            "Message": "You tried to send to recipient(s) that have been marked as inactive. "
            "Found inactive addresses: anna@example.org. Inactive recipients are ones that bounced.",
        },
    ),
    "busy": (429, {"ErrorCode": 429, "Message": "Slow down"}),
    "account": (401, {"ErrorCode": 10, "Message": "Bad or missing Server API token"}),
    "gateway": (504, {"Message": "Gateway timeout"}),
}


class Service(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.next_fault = ""
        self.letters: list[dict[str, Any]] = []
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


class Handler(BaseHTTPRequestHandler):
    server: Service
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        letter = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        fault, self.server.next_fault = self.server.next_fault, ""
        if fault in ANSWERS:
            self.answer(*ANSWERS[fault])
            return
        self.server.letters.append(letter)
        if fault == "lost":
            self.close_connection = True
            self.connection.close()
            return
        name = f"0a129aee-e1cd-480d-b08d-{len(self.server.letters):012d}"
        taken = {"ErrorCode": 0, "Message": "OK", "MessageID": name, "To": letter["To"]}
        self.answer(200, taken)

    def answer(self, code: int, words: dict[str, Any]) -> None:
        body = json.dumps(words).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Retry-After", "30")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextmanager
def running() -> Iterator[Service]:
    service = Service()
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield service
    finally:
        service.shutdown()
        thread.join()
        service.server_close()
