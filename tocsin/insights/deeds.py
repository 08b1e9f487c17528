"""What staff do to actions, messages and lanes: each deed with its audit row in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from tocsin.actions import confirm, states
from tocsin.actions.match import reachable
from tocsin.actions.models import Submission
from tocsin.campaigns.ways import ALSO
from tocsin.core import audit
from tocsin.delivery import lanes, outbox, receipts
from tocsin.delivery import states as delivery
from tocsin.delivery.models import Message
from tocsin.delivery.receipts import Move
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
    """Sends what waits for the book for want of a contact, now that there is one. Returns how many messages."""
    contact = reachable(official)
    if contact is None:
        return 0
    ids = held_ids(campaign_id, official.pk)
    given: dict[str, Any] = {
        "reason": _note(actor, reason),
        "fix": {"recipient": contact.value, "channel": contact.type},
    }
    moved = [*outbox.release(ids=ids, **given), *outbox.requeue(ids=ids, **given)]
    audit.record(
        actor=actor,
        verb="messages.released",
        subject=official,
        campaign=campaign_id,
        count=len(moved),
        reason=reason,
    )
    return len(moved)


# --- Many letters at once: one audit row for all ------------------------------------------------------------------


@transaction.atomic
def send_all_again(
    *, actor: User, ids: Collection[UUID], reason: str, fix: Mapping[str, str]
) -> tuple[int, str]:
    """A fresh start, at a corrected address or another channel. How many, and the mark by which it can be undone.

    What was held and has no address stays held.
    """
    mark = uuid4().hex[:8]
    note = f"{_note(actor, reason)[:450]} [{mark}]"
    held = Message.objects.filter(pk__in=ids, state=delivery.HELD)
    ready = held if fix.get("recipient") else held.exclude(Q(recipient="") & ~Q(channel__in=ALSO))
    moved = outbox.release(ids=list(ready.values_list("pk", flat=True)), reason=note, fix=fix)
    moved += outbox.requeue(ids=ids, reason=note, fix=fix)
    _record_all(actor, "messages.requeued", moved, reason, batch=mark, corrected=sorted(fix))
    return len(moved), mark


@transaction.atomic
def settle_all(*, actor: User, ids: Collection[UUID], state: str, reason: str) -> int:
    """What other evidence says became of them; the evidence is the reason, and the reply that is kept."""
    from_where = [old for old, new in delivery.MOVES.items() if state in new and old != delivery.INFLIGHT]
    found = Message.objects.select_for_update().filter(pk__in=ids, state__in=from_where).order_by("id")
    moves = [Move(message=message, new=state, reply=_note(actor, reason)) for message in found]
    moved = receipts.apply(moves) if moves else set()
    _record_all(actor, f"messages.{state}", moved, reason)
    return len(moved)


@transaction.atomic
def hold_again(*, actor: User, ids: Collection[UUID], batch: str, reason: str) -> int:
    """Takes back a fresh start, as far as it has not left."""
    moved = outbox.hold(ids=ids, reason=_note(actor, reason))
    _record_all(actor, "messages.held", moved, reason, batch=batch)
    return len(moved)


def _record_all(actor: User, verb: str, moved: Collection[Any], reason: str, **detail: Any) -> None:
    if moved:
        audit.record(actor=actor, verb=verb, subject="letters", count=len(moved), reason=reason, **detail)


# --- Lanes -------------------------------------------------------------------------------------------------------


@transaction.atomic
def pause(*, actor: User, key: str, reason: str) -> None:
    lanes.pause(key=key, reason=reason)
    verb = "delivery.stopped" if key == lanes.EVERYTHING else "lane.paused"
    audit.record(actor=actor, verb=verb, subject=key, reason=reason)


@transaction.atomic
def resume(*, actor: User, key: str, reason: str) -> None:
    lanes.resume(key=key)
    verb = "delivery.resumed" if key == lanes.EVERYTHING else "lane.resumed"
    audit.record(actor=actor, verb=verb, subject=key, reason=reason)


@transaction.atomic
def configure_lane(
    *, actor: User, key: str, rules: Mapping[str, Any], until: datetime | None, reason: str
) -> None:
    lanes.configure(key=key, **rules)
    lanes.spread(key=key, until=until)
    set_ = {name: value for name, value in rules.items() if value not in (None, "", {}, [])}
    audit.record(
        actor=actor, verb="lane.changed", subject=key, reason=reason, **set_,
        spread_until=until.isoformat() if until else "",
    )  # fmt: skip


@transaction.atomic
def reset_lane(*, actor: User, key: str, reason: str) -> None:
    """Back to the defaults; a pause stays."""
    nothing: dict[str, Any] = {"rate": None, "concurrency": None, "daily_cap": None}
    lanes.configure(key=key, **nothing, hours={}, time_zone="", maintenance=[])
    lanes.spread(key=key, until=None)
    audit.record(actor=actor, verb="lane.reset", subject=key, reason=reason)


def _note(actor: User, reason: str) -> str:
    return f"{actor.get_username()}: {reason}"


def _recorded(moved: bool, actor: User, verb: str, message_id: UUID, reason: str) -> bool:
    if moved:
        audit.record(actor=actor, verb=verb, subject=message_id, reason=reason)
    return moved


def campaign_of(message: Message) -> int:
    return Submission.objects.values_list("campaign_id", flat=True).get(pk=message.ref)
