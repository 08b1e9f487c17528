"""A load of many connections, each asking again as soon as it was answered; every answer is accounted for."""

from __future__ import annotations

import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import quantiles

Request = Callable[[], bytes]
WARM_SECONDS = 1.5
SILENCE_SECONDS = 30.0


@dataclass(slots=True)
class Report:
    """`statuses` holds every answer; rate and latency only those after the warm-up."""

    statuses: Counter[int] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0
    seconds_of_all: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    @property
    def p99_ms(self) -> float:
        return quantiles(self.latencies, n=100)[98] * 1000


@dataclass(slots=True)
class Asker:
    socket: socket.socket
    asked: float = 0.0
    buffer: bytes = b""


def run(address: tuple[str, int], request: Request, *, connections: int, seconds: float) -> Report:
    """After the time is over nothing new is asked, and all that was asked is waited for."""
    report, chosen = Report(), selectors.EpollSelector()
    askers = [Asker(socket.create_connection(address)) for _ in range(connections)]
    start = time.perf_counter()
    warm, end = start + WARM_SECONDS, start + WARM_SECONDS + seconds
    for asker in askers:
        asker.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        chosen.register(asker.socket, selectors.EVENT_READ, asker)
        ask(asker, request)
    waiting = connections
    while waiting:
        ready = chosen.select(SILENCE_SECONDS)
        if not ready:
            raise TimeoutError(f"{waiting} requests were not answered within {SILENCE_SECONDS} s")
        for key, _events in ready:
            asker = key.data
            status = hear(asker)
            if not status:
                continue
            now = time.perf_counter()
            report.statuses[status] += 1
            if warm <= now < end:
                report.latencies.append(now - asker.asked)
            if now < end:
                ask(asker, request)
            else:
                waiting -= 1
    for asker in askers:
        asker.socket.close()
    report.seconds, report.seconds_of_all = seconds, time.perf_counter() - start
    return report


def ask(asker: Asker, request: Request) -> None:
    asker.asked, asker.buffer = time.perf_counter(), b""
    asker.socket.sendall(request())


def hear(asker: Asker) -> int:
    """The status of a whole answer, 0 while some of it is missing."""
    data = asker.socket.recv(262_144)
    if not data:
        raise ConnectionError("the server closed a connection without an answer")
    asker.buffer += data
    head, found, body = asker.buffer.partition(b"\r\n\r\n")
    if not found:
        return 0
    length = head.lower().partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0]
    return int(head[9:12]) if len(body) >= int(length or 0) else 0
