"""A call to an office. The supporter calls; we hold the script, the number, and a place on the line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from tocsin.delivery.channels.base import Outgoing, Reply, SendError, Session

BY_HAND = "phone: waits for the supporter to call the office"
MAX_DIGITS = 15
"""As many as a telephone number may have (E.164)."""


class PhoneChannel:
    kind = "phone"
    deduplicates = False
    by_hand = True

    def lane(self, recipient: str) -> str:
        return f"{self.kind}:{digits(recipient)}"

    @contextmanager
    def session(self) -> Iterator[Session]:
        yield PhoneSession()


class PhoneSession:
    def send(self, outgoing: Outgoing) -> Reply:
        raise SendError(BY_HAND, by_hand=True)


def digits(number: str) -> str:
    """A number as it is dialed, whichever way it is written; ten digits are taken for one of North America."""
    plain = re.sub(r"[^0-9]", "", re.split(r"(?i)\s*(?:ext|x|;|,)", number)[0])[:MAX_DIGITS]
    return f"1{plain}" if len(plain) == 10 and not number.lstrip().startswith("+") else plain


def tel(number: str) -> str:
    """The link that dials it; empty where there is no number to dial."""
    plain = digits(number)
    return f"tel:+{plain}" if plain else ""
