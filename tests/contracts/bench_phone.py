"""A call: only the supporter makes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from tests.contracts.letters import letter
from tocsin.delivery.channels.base import Outgoing, Session
from tocsin.delivery.channels.phone import PhoneChannel

CHANNEL = PhoneChannel()
FAULTS: frozenset[str] = frozenset()


class PhoneBench:
    channel, kind, faults = CHANNEL, "phone", FAULTS

    def outgoing(self, name: str) -> Outgoing:
        return letter(name, recipient="(202) 555-0143")

    def misbehave(self, fault: str) -> None:
        raise LookupError(fault)

    def taken(self) -> list[str]:
        return []

    def session(self) -> AbstractContextManager[Session]:
        return CHANNEL.session()


@contextmanager
def bench() -> Iterator[PhoneBench]:
    yield PhoneBench()
