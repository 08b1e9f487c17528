"""Dispatch: a confirmed submission becomes one message per official, never two."""

from __future__ import annotations

from tocsin.actions.compose import letter_data
from tocsin.actions.match import Matched, recipients
from tocsin.actions.models import Submission
from tocsin.campaigns.kinds import KINDS
from tocsin.delivery import outbox


def dispatch(submission: Submission, matched: Matched) -> int:
    """Writes the messages; call it in the transaction that confirms. Returns how many there are.

    A message to an office without any known contact is held, and can be released when one is found.
    """
    if not KINDS[submission.campaign.kind].sends:
        return 0
    reached = recipients(matched)
    for recipient in reached:
        outbox.enqueue(
            purpose="action",
            channel=recipient.channel or "email",
            key=f"action:{submission.id}:{recipient.holder.person_id}",
            recipient=recipient.address,
            ref=submission.id,
            language=submission.language,
            data=letter_data(submission, recipient.holder, recipient.stance),
            held=not recipient.channel,
        )
    return len(reached)
