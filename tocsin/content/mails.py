"""Mails that are written once and sent to few: one template each for subject, text and HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language_bidi, override

from tocsin.content.brand import site_brand
from tocsin.delivery.channels.base import Attachment, Outgoing
from tocsin.delivery.models import Message

SPACES = re.compile(r"[ \t\r\n]+")


def mail(
    message: Message,
    template: str,
    values: Mapping[str, Any],
    *,
    sender_name: str = "",
    recipient_name: str = "",
    reply_to: str = "",
    automatic: bool = True,
    attachments: Sequence[Attachment] = (),
) -> Outgoing:
    """`<template>.subject.txt`, `.txt` and `.html`, in the language of the message, with the site's name below."""
    brand = site_brand()
    with override(message.language):
        context = {
            "brand_name": brand.organization,
            "brand_url": settings.SITE_URL,
            "contact_email": brand.contact_email,
            "lang": message.language,
            "dir": "rtl" if get_language_bidi() else "ltr",
            **values,
        }
        subject = SPACES.sub(" ", render_to_string(f"{template}.subject.txt", context)).strip()
        text, html = (render_to_string(f"{template}.{kind}", context) for kind in ("txt", "html"))
    return Outgoing(
        id=str(message.id),
        message_id=f"<{message.id}@{settings.MAIL_DOMAIN}>",
        recipient=message.recipient,
        recipient_name=recipient_name,
        sender=settings.MAIL_FROM,
        sender_name=sender_name or brand.organization,
        reply_to=reply_to,
        subject=subject,
        text=text,
        html=html,
        language=message.language,
        headers={"Auto-Submitted": "auto-generated"} if automatic else {},
        attachments=tuple(attachments),
    )
