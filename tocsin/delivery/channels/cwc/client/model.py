"""A message to a member's office as data. What is empty is left out of the XML."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """Who delivers. `name` must be, letter for letter, the one that was registered with the key."""

    name: str
    ack_email: str
    """Where the offices' software sends its failures."""
    contact_name: str
    contact_email: str
    contact_phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    name: str
    about: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Constituent:
    prefix: str
    first_name: str
    last_name: str
    email: str
    address1: str
    city: str
    state: str
    zip: str
    middle_name: str = ""
    suffix: str = ""
    title: str = ""
    organization: str = ""
    address2: str = ""
    address3: str = ""
    phone: str = ""
    address_is_valid: bool | None = None
    email_is_valid: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    congress: int
    kind: str
    """`hr`, `sjres`, …; each chamber's own spelling is made of it."""
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    delivery_id: str
    """32 letters and digits, unique, and the same on every try."""
    on: date
    agent: Agent
    campaign_id: str
    """One per issue and per stance: offices group by it, not by the text."""
    office: str
    constituent: Constituent
    subject: str
    topics: tuple[str, ...]
    organization: Organization | None = None
    bills: tuple[Bill, ...] = ()
    position: str = ""
    """`pro`, `con` or nothing."""
    statement: str = ""
    """The organization's words."""
    message: str = ""
    """The constituent's words."""
    more_info: str = ""
    wants_response: bool | None = None
    wants_newsletter: bool | None = None
