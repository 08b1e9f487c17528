"""A return address of its own for each letter, so that whatever comes back names the letter it is about.

`bounce+<token>@…`: the token is the id of the message and a keyed check, in letters that survive any server.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from functools import lru_cache
from uuid import UUID

from django.conf import settings

from tocsin.delivery.channels.email.addresses import LetterError

PREFIX = "bounce+"
CHECK = 8
"""Bytes of the check: nobody can make returns up for letters they have not received."""


def address(message_id: str, domain: str) -> str:
    try:
        subject = UUID(message_id)
    except ValueError:
        raise LetterError("the message has no id to be returned to") from None
    return f"{PREFIX}{token(subject)}@{domain}"


def token(subject: UUID) -> str:
    raw = subject.bytes + _check(settings.SECRET_KEY, subject)
    return base64.b32encode(raw).decode().rstrip("=").lower()


def read(recipient: str) -> UUID | None:
    """The message that this return address was made for; None for any other address."""
    local = recipient.strip().strip("<>").rpartition("@")[0].lower()
    if not local.startswith(PREFIX):
        return None
    word = local.removeprefix(PREFIX).upper()
    try:
        raw = base64.b32decode(word + "=" * (-len(word) % 8))
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 16 + CHECK:
        return None
    subject = UUID(bytes=raw[:16])
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return subject if any(hmac.compare_digest(raw[16:], _check(key, subject)) for key in keys) else None


@lru_cache(maxsize=8)
def _key(secret: str) -> bytes:
    return hashlib.sha256(b"tocsin.delivery.verp:" + secret.encode()).digest()


def _check(secret: str, subject: UUID) -> bytes:
    return hmac.digest(_key(secret), subject.bytes, "sha256")[:CHECK]
