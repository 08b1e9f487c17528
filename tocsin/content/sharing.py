"""How a page is passed on: plain links, no buttons of other companies."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

SHARE_LINKS = (
    ("email", "Email", "mailto:?subject={text}&body={text}%0A%0A{url}"),
    ("whatsapp", "WhatsApp", "https://wa.me/?text={text}%20{url}"),
    ("telegram", "Telegram", "https://t.me/share/url?url={url}&text={text}"),
    ("facebook", "Facebook", "https://www.facebook.com/sharer/sharer.php?u={url}"),
    ("x", "X", "https://x.com/intent/post?text={text}&url={url}"),
    ("bluesky", "Bluesky", "https://bsky.app/intent/compose?text={text}%20{url}"),
)


def share(url: str, text: str) -> dict[str, Any]:
    """For `components/share.html`."""
    parts = {"url": quote(url, safe=""), "text": quote(text, safe="")}
    links = [{"kind": k, "name": _(n), "url": pattern.format(**parts)} for k, n, pattern in SHARE_LINKS]
    return {"url": url, "text": text, "links": links}
