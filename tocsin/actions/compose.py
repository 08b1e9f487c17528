"""The letter as it leaves, and the mails around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from tocsin.actions.models import Submission
from tocsin.actions.steps import PRESS, THANK
from tocsin.content import frames
from tocsin.core import links
from tocsin.core.links import absolute
from tocsin.delivery.channels.base import Outgoing
from tocsin.delivery.models import Message
from tocsin.officials.roster import Holder
from tocsin.places.names import place_name

SPACES = re.compile(r"[ \t\r\n]+")
"""All but the spaces that must not break, which some languages put around their quotes."""
LONG = frozenset({"own_words", "body"})
"""The parts of a letter that have paragraphs."""
SUGGESTED = ("suggested", "thank_suggested")
"""The words of a version that the campaign offers as the letter itself: to ask, and to thank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter in its parts; the signature stands apart, since not everybody may see all of it."""

    subject: str
    salutation: str
    own_words: str
    body: str
    closing: str
    signature: str
    place: str = ""


def letter(submission: Submission, *, salutation: str = "", stance: str = PRESS) -> Letter:
    """The letter for one stance; who wrote no letter of that kind sends the one they wrote."""
    words = submission.version.words
    thanks = bool(submission.body_thanks) and (stance == THANK or not submission.body)
    subject = words["subject"] or words["title"]
    return Letter(
        subject=(words.get("thank_subject") or subject) if thanks else subject,
        salutation=words["salutation"] or salutation,
        own_words=submission.own_words.strip(),
        body=(submission.body_thanks if thanks else submission.body).strip(),
        closing=words["closing"],
        signature=submission.name,
        place=place_name(submission.area, submission.language),
    )


def letter_data(submission: Submission, holder: Holder, stance: str = PRESS) -> dict[str, Any]:
    """What the outbox keeps of a letter: exactly what will be sent."""
    text = letter(submission, salutation=holder.salutation, stance=stance)
    statement, message = honest_parts(submission, text)
    return {
        "letter": {name: getattr(text, name) for name in Letter.__slots__},
        "official": {
            "id": holder.person_id,
            "name": holder.name,
            "office": holder.office,
            "slug": holder.slug,
        },
        "stance": stance,
        "organization": submission.campaign.organization,
        "campaign": words_title(submission),
        "slug": submission.campaign.slug,
        "statement": statement,
        "message": message,
        "reply_to": submission.email if submission.reply_ok else "",
    }


def honest_parts(submission: Submission, text: Letter) -> tuple[str, str]:
    """The organization's statement, where its words were left as they were, and what the person wrote."""
    suggested = {submission.version.words.get(name, "") for name in SUGGESTED}
    is_suggested = squeeze(text.body) in {squeeze(words) for words in suggested if words}
    if is_suggested:
        return text.body, text.own_words
    return "", "\n\n".join(part for part in (text.own_words, text.body) if part)


def squeeze(text: str) -> str:
    """For comparing: line ends and the width of spaces say nothing."""
    return SPACES.sub(" ", text).strip()


def words_title(submission: Submission) -> str:
    return str(submission.version.words["title"])


def compose_letter(message: Message) -> Outgoing:
    """To the official: from the organization's own address, with the supporter's name and, by consent, address."""
    data, text, language = message.data, message.data["letter"], message.language
    reply_to = data["reply_to"]
    values = {**text, "organization": data["organization"], "campaign_title": data["campaign"]}
    flags = frozenset({"reply_allowed"} if reply_to else ())
    with override(language):
        sender_name = _("%(name)s via %(organization)s") % {
            "name": text["signature"],
            "organization": data["organization"],
        }
    return Outgoing(
        id=str(message.id),
        message_id=f"<{message.id}@{settings.MAIL_DOMAIN}>",
        recipient=message.recipient,
        recipient_name=data["official"]["name"],
        sender=settings.MAIL_FROM,
        sender_name=sender_name,
        reply_to=reply_to,
        reply_to_name=text["signature"] if reply_to else "",
        subject=text["subject"],
        text=frames.text_mail("mail/action.txt", language, values, flags),
        html=frames.html_mail("mail/action.html", language, values, flags, LONG),
        language=language,
        content=content_of(data, language),
    )


def content_of(data: dict[str, Any], language: str) -> dict[str, Any]:
    """The message as data, for channels that are not mail."""
    slug = data.get("slug", "")
    campaign = {"id": slug, "slug": slug, "title": data["campaign"], "organization": data["organization"]}
    more_info = absolute(f"/{slug}/") if slug else ""
    return {**data, "campaign": campaign, "language": language, "more_info": more_info}


def my_path(submission: Submission) -> str:
    """The page of the person who confirmed this submission."""
    if submission.supporter_id is None:
        raise ValueError("nobody has confirmed this submission")
    return reverse("my", args=[links.sign("my", submission.supporter_id)])
