"""Mails to whoever owns an address: confirm what was typed, or hear that it was confirmed before.

They hold nothing that was typed into the form, so they cannot carry spam.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from tocsin.actions.compose import SPACES, my_path, words_title
from tocsin.actions.models import Submission, TextVersion
from tocsin.campaigns.models import Campaign
from tocsin.content import frames
from tocsin.content.brand import site_brand
from tocsin.content.models import Brand
from tocsin.content.templatetags.tocsin_tags import longdate
from tocsin.core import links
from tocsin.core.links import absolute
from tocsin.delivery.channels.base import Outgoing
from tocsin.delivery.models import Message


class Loaded(NamedTuple):
    submission: Submission
    brand: Brand


def gather(messages: Sequence[Message]) -> None:
    """Campaigns and words are few: each is read once, not once for each message."""
    needed = ("created_at", "campaign_id", "version_id", "supporter_id")
    acts = Submission.objects.only(*needed).in_bulk([one.ref for one in messages])
    campaigns = Campaign.objects.only("organization").in_bulk({act.campaign_id for act in acts.values()})
    versions = TextVersion.objects.in_bulk({act.version_id for act in acts.values()})
    brand = site_brand()
    for message in messages:
        if act := acts.get(message.ref):
            act.campaign, act.version = campaigns[act.campaign_id], versions[act.version_id]
            message.loaded = Loaded(act, brand)


def confirmation(message: Message) -> Outgoing:
    act, brand = _loaded(message)
    path = reverse("confirm", args=[links.sign("confirm", act.pk)])
    with override(message.language):
        day = longdate(act.created_at + timedelta(days=settings.CONFIRM_DAYS))
    places = {
        "confirm_url": absolute(path, lang=message.language),
        "not_me_url": absolute(path, lang=message.language, not_me="1"),
        "day": day,
    }
    return _mail(message, act, brand, "mail/confirm", places)


def already(message: Message) -> Outgoing:
    """To somebody who acts again: nothing is counted twice; here is your page."""
    act, brand = _loaded(message)
    places = {"my_url": absolute(my_path(act), lang=message.language)}
    return _mail(message, act, brand, "mail/already", places)


def _loaded(message: Message) -> Loaded:
    if not isinstance(message.loaded, Loaded):
        gather([message])
    match message.loaded:
        case Loaded() as found:
            return found
    raise Submission.DoesNotExist


def _mail(message: Message, act: Submission, brand: Brand, template: str, places: dict[str, str]) -> Outgoing:
    organization, language = act.campaign.organization, message.language
    values = {
        "brand_name": brand.organization,
        "brand_url": settings.SITE_URL,
        "contact_email": brand.contact_email,
        "organization": organization,
        "campaign_title": words_title(act),
        **places,
    }
    nothing: frozenset[str] = frozenset()
    return Outgoing(
        id=str(message.id),
        message_id=f"<{message.id}@{settings.MAIL_DOMAIN}>",
        recipient=message.recipient,
        sender=settings.MAIL_FROM,
        sender_name=organization,
        subject=SPACES.sub(
            " ", frames.text_mail(f"{template}.subject.txt", language, values, nothing)
        ).strip(),
        text=frames.text_mail(f"{template}.txt", language, values, nothing),
        html=frames.html_mail(f"{template}.html", language, values, nothing, nothing),
        language=language,
        headers={"Auto-Submitted": "auto-generated"},
    )
