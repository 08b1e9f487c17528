"""What the outside reports of a message after it had left. The same report twice is one event and one move."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from tocsin.core import retention
from tocsin.core.retention import Holding
from tocsin.delivery import receipts, states, suppression
from tocsin.delivery.models import Event, Message, Receipt

Kind = Event.Kind
MAX_DETAIL = 2_000
KEEP = timedelta(days=365)
EARLY = timedelta(days=1)
"""So long before its message was settled a report may have come; most come within seconds of it."""
LEADS_TO: dict[str, str] = {
    Kind.DELIVERED: states.DELIVERED,
    Kind.AUTO_REPLY: states.DELIVERED,
    Kind.REPLY: states.DELIVERED,
    Kind.BOUNCED: states.BOUNCED,
}
"""An answer, even an automatic one, comes from a system that has the message."""


@transaction.atomic
def record(
    *,
    key: str,
    kind: str,
    source: str,
    message_id: UUID | None = None,
    remote_id: str = "",
    detail: str = "",
    words: str = "",
) -> bool:
    """Whether this was news. `words`: the other side's own words for the receipt, where `detail` holds more.

    A message that nobody knows leaves no event; the answer is False then too.
    """
    message = find(message_id=message_id, remote_id=remote_id)
    if message is None:
        return False
    stored = detail.replace("\0", "\N{REPLACEMENT CHARACTER}")[:MAX_DETAIL]
    event, new = Event.objects.get_or_create(
        key=key[:200], defaults={"message": message, "kind": kind, "source": source[:30], "detail": stored}
    )
    if new:
        _follow(message, event, words or stored)
    return new


def find(*, message_id: UUID | None, remote_id: str = "") -> Message | None:
    """Locked, so that two reports of one message follow each other."""
    locked = Message.objects.select_for_update()
    if message_id is not None and (found := locked.filter(pk=message_id).first()):
        return found
    return locked.filter(remote_id=remote_id).first() if remote_id else None


def catch_up() -> int:
    """Reports that came before their message was settled: how many have now been followed."""
    begun_since = Receipt.objects.filter(
        message=OuterRef("message"), new_state=states.INFLIGHT, at__gt=OuterRef("at")
    )
    waiting = Event.objects.filter(
        Q(message__state=states.AMBIGUOUS) | Q(message__state=states.ACCEPTED, kind__in=LEADS_TO),
        ~Exists(begun_since),
        at__gt=timezone.now() - EARLY,
    ).select_related("message")
    return sum(_advance(event.message, event.kind, event.detail) for event in waiting if event.message)


def _follow(message: Message, event: Event, words: str) -> None:
    if event.kind == Kind.COMPLAINED and message.recipient:
        suppression.suppress(message.recipient, reason="complaint")
    _advance(message, event.kind, words)


def _advance(message: Message, kind: str, words: str) -> bool:
    """Any report on a doubtful message also settles the doubt: the other side did take it."""
    state, reply = LEADS_TO.get(kind), words.strip() or f"reported as {kind}"
    was_doubtful = message.state == states.AMBIGUOUS and receipts.settle(
        message_id=message.pk, state=states.ACCEPTED, reply=reply
    )
    moved = state is not None and receipts.settle(message_id=message.pk, state=state, reply=reply)
    return moved or was_doubtful


def forget(before: datetime) -> int:
    return Event.objects.filter(at__lt=before).exclude(detail="").update(detail="")


def register() -> None:
    retention.register(
        Holding(
            model="delivery.Event",
            fields=("detail",),
            why="to show the supporter what the office answered",
            keep=KEEP,
            purge=forget,
        )
    )
