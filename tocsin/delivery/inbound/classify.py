"""What a mail that came back is, and which letter it speaks of. Pure."""

from __future__ import annotations

import email
import email.policy
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import Message as Mail
from typing import Any

from flufl.bounce import all_failures

from tocsin.delivery.channels.email.addresses import without_addresses

DELIVERED, DEFERRED, BOUNCED = "delivered", "deferred", "bounced"
COMPLAINED, AUTO_REPLY, REPLY, IGNORED = "complained", "auto_reply", "reply", ""

ACTIONS = {
    "failed": BOUNCED,
    "delayed": DEFERRED,
    "delivered": DELIVERED,
    "relayed": DELIVERED,
    "expanded": DELIVERED,
}
"""RFC 3464 §2.3.3. Relayed and expanded: it left the world of reports in good order."""
GRAVEST = (BOUNCED, DEFERRED, DELIVERED)
NO_COMPLAINT = frozenset({"not-spam"})
AUTO_PRECEDENCE = frozenset({"auto_reply", "bulk", "junk", "list"})
AUTO_FIELDS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply", "X-AutoReply-From")
AUTO_SUBJECT = re.compile(
    r"^\s*(auto(matic|mated)?[- ]?(reply|response)|auto:|autoreply|out[- ]of[- ](the[- ])?office"
    r"|réponse automatique|absence|abwesenheit|automatische antwort)",
    re.IGNORECASE,
)
DAEMON = re.compile(r"\b(mailer-daemon|postmaster|mail delivery)", re.IGNORECASE)
UUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
ACTION_ID = re.compile(rf"^[> \t]*X-Action-Id:\s*({UUID})\s*$", re.IGNORECASE | re.MULTILINE)
MESSAGE_ID = re.compile(r"<[^<>\s@]+@[^<>\s@]+>")
MAX_WORDS, MAX_TEXT = 300, 2_000
HEADERS_ONLY = "text/rfc822-headers"

logging.getLogger("flufl.bounce").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Report:
    kind: str
    words: str
    """One line of the other side, without addresses."""
    text: str = ""
    """What a reply says, shortened."""
    action_ids: tuple[str, ...] = ()
    message_ids: tuple[str, ...] = ()
    own_id: str = ""
    recipients: tuple[str, ...] = ()
    """Whom the envelope named, as far as the mail itself tells."""


def classify(content: bytes) -> Report:
    mail = email.message_from_bytes(content, policy=email.policy.compat32)
    kind, words, text = _status(mail) or _complaint(mail) or _returned(mail) or _answer(mail)
    action_ids, message_ids = _ids(mail)
    return Report(
        kind=kind,
        words=without_addresses(words)[:MAX_WORDS],
        text=text[:MAX_TEXT],
        action_ids=action_ids,
        message_ids=message_ids,
        own_id=_field(mail, "Message-ID"),
        recipients=tuple(_field(mail, name) for name in ("X-Original-To", "Delivered-To", "To")),
    )


Found = tuple[str, str, str]


def _status(mail: Mail) -> Found | None:
    """A delivery status notification (RFC 3464); the gravest word counts."""
    found = [
        (ACTIONS[action], block)
        for part in mail.walk()
        if part.get_content_type() == "message/delivery-status"
        for block in _blocks(part)
        if (action := _field(block, "Action").split(" ")[0].lower()) in ACTIONS
    ]
    if not found:
        return None
    kind, block = min(found, key=lambda one: GRAVEST.index(one[0]))
    said = _field(block, "Diagnostic-Code").rpartition(";")[2].strip()
    status = _field(block, "Status").split(" ")[0]
    return kind, said if status in said else f"{status} {said}".strip() or kind, ""


def _complaint(mail: Mail) -> Found | None:
    """An abuse report (RFC 5965), by which a reader marked the letter as unwanted."""
    for part in mail.walk():
        if part.get_content_type() == "message/feedback-report":
            kind = next((_field(block, "Feedback-Type").lower() for block in _blocks(part)), "")
            return (IGNORED if kind in NO_COMPLAINT else COMPLAINED), f"complaint: {kind or 'abuse'}", ""
    return None


def _returned(mail: Mail) -> Found | None:
    """A returned letter in one of the many shapes of older servers."""
    if _auto(mail) == "auto-replied" or not (
        DAEMON.search(_field(mail, "From")) or _field(mail, "Return-Path") == "<>"
    ):
        return None
    temporary, permanent = all_failures(mail)
    if not temporary and not permanent:
        return None
    return (BOUNCED if permanent else DEFERRED), _subject(mail) or "returned", ""


def _answer(mail: Mail) -> Found:
    automatic = (
        _auto(mail) not in ("", "no")
        or any(mail[name] is not None for name in AUTO_FIELDS)
        or _field(mail, "Precedence").lower() in AUTO_PRECEDENCE
        or AUTO_SUBJECT.match(_subject(mail)) is not None
    )
    name = "automatic reply" if automatic else "reply"
    return (AUTO_REPLY if automatic else REPLY), f"{name}: {_subject(mail)}", _text(mail)


def _auto(mail: Mail) -> str:
    return _field(mail, "Auto-Submitted").split(";")[0].strip().lower()


def _ids(mail: Mail) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those of the letter that is spoken of: from the returned part, from what is quoted, from the thread."""
    returned = [_head(part) for part in _parts(mail) if part is not mail]
    quoted = "\n".join(returned) or _text(mail)
    threads = f"{_field(mail, 'In-Reply-To')} {_field(mail, 'References')}"
    named = [found for text in returned for found in re.findall(r"(?im)^Message-ID:\s*(<\S+>)", text)]
    actions = [found.lower() for found in ACTION_ID.findall(quoted)]
    return _once(actions), _once([*named, *MESSAGE_ID.findall(threads)])


def _parts(mail: Mail) -> Iterator[Mail]:
    for part in mail.walk():
        if part.get_content_type() in ("message/rfc822", HEADERS_ONLY):
            yield part


def _head(part: Mail) -> str:
    if part.get_content_type() == HEADERS_ONLY:
        return _decoded(part)
    return "\n".join(f"{name}: {value}" for block in _blocks(part) for name, value in block.items())


def _blocks(part: Mail) -> list[Mail]:
    payload: Any = part.get_payload()
    return [block for block in payload if isinstance(block, Mail)] if isinstance(payload, list) else []


def _text(mail: Mail) -> str:
    for part in mail.walk():
        if part.get_content_type() == "text/plain" and part.get_filename() is None:
            return _decoded(part).replace("\r\n", "\n").strip()
    return ""


def _decoded(part: Mail) -> str:
    payload: Any = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    try:
        return raw.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")


def _field(mail: Mail, name: str) -> str:
    return " ".join(str(mail.get(name, "")).split())


def _subject(mail: Mail) -> str:
    try:
        return str(make_header(decode_header(_field(mail, "Subject"))))
    except (LookupError, ValueError):
        return ""


def _once(found: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
