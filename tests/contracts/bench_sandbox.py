"""The sandbox has no other side: it takes everything, and nothing can go wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.contracts.letters import letter
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.channels.base import Outgoing, Reply, Session

CHANNEL = CHANNELS["sandbox"]
FAULTS: frozenset[str] = frozenset()


class SandboxBench:
    channel, kind, faults = CHANNEL, "sandbox", FAULTS

    def __init__(self) -> None:
        self.kept: list[str] = []

    def outgoing(self, name: str) -> Outgoing:
        return letter(name)

    def misbehave(self, fault: str) -> None:
        raise LookupError(fault)

    def taken(self) -> list[str]:
        return self.kept

    @contextmanager
    def session(self) -> Iterator[Session]:
        with CHANNEL.session() as session:
            yield Noting(session, self.kept)


class Noting:
    """The sandbox keeps nothing itself, so what it said yes to is noted here."""

    def __init__(self, session: Session, kept: list[str]) -> None:
        self.session, self.kept = session, kept

    def send(self, outgoing: Outgoing) -> Reply:
        reply = self.session.send(outgoing)
        self.kept.append(outgoing.id)
        return reply


@contextmanager
def bench() -> Iterator[SandboxBench]:
    yield SandboxBench()
