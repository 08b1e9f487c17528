"""Signatures as Standard Webhooks defines them (v1, HMAC-SHA256). Pure but for the site's own key."""

from __future__ import annotations

import base64
import hashlib
import hmac

from django.conf import settings

PREFIX = "whsec_"


def secret(*, webhook: int, version: int) -> str:
    """Worked out anew each time, so that none is stored; a new version makes a new one."""
    text = f"tocsin.webhook.{webhook}.{version}"
    key = hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).digest()
    return PREFIX + base64.b64encode(key).decode()


def sign(secret: str, *, id: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature` for one delivery."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.new(key, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()
