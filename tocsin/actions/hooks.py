"""Tells the organization's own systems what happened: one message for each webhook that wants to hear of it.

What is told holds no personal data: which act or message, of which campaign, from which state or country. A system that
needs names takes them from an export, by staff who may see them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from tocsin.actions.models import Submission
from tocsin.delivery import outbox, states
from tocsin.delivery.channels.base import Outgoing
from tocsin.delivery.models import Message, Webhook
from tocsin.delivery.purposes import Purpose, Told

CONFIRMED, WITHDRAWN = "submission.confirmed", "submission.withdrawn"
TEST = "test"
EVENTS = {
    CONFIRMED: _("Somebody confirmed"),
    WITHDRAWN: _("Somebody withdrew"),
    f"message.{states.ACCEPTED}": _("A message was handed over"),
    f"message.{states.DELIVERED}": _("A message was reported as delivered"),
    f"message.{states.BOUNCED}": _("A message came back"),
    f"message.{states.FAILED}": _("A message could not be delivered"),
    f"message.{states.NEEDS_PERSON}": _("A message needs a person"),
}
"""What a webhook can hear of. A test is sent to any."""
SPACE = UUID("5e0c9c0a-8a4f-4b53-9f0a-6a1d2f6d9c11")
GONE = "410 "


def emit(event: str, subject: Submission | Message, *, moment: datetime | None = None) -> int:
    """Call it in the transaction of what happened, so that both are true or neither. Returns how many will hear.

    Told twice of the same, a webhook hears once.
    """
    hooks = list(Webhook.objects.filter(active=True, events__contains=[event]))
    if not hooks:
        return 0
    data = facts_of(subject)
    found = [put(hook, event, data, key=f"{event}:{subject.pk}", moment=moment or now()) for hook in hooks]
    return sum(message is not None for message in found)


def emit_moves(told: Sequence[Told]) -> None:
    """For the listener of actions' messages: tells of the moves that are of interest outside."""
    events = {f"message.{new}" for _, _, new in told} & EVENTS.keys()
    if events and Webhook.objects.filter(active=True, events__has_any_keys=sorted(events)).exists():
        for message, _, new in told:
            if (event := f"message.{new}") in events:
                emit(event, message)


def send_test(hook: Webhook) -> Message | None:
    """A message that says nothing, to see whether it arrives."""
    return put(hook, TEST, {"webhook": hook.name}, key=f"{TEST}:{uuid4()}", moment=now())


def put(hook: Webhook, event: str, data: dict[str, Any], *, key: str, moment: datetime) -> Message | None:
    body = {"type": event, "timestamp": moment.astimezone(UTC).isoformat(timespec="seconds"), "data": data}
    return outbox.enqueue(
        purpose=PURPOSE.name,
        channel="webhook",
        key=f"webhook:{hook.pk}:{key}",
        recipient=origin(hook.url),
        ref=ref_of(hook),
        language="en",
        data={"webhook": hook.pk, "body": body},
    )


def facts_of(subject: Submission | Message) -> dict[str, Any]:
    if isinstance(subject, Submission):
        return {
            "submission": str(subject.pk),
            "campaign": subject.campaign.slug,
            "area": subject.area,
            "language": subject.language,
            "source": subject.source,
        }
    official = subject.data.get("official") or {}
    return {
        "message": str(subject.pk),
        "submission": str(subject.ref),
        "campaign": subject.data.get("slug", ""),
        "channel": subject.channel,
        "official": {"name": official.get("name", ""), "slug": official.get("slug", "")},
    }


def ref_of(hook: Webhook) -> UUID:
    """What all messages to one webhook share: withdrawing an act takes none of them back."""
    return uuid5(SPACE, str(hook.pk))


def origin(url: str) -> str:
    """The lane is the host's; the rest of an address may be a secret, and stays with the webhook."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"[:320]


def compose(message: Message) -> Outgoing:
    """The address and the key are those of now, the body is that of then."""
    hook = Webhook.objects.get(pk=message.data["webhook"])
    return Outgoing(
        id=str(message.id),
        message_id=f"<{message.id}@{settings.MAIL_DOMAIN}>",
        recipient=message.recipient,
        sender=settings.MAIL_FROM,
        subject=message.data["body"]["type"],
        text=json.dumps(message.data["body"], ensure_ascii=False, separators=(",", ":")),
        content={"url": hook.url, "webhook": hook.pk, "key_version": hook.key_version},
    )


def heed(told: Sequence[Told]) -> None:
    """A receiver that says it is gone hears no more."""
    gone = [
        one.message.data["webhook"]
        for one in told
        if one.new == states.FAILED and one.message.reply.startswith(GONE)
    ]
    if gone:
        Webhook.objects.filter(pk__in=gone).update(active=False)


PURPOSE = Purpose(
    name="webhook",
    compose=compose,
    expires=timedelta(days=3),
    keep=timedelta(days=90),
    priority=9,
    resend_when_unsure=True,
    settled=heed,
)
