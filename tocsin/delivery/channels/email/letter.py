"""Writes an `Outgoing` as a letter: RFC 5322 headers and MIME parts, in bytes. Pure but for the date.

Written out by hand because the standard library's message classes take three milliseconds a letter.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from email.utils import formatdate
from uuid import uuid4

from tocsin.delivery.channels.base import Attachment, Outgoing
from tocsin.delivery.channels.email.addresses import Address, LetterError, parse_address, safe

CRLF = "\r\n"
MAX_RAW = 900
"""Longest header that may stay as it is; a line ends at 998 characters at the latest."""
MAX_SUBJECT = 1_000
ASCII = bytes(range(128))
MOSTLY_ASCII = 0.25
"""Share of other bytes up to which quoted-printable is the shorter encoding."""
MAX_FOLDED = 66
MAX_LINE = 75
AROUND = "=?utf-8?b?%s?="
FIELD = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,75}")
OURS = frozenset({
    *("from", "to", "cc", "bcc", "sender", "reply-to", "subject", "date", "message-id", "received"),
    *("return-path", "mime-version", "content-type", "content-transfer-encoding", "x-action-id"),
})  # fmt: skip
PLAIN = re.compile(rb"(?:[\t\x20-\x7e]{0,990}\r\n)*")
NEWLINE = re.compile(r"\r\n|\r|\n")
MAX_ATTACHED = 10 * 1024 * 1024
"""Bytes of all files of a letter together; many servers take little more."""
MAX_FILE_NAME = 500
FILE_NAME = re.compile(r"[A-Za-z0-9_.,()+ -]{1,60}")
"""What may stand between quotes as it is."""
ATTRIBUTE = re.compile(r"[A-Za-z0-9!#$&+.^_`{}|~-]")
"""What RFC 2231 lets stand for itself."""
FILE_TYPE = re.compile(r"(?!multipart/|message/)[a-z]+/[a-z0-9][a-z0-9!#$&^_.+-]{0,99}")
"""Parts that hold other parts may not be in base64."""


@dataclass(frozen=True, slots=True)
class Letter:
    sender: Address
    recipient: Address
    content: bytes

    @property
    def needs_utf8(self) -> bool:
        return self.sender.needs_utf8 or self.recipient.needs_utf8


def write(outgoing: Outgoing) -> Letter:
    sender = parse_address(outgoing.sender, "the sender")
    recipient = parse_address(outgoing.recipient, "the recipient")
    if len(outgoing.subject) > MAX_SUBJECT:
        raise LetterError("the subject is too long")
    lines = [
        f"From: {_mailbox(outgoing.sender_name, sender, 'From')}",
        f"To: {_mailbox(outgoing.recipient_name, recipient, 'To')}",
        *_reply_to(outgoing),
        f"Subject: {_words(outgoing.subject, 'Subject')}",
        f"Date: {formatdate()}",
        f"Message-ID: {_raw(outgoing.message_id, 'Message-ID')}",
        f"X-Action-Id: {_raw(outgoing.id, 'X-Action-Id')}",
        f"Content-Language: {_raw(outgoing.language, 'Content-Language')}",
        *(_extra(name, value) for name, value in outgoing.headers.items()),
        "MIME-Version: 1.0",
    ]
    return Letter(sender, recipient, CRLF.join(lines).encode() + b"\r\n" + _body(outgoing))


def _reply_to(outgoing: Outgoing) -> list[str]:
    if not outgoing.reply_to:
        return []
    address = parse_address(outgoing.reply_to, "the reply address")
    if address.needs_utf8:
        raise LetterError("the reply address needs SMTPUTF8")
    return [f"Reply-To: {_mailbox(outgoing.reply_to_name, address, 'Reply-To')}"]


def _mailbox(name: str, address: Address, field: str) -> str:
    if not name.strip():
        return str(address)
    words = _words(name.strip(), field)
    quoted = words if words.startswith("=?") else '"' + re.sub(r'(["\\])', r"\\\1", words) + '"'
    return f"{quoted}{CRLF if len(quoted) + len(str(address)) > MAX_FOLDED else ''} <{address}>"


def _words(value: str, field: str) -> str:
    """Free text. Anything but short plain ASCII becomes encoded words, so no reader can mistake it."""
    plain = safe(value, field).isascii() and "=?" not in value and len(value) <= MAX_FOLDED
    return value if plain else _encoded(value, MAX_LINE - len(field) - 2)


def _encoded(value: str, room: int) -> str:
    """Encoded words (RFC 2047), each on a line of its own and none with half a character in it."""
    words: list[str] = []
    piece, size = "", 0
    for character in value:
        width = len(character.encode())
        if size + width > (room - len(AROUND)) // 4 * 3:
            words, piece, size, room = [*words, piece], "", 0, MAX_LINE - 1
        piece, size = piece + character, size + width
    return f"{CRLF} ".join(AROUND % base64.b64encode(word.encode()).decode() for word in [*words, piece])


def _raw(value: str, field: str) -> str:
    if not safe(value, field).isascii() or len(value) > MAX_RAW:
        raise LetterError(f"{field} must be short and plain")
    return value


def _extra(name: str, value: str) -> str:
    if not FIELD.fullmatch(name) or name.lower() in OURS:
        raise LetterError("a header has a name that cannot be used")
    return f"{name}: {_raw(value, name) if value.isascii() else _words(value, name)}"


def _body(outgoing: Outgoing) -> bytes:
    body = _part("plain", outgoing.text)
    if outgoing.html:
        body = _multipart("alternative", [body, _part("html", outgoing.html)])
    if not outgoing.attachments:
        return body
    if sum(len(file.content) for file in outgoing.attachments) > MAX_ATTACHED:
        raise LetterError("the attachments are too large")
    return _multipart("mixed", [body, *map(_attached, outgoing.attachments)])


def _multipart(kind: str, parts: list[bytes]) -> bytes:
    boundary = f"=_{uuid4().hex}".encode()
    opening = b'Content-Type: multipart/%s; boundary="%s"\r\n\r\n' % (kind.encode(), boundary)
    return b"".join(
        [opening, *(b"--%s\r\n%s" % (boundary, part) for part in parts), b"--%s--\r\n" % boundary]
    )


def _attached(file: Attachment) -> bytes:
    if not FILE_TYPE.fullmatch(file.content_type):
        raise LetterError("an attachment has a type that cannot be used")
    head = (
        f"Content-Type: {file.content_type}{CRLF}Content-Transfer-Encoding: base64{CRLF}"
        f"Content-Disposition: attachment;{_file_name(file.name)}{CRLF}{CRLF}"
    )
    return head.encode() + _base64(file.content)


def _file_name(name: str) -> str:
    """As it is where plain, else by RFC 2231: in pieces, none with half a character in it."""
    name = safe(name, "an attachment's name").strip()
    if not 0 < len(name) <= MAX_FILE_NAME:
        raise LetterError("an attachment's name is empty or too long")
    if FILE_NAME.fullmatch(name):
        return f' filename="{name}"'
    pieces = ["utf-8''"]
    for character in name:
        written = character if ATTRIBUTE.match(character) else _percent(character)
        if len(pieces[-1]) + len(written) > MAX_FOLDED - len(" filename*000*=;"):
            pieces.append("")
        pieces[-1] += written
    marks = [f"*{number}*" for number in range(len(pieces))] if len(pieces) > 1 else ["*"]
    return ";".join(f"{CRLF} filename{mark}={piece}" for mark, piece in zip(marks, pieces, strict=True))


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())


def _part(kind: str, text: str) -> bytes:
    encoding, content = _encode(text)
    head = f'Content-Type: text/{kind}; charset="utf-8"{CRLF}Content-Transfer-Encoding: {encoding}'
    return b"%s\r\n\r\n%s" % (head.encode(), content)


def _encode(text: str) -> tuple[str, bytes]:
    """Seven-bit on every path: plain where it can be, else the shorter of the two encodings."""
    content = NEWLINE.sub(CRLF, text).rstrip(CRLF).encode("utf-8", "replace") + b"\r\n"
    if PLAIN.fullmatch(content):
        return "7bit", content
    if len(content.translate(None, ASCII)) <= MOSTLY_ASCII * len(content):
        return "quoted-printable", binascii.b2a_qp(content, istext=True)
    return "base64", _base64(content)


def _base64(content: bytes) -> bytes:
    lines = (content[start : start + 57] for start in range(0, len(content), 57))
    return b"".join(binascii.b2a_base64(line, newline=False) + b"\r\n" for line in lines)
