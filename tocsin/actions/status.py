"""What became of a message, in words a supporter understands. It never says more than is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from tocsin.delivery import states
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.models import Event, Message

Words = tuple[Promise | str, Promise | str]
SOON = timedelta(minutes=2)
"""A wait that is not worth a word."""

WORDS: dict[str, Words] = {
    states.HELD: (
        _("Kept"),
        _("We hold your message until we know an address of this office that takes it."),
    ),
    states.QUEUED: (_("Waiting"), _("Your message is in line and will be sent shortly.")),
    states.INFLIGHT: (_("Being handed over"), _("Your message is being handed to the mail service now.")),
    states.ACCEPTED: (
        _("Accepted by the mail service"),
        _(
            "The service that carries our mail took your message. That is not yet proof that a person has read it."
        ),
    ),
    states.DELIVERED: (_("Delivered"), _("The office's system reported that your message arrived.")),
    states.BOUNCED: (
        _("Returned"),
        _(
            "Your message came back and does not count as handed over. The organizers can see this and send it again."
        ),
    ),
    states.FAILED: (
        _("Not delivered"),
        _("Your message was not taken. The organizers can see this, and can send it again."),
    ),
    states.AMBIGUOUS: (
        _("Unclear"),
        _(
            "Sending broke off at the last moment, so we cannot tell whether the office has it. A person will check."
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
    _("We could not hand your message over yet. We will try again automatically."),
)
IN_LINE: Words = (_("Waiting"), _("Your message is in line."))
STOPPED: Words = (
    _("Waiting"),
    _("Sending is paused for now. Your message is kept, and leaves when it goes on."),
)
HELD_BACK: Words = (_("Kept"), _("Your message is held back for now. The organizers can see this."))
BY_RECORDS: Words = (
    _("Accepted, by the records"),
    _("Records show that your message was taken. That is not yet proof that a person has read it."),
)
STAYED_UNCLEAR: Words = (
    _("Not sent again"),
    _("It stayed unclear whether the office has your message, and it will not be sent again."),
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


ANSWERED: dict[str, Words] = {
    Event.Kind.REPLY: (_("Answered"), _("The office answered your message.")),
    Event.Kind.AUTO_REPLY: (
        _("Delivered"),
        _(
            "The office's system answered by itself. That is not yet proof that a person has read your message."
        ),
    ),
}
"""What the office sent back, the strongest first."""

THEIRS = re.compile(r"(?:[A-Z]+: )?[2-5]\d\d\b")
"""How the words of a server or a gateway begin; our own notes do not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of a message beside its row.

    `came_from`: the state before this one. `until`: when it can leave at the earliest, None where nobody can say.
    `heard`: what kinds of answer came back.
    """

    came_from: str = ""
    until: datetime | None = None
    heard: frozenset[str] = frozenset()

    @property
    def is_soon(self) -> bool:
        return self.until is not None and self.until - now() <= SOON


def is_main(message: Message) -> bool:
    """The one way that a message takes; the key of another way ends with its channel."""
    return message.key.count(":") < 3


def explain(message: Message, standing: Standing) -> Words:
    """A short label and one sentence."""
    special = _special(message, standing)
    if special:
        return special
    state = message.state
    if CHANNELS[message.channel].by_hand and state in (states.QUEUED, states.INFLIGHT):
        state = states.NEEDS_PERSON  # on its way there within a second, and no different for who wrote it
    if state == states.NEEDS_PERSON and not is_main(message) and message.channel in BESIDE:
        return BESIDE[message.channel]
    return BY_CHANNEL.get((message.channel, state)) or WORDS[state]


def _special(message: Message, standing: Standing) -> Words | None:
    """Where the state alone would say too much or too little."""
    state, came_from = message.state, standing.came_from
    if state == states.QUEUED:
        return _waiting(message, standing)
    if state == states.HELD and message.recipient:
        return HELD_BACK
    if state == states.CANCELLED and came_from == states.AMBIGUOUS:
        return STAYED_UNCLEAR
    if state == states.DELIVERED:
        return next((words for kind, words in ANSWERED.items() if kind in standing.heard), None)
    if state != states.ACCEPTED:
        return None
    if message.channel == "sandbox":
        return SANDBOX
    is_settled_later = came_from in (states.AMBIGUOUS, states.NEEDS_PERSON)
    return BY_RECORDS if is_settled_later and is_proof(message) else None


def _waiting(message: Message, standing: Standing) -> Words | None:
    if standing.until is None:
        return STOPPED
    if standing.came_from == states.INFLIGHT:
        return TRIED_BEFORE
    return None if standing.is_soon else IN_LINE


def is_proof(message: Message) -> bool:
    """Whether acceptance means that another system took it."""
    return message.channel != "sandbox" and not CHANNELS[message.channel].by_hand


def their_words(message: Message, came_from: str) -> str:
    """The other side's own words on where the message stands; never a note of ours or of the staff's."""
    if not is_proof(message) or came_from not in (states.INFLIGHT, *states.HANDED_OVER):
        return ""
    if message.state in (states.ACCEPTED, states.DELIVERED, states.BOUNCED):
        return message.reply
    return message.reply if THEIRS.match(message.reply) else ""
