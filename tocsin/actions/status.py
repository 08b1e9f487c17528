"""What became of a message, in words a supporter understands. It never says more than is known."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.delivery import states
from tocsin.delivery.models import Message

Words = tuple[Promise | str, Promise | str]

WORDS: dict[str, Words] = {
    states.HELD: (
        _("Kept"),
        _("We hold your message until we know an address of this office that takes it."),
    ),
    states.QUEUED: (_("Waiting"), _("Your message is in line and will be sent shortly.")),
    states.INFLIGHT: (
        _("Being handed over"),
        _("Your message is being handed to the office's mail server now."),
    ),
    states.ACCEPTED: (
        _("Handed over"),
        _("The office's mail server took your message. That is not yet proof that a person has read it."),
    ),
    states.DELIVERED: (_("Delivered"), _("The office's system reported that your message arrived.")),
    states.BOUNCED: (
        _("Returned"),
        _("The office's mail server sent your message back. We are looking for another way."),
    ),
    states.FAILED: (
        _("Not delivered"),
        _("The office's mail server refused your message. The organizers can see this."),
    ),
    states.AMBIGUOUS: (
        _("Unclear"),
        _(
            "The connection broke at the last moment, so we cannot tell whether the office has it. A person will check."
        ),
    ),
    states.NEEDS_PERSON: (
        _("Needs a person"),
        _("This office takes messages only by hand. The organizers can see this."),
    ),
    states.CANCELLED: (_("Not sent"), _("This message was taken back before it left.")),
}
SANDBOX: Words = (
    _("Kept for demonstration"),
    _("This channel sends nothing. Your message was stored, and went nowhere."),
)
TRIED_BEFORE: Words = (
    _("Waiting to try again"),
    _("The office's mail server did not take your message yet. We will try again automatically."),
)


def explain(message: Message) -> Words:
    """A short label and one sentence."""
    if message.channel == "sandbox" and message.state in states.HANDED_OVER:
        return SANDBOX
    if message.state == states.QUEUED and message.reply:
        return TRIED_BEFORE
    return WORDS[message.state]
