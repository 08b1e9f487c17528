"""What staff do to actions and messages. Each deed leaves its audit row in its own transaction, or does nothing."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from tocsin.actions import confirm, states
from tocsin.actions.match import reachable
from tocsin.actions.models import Submission
from tocsin.core import audit
from tocsin.delivery import outbox, receipts
from tocsin.delivery import states as delivery
from tocsin.delivery.models import Message
from tocsin.insights.queue import held_ids
from tocsin.officials.models import Official


@transaction.atomic
def end_action(*, actor: User, submission_id: UUID, reason: str) -> str | None:
    """Voids what waits for confirmation, withdraws what was confirmed. The new state; None if it had ended."""
    before = confirm.state_of(submission_id)
    if before == states.PENDING:
        after = confirm.void(submission_id)
    elif before == states.CONFIRMED and confirm.withdraw(submission_id):
        after = states.WITHDRAWN
    else:
        return None
    audit.record(actor=actor, verb=f"action.{after}", subject=submission_id, reason=reason)
    return after


@transaction.atomic
def send_again(*, actor: User, message_id: UUID, reason: str) -> bool:
    """A fresh start for a message that failed or whose fate is unclear."""
    moved = bool(outbox.requeue(ids=[message_id], reason=_note(actor, reason)))
    return _recorded(moved, actor, "message.requeued", message_id, reason)


@transaction.atomic
def accept(*, actor: User, message_id: UUID, reason: str) -> bool:
    """The office has it, by other evidence than its server's reply; the evidence is the reason."""
    moved = receipts.settle(message_id=message_id, state=delivery.ACCEPTED, reply=_note(actor, reason))
    return _recorded(moved, actor, "message.accepted", message_id, reason)


@transaction.atomic
def cancel(*, actor: User, message_id: UUID, reason: str) -> bool:
    """It will not be sent."""
    moved = receipts.settle(message_id=message_id, state=delivery.CANCELLED, reply=_note(actor, reason))
    return _recorded(moved, actor, "message.cancelled", message_id, reason)


@transaction.atomic
def release_held(*, actor: User, campaign_id: int, official: Official, reason: str) -> int:
    """Sends what was held for want of a contact, now that there is one. Returns how many messages."""
    contact = reachable(official)
    if contact is None:
        return 0
    ids = held_ids(campaign_id, official.pk)
    held = Message.objects.filter(pk__in=ids, state=delivery.HELD)
    held.update(recipient=contact.value, channel=contact.type)
    moved = outbox.release(ids=ids, reason=_note(actor, reason))
    audit.record(
        actor=actor,
        verb="messages.released",
        subject=official,
        campaign=campaign_id,
        count=len(moved),
        reason=reason,
    )
    return len(moved)


def _note(actor: User, reason: str) -> str:
    return f"{actor.get_username()}: {reason}"


def _recorded(moved: bool, actor: User, verb: str, message_id: UUID, reason: str) -> bool:
    if moved:
        audit.record(actor=actor, verb=verb, subject=message_id, reason=reason)
    return moved


def campaign_of(message: Message) -> int:
    return Submission.objects.values_list("campaign_id", flat=True).get(pk=message.ref)
