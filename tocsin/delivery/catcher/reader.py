"""Reads a kept letter, whatever shape it is in."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

from tocsin.delivery.channels.base import Attachment
from tocsin.delivery.models import Message

BETWEEN_ENCODED_WORDS = re.compile(r"\?=\s+=\?")
HEAD = 64 * 1024
MAX_SOURCE = 256 * 1024
"""Bytes of a letter that its source view shows."""


@dataclass(frozen=True, slots=True)
class Summary:
    key: str
    subject: str
    sender: str
    recipient: str
    date: datetime
    message_id: str


@dataclass(frozen=True, slots=True)
class Letter:
    summary: Summary
    text: str
    html: str
    source: str
    headers: list[tuple[str, str]]
    attachments: list[Attachment]

    @property
    def to_official(self) -> bool:
        """Whether it is a supporter's letter to an office, by the message it came from."""
        number = next((value for name, value in self.headers if name.lower() == "x-action-id"), "")
        try:
            return Message.objects.filter(pk=UUID(number.strip()), data__has_key="official").exists()
        except ValueError:
            return False


def read_summary(path: Path) -> Summary:
    with path.open("rb") as file:
        return _summary(path, _parse(file.read(HEAD)))


def read_letter(path: Path) -> Letter:
    content = path.read_bytes()
    message = _parse(content)
    return Letter(
        summary=_summary(path, message),
        text=_part(message, "plain"),
        html=_part(message, "html"),
        source=_source(content),
        headers=[(name, _field(message, name, value)) for name, value in message.raw_items()],
        attachments=_attachments(message),
    )


def _source(content: bytes) -> str:
    more = "\n…" if len(content) > MAX_SOURCE else ""
    return content[:MAX_SOURCE].decode("utf-8", "replace").replace("\r\n", "\n") + more


def _attachments(message: EmailMessage) -> list[Attachment]:
    """None where the parser of the standard library gives up on a broken header."""
    try:
        parts = [part for part in message.walk() if part.get_content_disposition() == "attachment"]
        return [_attachment(part) for part in parts if not part.is_multipart()]
    except Exception:  # noqa: BLE001
        return []


def _attachment(part: EmailMessage) -> Attachment:
    content = bytes(part.get_payload(decode=True) or b"")
    return Attachment(part.get_filename("") or "attachment", part.get_content_type(), content)


def _parse(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def _summary(path: Path, message: EmailMessage) -> Summary:
    return Summary(
        key=path.stem,
        subject=_header(message, "Subject"),
        sender=_header(message, "From"),
        recipient=_header(message, "To"),
        date=datetime.fromtimestamp(int(path.stem[:20]) / 1e9, UTC),
        message_id=_header(message, "Message-ID"),
    )


def _header(message: EmailMessage, name: str) -> str:
    raw = next((value for field, value in message.raw_items() if field.lower() == name.lower()), "")
    return _field(message, name, raw)


def _field(message: EmailMessage, name: str, raw: str) -> str:
    """The parser of the standard library gives up on some broken headers; then the raw words must do.

    In names it also keeps the white space between encoded words, which belongs to the folding (RFC 2047 §6.2).
    """
    try:
        return str(message.policy.header_fetch_parse(name, BETWEEN_ENCODED_WORDS.sub("?==?", raw)))
    except Exception:  # noqa: BLE001
        return str(raw)


def _part(message: EmailMessage, kind: str) -> str:
    try:
        part = message.get_body((kind,))
    except Exception:  # noqa: BLE001
        part = None
    if part is None:
        return ""
    try:
        return str(part.get_content(errors="replace"))
    except (LookupError, KeyError, ValueError):
        return str(part.get_payload())
