"""What became of a message, in words a supporter understands. It never says more than is known."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.delivery import states
from tocsin.delivery.channels import CHANNELS
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
BY_CHANNEL: dict[tuple[str, str], Words] = {
    ("cwc", states.INFLIGHT): (
        _("Being handed over"),
        _("Your message is being handed to Congress's own system now."),
    ),
    ("cwc", states.ACCEPTED): (
        _("Accepted by Congress's system"),
        _(
            "Congress's own system took your message for this office. That is not yet proof that a person has read it."
        ),
    ),
    ("cwc", states.FAILED): (
        _("Not delivered"),
        _("Congress's own system refused your message. The organizers can see this."),
    ),
    ("webform", states.NEEDS_PERSON): (
        _("Needs you"),
        _(
            "This office takes messages only through a form on its own website. We have your text ready to copy."
        ),
    ),
    ("webform", states.ACCEPTED): (
        _("You sent it yourself"),
        _("You told us that you sent this through the office's own form. We have no proof of it."),
    ),
    ("phone", states.NEEDS_PERSON): (
        _("Needs you"),
        _("A call reaches this office best. We have the number and a script for you."),
    ),
    ("phone", states.ACCEPTED): (_("You called"), _("You told us how your call went.")),
    ("social", states.NEEDS_PERSON): (_("If you like"), _("Say it in public too: a text is ready.")),
    ("social", states.ACCEPTED): (_("You posted it"), _("You told us that you posted it.")),
    ("print", states.NEEDS_PERSON): (
        _("Waits for the delivery book"),
        _("It will be printed with all the others and handed over in person."),
    ),
    ("print", states.ACCEPTED): (
        _("Handed over in person"),
        _("It was printed in the delivery book, and the book was handed over."),
    ),
}

BESIDE: dict[str, Words] = {
    "webform": (
        _("If you like"),
        _("You can send it through the form on the office's own website too. Your text is ready to copy."),
    ),
    "phone": (_("If you like"), _("You can call the office too. We have the number and a script for you.")),
    "print": (
        _("Waits for the delivery book"),
        _("It will also be printed with all the others and handed over in person."),
    ),
}
"""What a campaign offers beside the message itself, while nobody has done it."""


def is_main(message: Message) -> bool:
    """The one way that a message takes; the key of another way ends with its channel."""
    return message.key.count(":") < 3


def explain(message: Message) -> Words:
    """A short label and one sentence."""
    if message.channel == "sandbox" and message.state in states.HANDED_OVER:
        return SANDBOX
    if message.state == states.QUEUED and message.reply:
        return TRIED_BEFORE
    state = message.state
    if CHANNELS[message.channel].by_hand and state in (states.QUEUED, states.INFLIGHT):
        state = states.NEEDS_PERSON  # on its way there within a second, and no different for who wrote it
    if state == states.NEEDS_PERSON and not is_main(message) and message.channel in BESIDE:
        return BESIDE[message.channel]
    return BY_CHANNEL.get((message.channel, state)) or WORDS[state]
