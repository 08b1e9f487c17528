"""A public word to an official. The supporter posts it from an account of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tocsin.delivery.channels.base import Outgoing, Reply, SendError, Session

BY_HAND = "social: waits for the supporter to post it"


class SocialChannel:
    kind = "social"
    deduplicates = False
    by_hand = True

    def lane(self, recipient: str) -> str:
        return self.kind

    @contextmanager
    def session(self) -> Iterator[Session]:
        yield SocialSession()


class SocialSession:
    def send(self, outgoing: Outgoing) -> Reply:
        raise SendError(BY_HAND, by_hand=True)
