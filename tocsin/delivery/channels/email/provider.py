"""Hands letters to a mail service through django-anymail, and says honestly what became of each.

Opens and clicks are never tracked: where a service would do so by its own account, it is told not to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from email.utils import formataddr
from typing import Any

import requests
from anymail.exceptions import (
    AnymailError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailSerializationError,
    AnymailUnsupportedFeature,
)
from anymail.message import AnymailMessage
from django.core.mail import get_connection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from tocsin.core.errors import OperatorError
from tocsin.delivery.channels.base import Outgoing, Reply, SendError
from tocsin.delivery.channels.email.addresses import LetterError, without_addresses
from tocsin.delivery.channels.email.letter import write


@dataclass(frozen=True, slots=True)
class Provider:
    metadata: bool = True
    """Whether it gives our own id of the letter back with each report."""
    tracks: bool = True
    """Whether it can count opens and clicks, so it must be told not to."""


PROVIDERS = {
    "brevo": Provider(tracks=False),
    "mailgun": Provider(),
    "mailjet": Provider(),
    "postal": Provider(metadata=False, tracks=False),
    "postmark": Provider(),
    "resend": Provider(tracks=False),
    "sendgrid": Provider(),
    "sparkpost": Provider(),
}
NOT_NOW = frozenset({408, 425, 429, 500, 503})
OUR_ACCOUNT = frozenset({401, 402, 403, 404})
"""The service refuses us, not the letter: it waits until the account is in order."""
PERHAPS_TAKEN = frozenset({502, 504})
"""A gateway lost the answer of what stands behind it."""
NEVER = (
    AnymailRecipientsRefused,
    AnymailUnsupportedFeature,
    AnymailSerializationError,
    AnymailInvalidAddress,
)
REFUSED = frozenset({"rejected", "invalid", "failed"})
MAX_WORDS = 500


def provider_session(name: str) -> ProviderSession:
    if name not in PROVIDERS:
        raise OperatorError(f"MAIL_PROVIDER must be one of {', '.join(PROVIDERS)}, not {name!r}")
    return ProviderSession(name)


class ProviderSession:
    """One kept connection to the service."""

    def __init__(self, name: str) -> None:
        self.name, self.provider = name, PROVIDERS[name]
        self.backend: Any = get_connection(f"anymail.backends.{name}.EmailBackend")

    def send(self, outgoing: Outgoing) -> Reply:
        try:
            write(outgoing)
        except LetterError as error:
            raise SendError(f"cannot be written as mail: {error}", permanent=True) from None
        message = self._message(outgoing)
        try:
            self.backend.open()
            self.backend.send_messages([message])
        except NEVER as error:
            raise SendError(_words(error), permanent=True) from None
        except AnymailError as error:
            raise _judge(error) from None
        return _reply(message)

    def close(self) -> None:
        self.backend.close()

    def _message(self, outgoing: Outgoing) -> AnymailMessage:
        own = {"Message-ID": outgoing.message_id, "X-Action-Id": outgoing.id}
        message = AnymailMessage(
            subject=outgoing.subject,
            body=outgoing.text,
            from_email=formataddr((outgoing.sender_name, outgoing.sender)),
            to=[formataddr((outgoing.recipient_name, outgoing.recipient))],
            reply_to=[formataddr((outgoing.reply_to_name, outgoing.reply_to))] if outgoing.reply_to else None,
            headers={**own, "Content-Language": outgoing.language, **outgoing.headers},
        )
        if outgoing.html:
            message.attach_alternative(outgoing.html, "text/html")
        for file in outgoing.attachments:
            message.attach(file.name, file.content, file.content_type)
        if self.provider.metadata:
            message.metadata = {"action_id": outgoing.id}
        if self.provider.tracks:
            message.track_opens = message.track_clicks = False
        return message


def _reply(message: AnymailMessage) -> Reply:
    """Taken is only what the service gave a name to."""
    status = message.anymail_status
    words = _response(status.esp_response)
    if (status.status and status.status <= REFUSED) or status.esp_response.status_code >= 400:
        raise SendError(words, permanent=True)
    if not status.message_id:
        raise SendError(f"taken without a name: {words}", ambiguous=True)
    return Reply(words, remote_id=str(status.message_id).strip("<>")[:200])


def _judge(error: AnymailError) -> SendError:
    response = getattr(error, "response", None)
    if response is None:
        before = _before_sending(error.__cause__)
        return SendError(_words(error), ambiguous=not before, unreachable=before)
    code, words = int(response.status_code), _response(response)
    if code in NOT_NOW or code in OUR_ACCOUNT:
        return SendError(words, unreachable=code != requests.codes.too_many_requests, after=_after(response))
    unclear = code in PERHAPS_TAKEN or code < 400
    return SendError(words, permanent=400 <= code < 500, ambiguous=unclear)


def _before_sending(cause: BaseException | None) -> bool:
    """Nothing left this machine, because no connection came about."""
    reason = getattr(cause.args[0], "reason", None) if cause and cause.args else None
    return isinstance(cause, requests.ConnectTimeout) or isinstance(
        reason, (NewConnectionError, ConnectTimeoutError)
    )


def _after(response: requests.Response) -> timedelta | None:
    seconds = response.headers.get("Retry-After", "")
    return timedelta(seconds=min(int(seconds), 86_400)) if seconds.isdecimal() else None


def _response(response: requests.Response) -> str:
    return without_addresses(f"{response.status_code} {response.text}")[:MAX_WORDS]


def _words(error: AnymailError) -> str:
    first = str(error.args[0]) if error.args else type(error).__name__
    return without_addresses(f"{first} {type(error.__cause__).__name__ if error.__cause__ else ''}")[
        :MAX_WORDS
    ]
