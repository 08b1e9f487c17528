"""An office's own form: only the supporter sends it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from tests.contracts.letters import letter
from tocsin.delivery.channels.base import Outgoing, Session
from tocsin.delivery.channels.webform import WebformChannel

CHANNEL = WebformChannel()
FAULTS: frozenset[str] = frozenset()


class WebformBench:
    channel, kind, faults = CHANNEL, "webform", FAULTS

    def outgoing(self, name: str) -> Outgoing:
        return letter(name, recipient="https://www.senate.example.org/contact")

    def misbehave(self, fault: str) -> None:
        raise LookupError(fault)

    def taken(self) -> list[str]:
        return []

    def session(self) -> AbstractContextManager[Session]:
        return CHANNEL.session()


@contextmanager
def bench() -> Iterator[WebformBench]:
    yield WebformBench()
