"""A public word to an official: what the supporter wrote to this very person, short, with their own handle there."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

from tocsin.actions.models import Submission
from tocsin.actions.personal import page_of
from tocsin.core.links import absolute
from tocsin.delivery.models import Message
from tocsin.officials.models import ContactDetail

NETWORKS = {
    "x": ("X", "https://x.com/intent/post?text={text}"),
    "bluesky": ("Bluesky", "https://bsky.app/intent/compose?text={text}"),
    "threads": ("Threads", "https://www.threads.net/intent/post?text={text}"),
}
"""Those whose own compose page takes a text: nothing of theirs is loaded, and we post nothing."""
HOSTS = {
    "x.com": "x",
    "twitter.com": "x",
    "bsky.app": "bluesky",
    "threads.net": "threads",
    "threads.com": "threads",
}
NAMED = {"twitter": "x"}
USUAL = "x"
"""Where a bare `@SenExample` is from."""


def social_face(message: Message, submission: Submission) -> dict[str, Any]:
    """One text for each network: where the official has no handle, they go by name.

    The subject of the letter says what is asked of this official, or thanked for, in the supporter's language.
    """
    handles, page = handles_of(message), page_of(submission)
    words = (message.data.get("letter") or {}).get("subject") or submission.version.words["title"]
    rest, name = f"{words} {absolute((page and page.url) or '/')}", f"{message.data['official']['name']}:"
    texts = {network: f"{handles.get(network) or name} {rest}" for network in NETWORKS}
    links = [
        {
            "kind": network,
            "name": label,
            "handle": handles.get(network, ""),
            "url": url.format(text=quote(texts[network], safe="")),
        }
        for network, (label, url) in NETWORKS.items()
    ]
    return {
        "text": texts.get(account_of(message.recipient)[0], texts[USUAL]),
        "share_links": sorted(links, key=lambda link: not link["handle"]),
    }


def handles_of(message: Message) -> dict[str, str]:
    """By network; the one the message is addressed to goes first."""
    official = message.data["official"].get("id") or 0
    known = ContactDetail.objects.filter(person_id=official, type="social").order_by("pk")
    found: dict[str, str] = {}
    for contact in (message.recipient, *known.values_list("value", flat=True)):
        network, handle = account_of(contact)
        if handle:
            found.setdefault(network, handle)
    return found


def account_of(contact: str) -> tuple[str, str]:
    """`https://x.com/SenExample`, `x:SenExample`, `@SenExample` and `SenExample` are all @SenExample on X."""
    address = contact.strip().partition("?")[0].rstrip("/")
    last = address.replace(":", "/").rpartition("/")[2].lstrip("@")
    if address.startswith(("https://", "http://")):
        host = (urlsplit(address).hostname or "").removeprefix("www.").removeprefix("mobile.")
        network = HOSTS.get(host, host)
    else:
        network = address.partition(":")[0].lower() if ":" in address else USUAL
    return NAMED.get(network, network), f"@{last}" if last else ""
