"""Email over SMTP, to the one mail server of `MAIL_URL`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from tocsin.delivery.channels.base import Session
from tocsin.delivery.channels.email.dkim import signer
from tocsin.delivery.channels.email.provider import provider_session
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
        session = provider_session(settings.MAIL_PROVIDER) if settings.MAIL_PROVIDER else self._smtp()
        try:
            yield session
        finally:
            session.close()

    def _smtp(self) -> EmailSession:
        name, timeout = settings.MAIL_DOMAIN, float(settings.MAIL_TIMEOUT)
        relay = parse_relay(settings.MAIL_URL, name=name, timeout=timeout)
        signs = signer(settings.DKIM_DOMAIN, tuple(settings.DKIM_SELECTOR), tuple(settings.DKIM_KEY_FILE))
        return EmailSession(relay, return_domain=settings.MAIL_RETURN_DOMAIN, signer=signs)
