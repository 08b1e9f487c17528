"""Anna's message on H.R. 6840, as the outbox keeps it, and as the client writes it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tocsin.delivery.channels.cwc.client import Agent, Bill, Constituent, Message, Organization

AGENT = Agent(
    name="Tocsin tests",
    ack_email="ack@example.org",
    contact_name="Ani Example",
    contact_email="tech@example.org",
    contact_phone="202-555-0142",
)
PERSON = {
    "title": "ms",
    "given_name": "Anna",
    "family_name": "Petrosyan",
    "name": "Anna Petrosyan",
    "email": "anna@example.org",
    "street": "94 Washington St",
    "city": "Hoboken",
    "state": "NJ",
    "zip": "07030",
    "country": "US",
}
CONTENT: dict[str, Any] = {
    "campaign": {
        "id": "hr-6840",
        "slug": "hr-6840",
        "title": "Pass H.R. 6840",
        "organization": "River Friends",
    },
    "letter": {
        "subject": "Please cosponsor H.R. 6840",
        "closing": "Sincerely,",
        "signature": "Anna Petrosyan",
        "place": "Hoboken, NJ",
    },
    "statement": "Please cosponsor H.R. 6840.",
    "message": "My grandmother came from Shushi.",
    "constituent": PERSON,
    "bills": ["119/hr/6840"],
    "position": "pro",
    "topics": ["International Affairs"],
    "language": "en",
    "more_info": "https://example.org/hr-6840/",
}


def message(**changes: Any) -> Message:
    given: dict[str, Any] = {
        "delivery_id": "5f0c8e6f4b3f4f0c9a1d2b3c4d5e6f70",
        "on": date(2026, 11, 23),
        "agent": AGENT,
        "organization": Organization(name="River Friends"),
        "campaign_id": "3d9680ff6ecad3c29a3a629280e686cf",
        "office": "HNJ08",
        "constituent": person(),
        "subject": "Please cosponsor H.R. 6840",
        "topics": ("International Affairs",),
        "bills": (Bill(congress=119, kind="hr", number=6840),),
        "position": "pro",
        "statement": "Please cosponsor H.R. 6840.",
        "message": "My grandmother came from Shushi.",
        "more_info": "https://example.org/hr-6840/",
    }
    return Message(**given | changes)


def person(**changes: Any) -> Constituent:
    given: dict[str, Any] = {
        "prefix": "Ms.",
        "first_name": "Anna",
        "last_name": "Petrosyan",
        "email": "anna@example.org",
        "address1": "94 Washington St",
        "city": "Hoboken",
        "state": "NJ",
        "zip": "07030",
    }
    return Constituent(**given | changes)
