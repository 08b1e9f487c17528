"""The one shape of a channel: open a session, send, get a reply or a `SendError`."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message, ready to leave. Addresses are bare (`a@example.org`); names are display names."""

    id: str
    message_id: str
    recipient: str
    recipient_name: str = ""
    sender: str
    sender_name: str = ""
    reply_to: str = ""
    reply_to_name: str = ""
    subject: str
    text: str
    html: str = ""
    language: str = "en"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the other side said when it took the message, word for word."""

    text: str


class SendError(Exception):
    """The message was not taken.

    `permanent`: trying again is pointless. `ambiguous`: it may have been taken, but the reply was lost.
    """

    def __init__(self, reply: str, *, permanent: bool = False, ambiguous: bool = False) -> None:
        super().__init__(reply)
        self.reply = reply
        self.permanent = permanent
        self.ambiguous = ambiguous


class Session(Protocol):
    def send(self, outgoing: Outgoing) -> Reply: ...


class Channel(Protocol):
    kind: str
    deduplicates: bool
    """Whether the other side recognizes a message it already took, so a repeat is harmless."""

    def session(self) -> AbstractContextManager[Session]: ...
