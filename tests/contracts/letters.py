"""Letters for the contract, the same again for the same name."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tocsin.delivery.channels.base import Outgoing


def letter(name: str, **changes: Any) -> Outgoing:
    number = str(uuid5(NAMESPACE_URL, name))
    given: dict[str, Any] = {
        "id": number,
        "message_id": f"<{number}@example.org>",
        "recipient": f"{name}@example.org",
        "recipient_name": "Senator Example",
        "sender": "campaign@example.org",
        "sender_name": "Anna Petrosyan via River Friends",
        "subject": "The river",
        "text": "Dear Senator,\n\nplease keep the river clean.\n",
    }
    return Outgoing(**given | changes)
