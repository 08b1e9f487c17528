"""Dispatch: a confirmed submission becomes one message per official, never two."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.utils.timezone import get_default_timezone, localdate

from tocsin.actions.compose import letter_data
from tocsin.actions.match import Matched, Recipient, recipients
from tocsin.actions.models import Submission
from tocsin.campaigns.kinds import KINDS
from tocsin.campaigns.models import Campaign
from tocsin.delivery import lanes, outbox, receipts, states
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.models import Lane, Message
from tocsin.delivery.receipts import Move
from tocsin.delivery.states import Fate
from tocsin.officials.ways import CWC


def dispatch(submission: Submission, matched: Matched) -> int:
    """Writes the messages; call it in the transaction that confirms. Returns how many officials they reach.

    A message to an office without any known way is held, and can be released when one is found.
    """
    if not KINDS[submission.campaign.kind].sends:
        return 0
    reached = recipients(submission, matched)
    for recipient in reached:
        key = f"action:{submission.id}:{recipient.holder.person_id}"
        message = outbox.enqueue(
            purpose="action",
            channel=recipient.channel or "email",
            key=key if recipient.main else f"{key}:{recipient.channel}",
            recipient=recipient.address,
            ref=submission.id,
            language=submission.language,
            data=message_data(submission, recipient),
            held=not recipient.channel,
        )
        if message and CHANNELS[message.channel].by_hand:
            leave_to_people(message)
        elif message and recipient.main:
            spread(submission.campaign, message)
    return sum(recipient.main for recipient in reached)


def leave_to_people(message: Message) -> None:
    """At once, so that who confirms finds the way open, even while nothing is sent."""
    receipts.apply([Move(message=message, new=states.NEEDS_PERSON, reply=Fate.BY_HAND.value)])


def spread(campaign: Campaign, message: Message) -> None:
    """Lets the lane go evenly until the day of the occasion, where the campaign wants it so."""
    day = campaign.occasion_date if campaign.spread else None
    if day is None or day <= localdate():
        return
    until = datetime.combine(day, time(), get_default_timezone())
    if not Lane.objects.filter(pk=message.lane, spread_until=until).exists():
        lanes.spread(key=message.lane, until=until)


def message_data(submission: Submission, recipient: Recipient) -> dict[str, Any]:
    """Who writes is told only to an office that needs to know its constituent."""
    data = letter_data(submission, recipient.holder, recipient.stance)
    if recipient.channel == CWC:
        data |= {"constituent": constituent(submission), **about(submission.campaign)}
    return data


def constituent(submission: Submission) -> dict[str, str]:
    names = ("title", "given_name", "family_name", "name", "email", "street", "city", "country")
    found = {name: str(getattr(submission, name)) for name in names}
    state = submission.area.removeprefix("US-") if submission.area.startswith("US-") else ""
    return {**found, "state": state, "zip": submission.postal_code}


def about(campaign: Campaign) -> dict[str, Any]:
    """What offices sort messages by."""
    return {
        "bills": campaign.bills.split(),
        "position": campaign.position,
        "topics": campaign.topics,
    }
