"""The frozen letter leaves, one message for each addressee, by the same outbox and with the same states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from tocsin.content.mails import mail
from tocsin.core import audit
from tocsin.core.errors import Refusal
from tocsin.core.links import absolute
from tocsin.delivery import outbox, receipts, states
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.channels.base import Attachment, Outgoing
from tocsin.delivery.models import Message
from tocsin.delivery.purposes import Purpose
from tocsin.delivery.receipts import Move
from tocsin.delivery.states import Fate
from tocsin.letters import files, roll
from tocsin.letters.addressed import Recipient, recipients
from tocsin.letters.counting import counted
from tocsin.letters.models import Freeze, Letter

PURPOSE_NAME = "letter"
MARKS = {"item": "• {}", "quote": "“{}”"}
"""How a mail in plain text shows what a part of the letter is."""
Words = tuple[Promise | str, Promise | str]
WORDS: dict[str, Words] = {
    states.HELD: (
        gettext_lazy("Held back"),
        gettext_lazy("The letter is kept until a way to this office is known."),
    ),
    states.QUEUED: (gettext_lazy("Waiting"), gettext_lazy("The letter is in line and leaves shortly.")),
    states.INFLIGHT: (
        gettext_lazy("Being handed over"),
        gettext_lazy("The letter is being handed over now."),
    ),
    states.ACCEPTED: (
        gettext_lazy("Accepted by the mail service"),
        gettext_lazy(
            "The service that carries the mail took the letter. That is not yet proof that a person has read it."
        ),
    ),
    states.DELIVERED: (
        gettext_lazy("Delivered"),
        gettext_lazy("The office’s system reported that the letter arrived."),
    ),
    states.BOUNCED: (
        gettext_lazy("Returned"),
        gettext_lazy("The letter came back. It does not count as delivered."),
    ),
    states.FAILED: (
        gettext_lazy("Not delivered"),
        gettext_lazy("The letter was not taken. It can be sent again."),
    ),
    states.AMBIGUOUS: (
        gettext_lazy("Unclear"),
        gettext_lazy("Sending broke off at the last moment, so we cannot tell whether the office has it."),
    ),
    states.NEEDS_PERSON: (
        gettext_lazy("By hand"),
        gettext_lazy("The letter is handed over on paper. That is still to be done."),
    ),
    states.CANCELLED: (gettext_lazy("Not sent"), gettext_lazy("It was taken back before it left.")),
}
BY_HAND: Words = (gettext_lazy("Handed over in person"), gettext_lazy("The letter was handed over on paper."))
SANDBOX: Words = (
    gettext_lazy("Kept for demonstration"),
    gettext_lazy("This channel sends nothing. The letter went nowhere."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What became of the letter at one addressee; `state` is empty before it was sent."""

    name: str
    office: str
    slug: str
    channel: str = ""
    state: str = ""
    label: Promise | str = ""
    explanation: Promise | str = ""
    at: datetime | None = None

    @property
    def is_handed_over(self) -> bool:
        return self.state in states.HANDED_OVER and self.channel != "sandbox"


@transaction.atomic
def send(*, user: User | None, freeze: Freeze) -> int:
    """Once: a second call, from wherever, sends nothing more. Returns the number of messages."""
    letter = Letter.objects.select_for_update().get(pk=freeze.letter_id)
    kept = Freeze.objects.select_related("version").get(pk=freeze.pk)
    if kept.state != Freeze.State.MADE:
        raise Refusal("making", _("The document is not ready yet."))
    if kept.sent_at is not None:
        raise Refusal("sent", _("The letter has been sent already."))
    found = recipients(letter)
    if not found:
        raise Refusal("nobody", _("The letter is addressed to nobody yet."))
    for recipient in found:
        _put(letter, kept, recipient)
    kept.sent_at = timezone.now()
    kept.save(update_fields=["sent_at"])
    audit.record(actor=user, verb="letter.sent", subject=f"letter {letter.slug}", addressees=len(found))
    return len(found)


def _put(letter: Letter, freeze: Freeze, recipient: Recipient) -> None:
    message = outbox.enqueue(
        purpose=PURPOSE_NAME,
        channel=recipient.way.channel,
        key=f"letter:{freeze.pk}:{recipient.person_id}",
        recipient=recipient.way.address,
        ref=freeze.pk,
        language=freeze.version.authoritative,
        data=message_data(letter, freeze, recipient),
        due_at=letter.embargo_until if letter.is_embargoed else None,
    )
    if message and CHANNELS[message.channel].by_hand:
        receipts.apply([Move(message=message, new=states.NEEDS_PERSON, reply=Fate.BY_HAND.value)])


def message_data(letter: Letter, freeze: Freeze, recipient: Recipient) -> dict[str, Any]:
    """What the outbox keeps: exactly what is sent. The document itself is the frozen one, named by its digest."""
    code, text = freeze.version.text_in(freeze.version.authoritative)
    body = "\n\n".join(MARKS.get(part["kind"], "{}").format(part["text"]) for part in text["body"])
    official = {
        "id": recipient.person_id,
        "name": recipient.name,
        "office": recipient.office,
        "slug": recipient.slug,
    }
    with override(code):
        signature = counted(freeze.organizations, freeze.people)
    return {
        "letter": {
            "subject": text["subject"], "salutation": text["salutation"] or recipient.salutation, "own_words": "",
            "body": body, "closing": text["closing"], "signature": signature, "place": "",
        },
        "official": official,
        "organization": ", ".join(letter.host_names(code)),
        "campaign": text["title"],
        "open_letter": letter.slug,
        "document": next((file["sha256"] for file in freeze.files if file["name"] == files.LETTER), ""),
    }  # fmt: skip


def compose(message: Message) -> Outgoing:
    """The letter in the mail itself, the names below, the document attached, and where it can be checked."""
    freeze = Freeze.objects.select_related("letter", "version").get(pk=message.ref)
    data, letter = message.data, freeze.letter
    found = roll.roll(letter, freeze.version, freeze, message.language)
    values = {
        **data["letter"],
        "title": data["campaign"],
        "hosts": data["organization"],
        "groups": found.groups,
        "people": found.people,
        "count": found.organizations,
        "frozen_count": freeze.organizations,
        "contact": (letter.contact_name or letter.contact_email) if letter.contact_email else "",
        "letter_url": absolute(letter.path, lang=message.language),
        "verify_url": absolute(reverse("letter_verify", args=[letter.slug]), lang=message.language),
    }
    return mail(
        message,
        "mail/open_letter",
        values,
        sender_name=data["organization"][:200],
        recipient_name=data["official"]["name"],
        reply_to=letter.contact_email,
        automatic=False,
        attachments=[_document(freeze)],
    )


def _document(freeze: Freeze) -> Attachment:
    with files.open_file(freeze, files.LETTER) as opened:
        return Attachment(f"{freeze.letter.slug}.pdf", "application/pdf", opened.read())


def standings(letter: Letter, freeze: Freeze | None) -> list[Standing]:
    """Each addressee, in the letter's order, with what is known of their message; then those it went to before they
    were taken off its list."""
    sent = {m.data["official"]["id"]: m for m in messages(freeze)} if freeze else {}
    now = [_standing(_is(one), sent.pop(one.person_id, None)) for one in recipients(letter)]
    return now + [_standing(_was(one.data["official"]), one) for one in sent.values()]


def messages(freeze: Freeze) -> Sequence[Message]:
    return list(Message.objects.for_ref(freeze.pk).filter(purpose=PURPOSE_NAME).order_by("id"))


def _is(one: Recipient) -> Standing:
    return Standing(name=one.name, office=one.office, slug=one.slug)


def _was(official: Mapping[str, str]) -> Standing:
    return Standing(name=official["name"], office=official["office"], slug=official["slug"])


def _standing(who: Standing, message: Message | None) -> Standing:
    if message is None:
        return who
    label, explanation = words_of(message)
    at = message.settled_at or message.created_at
    return replace(
        who, channel=message.channel, state=message.state, label=label, explanation=explanation, at=at
    )


def words_of(message: Message) -> Words:
    if message.channel == "sandbox" and message.state in states.HANDED_OVER:
        return SANDBOX
    if CHANNELS[message.channel].by_hand and message.state in states.HANDED_OVER:
        return BY_HAND
    return WORDS[message.state]


PURPOSE = Purpose(
    name=PURPOSE_NAME,
    compose=compose,
    expires=timedelta(days=5),
    keep=timedelta(days=365),
    priority=2,
)
