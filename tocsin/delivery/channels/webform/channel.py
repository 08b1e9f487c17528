"""An office's own form. We never fill it in: the supporter does, with everything ready to copy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from tocsin.delivery.channels.base import Outgoing, Reply, SendError, Session

BY_HAND = "webform: waits for the supporter to send it through the office's own form"


class WebformChannel:
    kind = "webform"
    deduplicates = False
    by_hand = True

    def lane(self, recipient: str) -> str:
        return f"{self.kind}:{host_of(recipient)}"[:120]

    @contextmanager
    def session(self) -> Iterator[Session]:
        yield WebformSession()


class WebformSession:
    def send(self, outgoing: Outgoing) -> Reply:
        raise SendError(BY_HAND, by_hand=True)


def host_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
