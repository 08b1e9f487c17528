"""Paper: a person carries the book, so there is nobody here who could take a message."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from tests.contracts.letters import letter
from tocsin.delivery.channels.base import Outgoing, Session
from tocsin.delivery.channels.print import PrintChannel

CHANNEL = PrintChannel()
FAULTS: frozenset[str] = frozenset()


class PrintBench:
    channel, kind, faults = CHANNEL, "print", FAULTS

    def outgoing(self, name: str) -> Outgoing:
        return letter(name)

    def misbehave(self, fault: str) -> None:
        raise LookupError(fault)

    def taken(self) -> list[str]:
        return []

    def session(self) -> AbstractContextManager[Session]:
        return CHANNEL.session()


@contextmanager
def bench() -> Iterator[PrintBench]:
    yield PrintBench()
