"""The one shape of a channel: open a session, send, get a reply or a `SendError`."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message. `content_type` is bare (`application/pdf`)."""

    name: str
    content_type: str
    content: bytes


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
    content: Mapping[str, Any] = field(default_factory=dict)
    """The same message as data, for channels that are not mail; its keys are those of `tocsin.actions.compose`."""
    attachments: tuple[Attachment, ...] = ()
    """Only mail carries them; other channels leave them out."""
    unsure: bool = False
    """An earlier try ended without a reply, so the other side may already have it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the other side said when it took the message, word for word."""

    text: str
    remote_id: str = ""
    """The other side's own name for it, by which its later reports are matched."""


class SendError(Exception):
    """The message was not taken.

    `permanent`: trying again is pointless. `ambiguous`: it may have been taken, but the reply was lost.
    `by_hand`: this way is closed to us, a person can still go it. `unreachable`: the host is at fault, not the
    message; its breaker counts it. `after`: what the other side asked us to wait.
    """

    def __init__(
        self,
        reply: str,
        *,
        permanent: bool = False,
        ambiguous: bool = False,
        by_hand: bool = False,
        unreachable: bool = False,
        after: timedelta | None = None,
    ) -> None:
        super().__init__(reply)
        self.reply = reply
        self.permanent = permanent
        self.ambiguous = ambiguous
        self.by_hand = by_hand
        self.unreachable = unreachable
        self.after = after


class Session(Protocol):
    def send(self, outgoing: Outgoing) -> Reply: ...


class Channel(Protocol):
    kind: str
    deduplicates: bool
    """Whether the other side recognizes a message it already took, so a repeat is harmless."""
    by_hand: bool
    """Only a person can deliver: never counted, and never shown, as sent by us."""

    def lane(self, recipient: str) -> str:
        """The lane of a message to this recipient: `email:example.org`, `cwc:house`; at most 120 characters."""
        ...

    def session(self) -> AbstractContextManager[Session]: ...
