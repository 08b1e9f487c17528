"""The HTTP side of the stand-in, on this machine only."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import cast

from tocsin.delivery.channels.cwc.client.xml import MAX_BYTES
from tocsin.delivery.channels.cwc.gateway.desk import JSON, Desk, Response

HOST, CONTROL = "127.0.0.1", "/control"
IDLE_SECONDS = 60


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, desk: Desk) -> None:
        self.desk = desk
        super().__init__((HOST, port), Handler)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = IDLE_SECONDS
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._answer(self._desk.get(self.path))

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > MAX_BYTES:
            self.close_connection = True
            self._answer(Response(413))
            return
        content = self.rfile.read(length)
        kind = self.headers.get("Content-Type", "")
        asked = _control(self._desk, content) if self.path == CONTROL else None
        self._answer(asked or self._desk.post(self.path, kind, content))

    def log_message(self, format: str, *args: object) -> None:
        """Silent: addresses hold keys."""

    @property
    def _desk(self) -> Desk:
        return cast(Server, self.server).desk

    def _answer(self, response: Response) -> None:
        if response.drop:
            self.close_connection = True
            return
        self.send_response(response.status)
        self.send_header("Content-Type", response.kind)
        self.send_header("Content-Length", str(len(response.body)))
        if response.after:
            self.send_header("Retry-After", str(response.after))
        self.end_headers()
        self.wfile.write(response.body)


def _control(desk: Desk, content: bytes) -> Response:
    """`{"fault": "soft"}` or `{"maintenance": true}`."""
    try:
        asked = json.loads(content)
        if "fault" in asked:
            desk.misbehave(str(asked["fault"]))
        desk.maintenance = bool(asked.get("maintenance", desk.maintenance))
    except (ValueError, TypeError, AttributeError) as error:
        return Response(400, json.dumps({"error": str(error)}).encode(), JSON)
    return Response(
        200, json.dumps({"maintenance": desk.maintenance, "faults": [*desk.faults]}).encode(), JSON
    )


@contextmanager
def running(desk: Desk, port: int = 0) -> Iterator[str]:
    """Its address, while it runs in a thread of this process."""
    server = Server(port, desk)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_address[1]}"
    finally:
        desk.stop.set()
        server.shutdown()
        server.server_close()
        thread.join()


def serve(port: int, root: Path, *, key: str, agent: str) -> None:
    """Returns after SIGTERM or SIGINT."""
    waiting = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, waiting)
    with running(Desk(root, key=key, agent=agent), port):
        signal.sigwait(waiting)
