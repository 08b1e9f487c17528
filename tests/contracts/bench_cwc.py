"""Communicating With Congress, against the stand-in for both chambers' gateways."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from uuid import UUID

from tests.contracts.base import EVERY_FAULT, TIMEOUT
from tests.contracts.letters import letter
from tests.cwc.words import AGENT, CONTENT
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.channels.base import Outgoing, Session
from tocsin.delivery.channels.cwc.client import HOUSE, Endpoint, Gateway
from tocsin.delivery.channels.cwc.gateway import Desk, running
from tocsin.delivery.channels.cwc.offices import Standing
from tocsin.delivery.channels.cwc.session import CwcSession

CHANNEL = CHANNELS["cwc"]
FAULTS = EVERY_FAULT
PATIENCE = 0.3
"""Seconds until a silent server counts as timed out."""


class OnceDeaf(Gateway):
    """Its first call goes to a port where nobody picks up, when there is one."""

    def __init__(self, endpoint: Endpoint, deaf: list[str]) -> None:
        super().__init__(endpoint, timeout=PATIENCE)
        self.deaf = deaf

    def _connect(self) -> HTTPConnection:
        right = self.endpoint
        self.endpoint = replace(right, url=self.deaf.pop() if self.deaf else right.url)
        try:
            return super()._connect()
        finally:
            self.endpoint = right


class CwcBench:
    channel, kind, faults = CHANNEL, "cwc", FAULTS

    def __init__(self, desk: Desk, url: str, silent: str) -> None:
        self.desk, self.url, self.silent, self.deaf = desk, url, silent, list[str]()

    def outgoing(self, name: str) -> Outgoing:
        return letter(name, recipient="HNJ08", content=CONTENT)

    def misbehave(self, fault: str) -> None:
        if fault == TIMEOUT:
            self.deaf.append(self.silent)
        else:
            self.desk.misbehave(fault)

    def taken(self) -> list[str]:
        return [str(UUID(one)) for one in self.desk.taken]

    @contextmanager
    def session(self) -> Iterator[Session]:
        gateway = OnceDeaf(Endpoint(chamber=HOUSE, url=self.url, key="k"), self.deaf)
        session = CwcSession(
            gateways={HOUSE: gateway},
            agent=AGENT,
            standing=lambda code: Standing.LISTED,
            clock=lambda: datetime(2026, 11, 23, 17, tzinfo=UTC),
        )
        yield session
        session.close()


@contextmanager
def bench() -> Iterator[CwcBench]:
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        desk = Desk(Path(folder))
        url = stack.enter_context(running(desk))
        yield CwcBench(desk, url, stack.enter_context(silent_port()))


@contextmanager
def silent_port() -> Iterator[str]:
    """A port whose queue is full, so that connecting hangs."""
    with ExitStack() as stack:
        server = stack.enter_context(socket.socket())
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        for _ in range(2):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(server.getsockname())
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
