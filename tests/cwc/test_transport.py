"""The client's transport against a server that answers as it is told."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tocsin.delivery.channels.cwc.client import HOUSE, Endpoint, Gateway, NoAnswerError, Verdict, judge


class Odd(BaseHTTPRequestHandler):
    """Answers as its path's key says: a status, and a body."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        status, _, body = self.path.partition("apikey=")[2].partition("-")
        self.send_response(int(status))
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()
        self.wfile.write({"page": b"<!DOCTYPE html><p>Welcome</p>", "": b""}[body])

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def odd() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Odd)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("200", Verdict.TAKEN),
        ("202", Verdict.TAKEN),
        ("200-page", Verdict.UNSURE),
        ("302", Verdict.CLOSED),
        ("401", Verdict.CLOSED),
        ("404", Verdict.CLOSED),
        ("408", Verdict.LATER),
        ("422", Verdict.REFUSED),
        ("500", Verdict.UNSURE),
        ("503", Verdict.LATER),
        ("504", Verdict.UNSURE),
    ],
)
def test_every_status_has_its_meaning(odd: str, said: str, verdict: Verdict) -> None:
    gateway = Gateway(Endpoint(chamber=HOUSE, url=odd, key=said), timeout=2)
    answer = gateway.post(b"<CWC/>")
    gateway.close()
    assert judge(answer) is verdict
    assert answer.words.startswith(said[:3])


class Proxy(BaseHTTPRequestHandler):
    """Lets nobody through."""

    asked: list[str] = []

    def do_CONNECT(self) -> None:
        self.asked += [self.path, self.headers.get("Proxy-Authorization", "")]
        self.send_error(403)

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_through_a_proxy_the_official_host_is_never_called_directly() -> None:
    with HTTPServer(("127.0.0.1", 0), Proxy) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        proxy = f"http://river:p%40ss@127.0.0.1:{server.server_port}"
        gateway = Gateway(Endpoint.official(HOUSE, key="k"), proxy=proxy)
        with pytest.raises(NoAnswerError) as caught:
            gateway.post(b"<CWC/>")
        thread.join()
    assert Proxy.asked == ["cwc.house.gov:443", f"Basic {base64.b64encode(b'river:p@ss').decode()}"]
    assert not caught.value.sent


@pytest.mark.parametrize(
    "proxy", ["127.0.0.1:1", "https://127.0.0.1:1", "http://", "http://h:x", "socks5://h:1"]
)
def test_what_is_no_proxy_is_refused_and_never_passed_by(proxy: str) -> None:
    with pytest.raises(ValueError, match="the proxy must look like"):
        Gateway(Endpoint.official(HOUSE, key="k"), proxy=proxy)


def test_no_error_tells_the_key() -> None:
    with pytest.raises(NoAnswerError) as caught:
        Gateway(Endpoint(chamber=HOUSE, url="http://127.0.0.1:1", key="hush")).post(b"")
    assert "hush" not in str(caught.value)
