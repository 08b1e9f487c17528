"""Takes every message and sends none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tocsin.delivery.channels.base import Outgoing, Reply, Session

KEPT = "sandbox: kept, not sent"


class SandboxChannel:
    kind = "sandbox"
    deduplicates = True
    by_hand = False

    def lane(self, recipient: str) -> str:
        return self.kind

    @contextmanager
    def session(self) -> Iterator[Session]:
        yield SandboxSession()


class SandboxSession:
    def send(self, outgoing: Outgoing) -> Reply:
        return Reply(KEPT)
