"""Email over SMTP, to the one mail server of `MAIL_URL`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from tocsin.delivery.channels.base import Session
from tocsin.delivery.channels.email.relay import parse_relay
from tocsin.delivery.channels.email.session import EmailSession


class EmailChannel:
    kind = "email"
    deduplicates = False
    by_hand = False

    def lane(self, recipient: str) -> str:
        return f"{self.kind}:{recipient.rpartition('@')[2].lower()}"[:120]

    @contextmanager
    def session(self) -> Iterator[Session]:
        name, timeout = settings.MAIL_DOMAIN, float(settings.MAIL_TIMEOUT)
        session = EmailSession(parse_relay(settings.MAIL_URL, name=name, timeout=timeout))
        try:
            yield session
        finally:
            session.close()
