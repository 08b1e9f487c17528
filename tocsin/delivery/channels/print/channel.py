"""Paper: nothing leaves from here. The message waits until a person hands over the delivery book it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tocsin.delivery.channels.base import Outgoing, Reply, SendError, Session

WAITS = "waits for the delivery book"


class PrintChannel:
    kind = "print"
    deduplicates = True
    """A message stands in a book once, however often it was laid aside for it."""
    by_hand = True

    def lane(self, recipient: str) -> str:
        return self.kind

    @contextmanager
    def session(self) -> Iterator[Session]:
        yield PrintSession()


class PrintSession:
    def send(self, outgoing: Outgoing) -> Reply:
        raise SendError(WAITS, by_hand=True)
