"""A public word: only the supporter posts it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from tests.contracts.letters import letter
from tocsin.delivery.channels.base import Outgoing, Session
from tocsin.delivery.channels.social import SocialChannel

CHANNEL = SocialChannel()
FAULTS: frozenset[str] = frozenset()


class SocialBench:
    channel, kind, faults = CHANNEL, "social", FAULTS

    def outgoing(self, name: str) -> Outgoing:
        return letter(name, recipient="@SenExample")

    def misbehave(self, fault: str) -> None:
        raise LookupError(fault)

    def taken(self) -> list[str]:
        return []

    def session(self) -> AbstractContextManager[Session]:
        return CHANNEL.session()


@contextmanager
def bench() -> Iterator[SocialBench]:
    yield SocialBench()
