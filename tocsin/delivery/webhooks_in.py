"""What a mail service reports by itself: deliveries, bounces, complaints, and mail that came back.

django-anymail checks who speaks and makes one shape of it. Opens and clicks are not looked at.
"""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from anymail import signals
from anymail.signals import AnymailInboundEvent, AnymailTrackingEvent, EventType
from anymail.urls import urlpatterns as every_service
from django.conf import settings
from django.dispatch import receiver

from tocsin.delivery import events
from tocsin.delivery.channels.email.addresses import without_addresses
from tocsin.delivery.inbound import receive
from tocsin.delivery.models import Event

Kind = Event.Kind
KINDS = {
    EventType.DELIVERED: Kind.DELIVERED,
    EventType.DEFERRED: Kind.DEFERRED,
    EventType.BOUNCED: Kind.BOUNCED,
    EventType.REJECTED: Kind.BOUNCED,
    EventType.FAILED: Kind.BOUNCED,
    EventType.COMPLAINED: Kind.COMPLAINED,
    EventType.AUTORESPONDED: Kind.AUTO_REPLY,
}
MAX_WORDS = 300

urlpatterns = [
    pattern
    for pattern in every_service
    if settings.ANYMAIL.get("WEBHOOK_SECRET")
    and (pattern.name or "").startswith(f"{settings.MAIL_PROVIDER}_")
]
"""Without a secret anyone could report a bounce, so then nothing listens."""


@receiver(signals.tracking, dispatch_uid="tocsin.delivery.tracked")
def tracked(sender: object, event: AnymailTrackingEvent, esp_name: str, **rest: Any) -> None:
    kind = KINDS.get(event.event_type)
    if kind is None:
        return
    said = event.mta_response or event.description or event.reject_reason or event.event_type
    events.record(
        key=f"{esp_name}:{_key(event)}",
        kind=kind,
        source=esp_name,
        message_id=_number((event.metadata or {}).get("action_id", "")),
        remote_id=str(event.message_id or "").strip("<>"),
        detail=without_addresses(str(said))[:MAX_WORDS],
    )


@receiver(signals.inbound, dispatch_uid="tocsin.delivery.came_in")
def came_in(sender: object, event: AnymailInboundEvent, esp_name: str, **rest: Any) -> None:
    mail = event.message
    receive(mail.as_bytes(), recipient=mail.envelope_recipient or "", source=esp_name)


def _key(event: AnymailTrackingEvent) -> str:
    """The service's own name of the report, else what makes it this one."""
    parts = (event.event_type, event.message_id, event.timestamp, event.recipient)
    return str(event.event_id or hashlib.sha256(repr(parts).encode()).hexdigest())


def _number(word: object) -> UUID | None:
    try:
        return UUID(str(word))
    except ValueError:
        return None
