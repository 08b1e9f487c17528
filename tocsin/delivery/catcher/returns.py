"""What an office would send back: a return, an automatic reply, a person's own or a complaint about a kept letter."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from typing import Any
from uuid import uuid4

from django.utils import timezone

HOST = "office.example.org"
UNDELIVERABLE = "550 5.1.1 this mailbox does not exist"


def write(what: str, letter: bytes, address: str) -> tuple[bytes, str]:
    """The mail and the address it is sent to: the one that the letter's envelope named for returns."""
    original = email.message_from_bytes(letter, policy=email.policy.compat32)
    recipient = parseaddr(str(original["Return-Path"] or original["From"]))[1]
    mail = {"return": _return, "reply": _reply, "personal": _personal, "complain": _complaint}[what](
        letter, address
    )
    mail["To"], mail["Date"] = recipient, format_datetime(timezone.now())
    mail["Message-ID"] = make_msgid(uuid4().hex, HOST)
    return mail.as_bytes(policy=email.policy.SMTP), recipient


def _return(letter: bytes, address: str) -> EmailMessage:
    """A delivery status notification, as RFC 3464 has it."""
    status = (
        f"Reporting-MTA: dns; {HOST}\n\nFinal-Recipient: rfc822; {address}\nAction: failed\n"
        f"Status: 5.1.1\nDiagnostic-Code: smtp; {UNDELIVERABLE}\n"
    )
    words = "This letter could not be delivered."
    return _report("delivery-status", "Undelivered mail returned to sender", words, status, letter)


def _complaint(letter: bytes, address: str) -> EmailMessage:
    """An abuse report, as RFC 5965 has it."""
    status = "Feedback-Type: abuse\nUser-Agent: Tocsin mail catcher\nVersion: 1\n"
    return _report("feedback-report", "Complaint about a letter", "This letter was unwanted.", status, letter)


def _reply(letter: bytes, address: str) -> EmailMessage:
    words = "Thank you for writing. Our office has received your message and reads all of them.\n"
    mail = _answer(letter, address, "Automatic reply: your message to our office", words)
    mail["Auto-Submitted"] = "auto-replied"
    return mail


def _personal(letter: bytes, address: str) -> EmailMessage:
    words = "Thank you for your letter. I have read it myself and will answer each of its points.\n"
    return _answer(letter, address, "Your letter", words)


def _answer(letter: bytes, address: str, subject: str, words: str) -> EmailMessage:
    original = email.message_from_bytes(letter, policy=email.policy.compat32)
    mail = EmailMessage()
    mail["From"], mail["Subject"] = address, subject
    mail["In-Reply-To"] = str(original["Message-ID"]).strip()
    mail.set_content(words)
    return mail


def _report(kind: str, subject: str, words: str, status: str, letter: bytes) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = f"Mail system <MAILER-DAEMON@{HOST}>", subject
    mail.set_content(words + "\n")
    mail.make_mixed()
    head = letter.partition(b"\r\n\r\n")[0].decode("ascii", "replace").replace("\r\n", "\n") + "\n"
    mail.attach(_part(f"message/{kind}", [email.message_from_string(one) for one in status.split("\n\n")]))
    mail.attach(_part("text/rfc822-headers", head))
    mail.replace_header("Content-Type", f'multipart/report; report-type="{kind}"')
    return mail


def _part(kind: str, content: Any) -> EmailMessage:
    part = EmailMessage()
    part["Content-Type"] = kind
    part.set_payload(content)
    return part
