"""Dispatch: a confirmed submission becomes one message per official, never two."""

from __future__ import annotations

from tocsin.actions.compose import letter_data
from tocsin.actions.match import targets_of
from tocsin.actions.models import Submission
from tocsin.campaigns.kinds import KINDS
from tocsin.delivery import outbox


def dispatch(submission: Submission) -> int:
    """Writes the messages; call it in the transaction that confirms. Returns how many there are.

    A message to an office without any known contact is held, and can be released when one is found.
    """
    if not KINDS[submission.campaign.kind].sends:
        return 0
    matches = targets_of(submission)
    for match in matches:
        outbox.enqueue(
            purpose="action",
            channel=match.contact.type if match.contact else "email",
            key=f"action:{submission.id}:{match.official.pk}",
            recipient=match.contact.value if match.contact else "",
            ref=submission.id,
            language=submission.language,
            data=letter_data(submission, match.official),
            held=match.contact is None,
        )
    return len(matches)
