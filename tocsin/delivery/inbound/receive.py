"""Matches a mail that came back with the letter it is about, and records what it says."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from enum import Enum
from uuid import UUID

from tocsin.delivery import events
from tocsin.delivery.channels.email import verp
from tocsin.delivery.inbound.classify import IGNORED, REPLY, Report, classify
from tocsin.delivery.models import Message

log = logging.getLogger(__name__)


class Received(Enum):
    RECORDED = "recorded"
    KNOWN = "recorded before"
    IGNORED = "nothing to record"
    STRANGER = "about no letter of ours"


def receive(content: bytes, *, recipient: str = "", source: str = "mail") -> Received:
    """`recipient`: the address of the envelope, which names the letter beyond doubt when it is a return address."""
    report = classify(content)
    if report.kind == IGNORED:
        return Received.IGNORED
    message_id = next(_candidates(report, recipient), None)
    if message_id is None:
        log.info("a mail of kind %s is about no letter of ours", report.kind)
        return Received.STRANGER if report.kind == REPLY else Received.IGNORED
    new = events.record(
        key=f"mail:{_digest(report, content, message_id)}",
        kind=report.kind,
        source=source,
        message_id=message_id,
        detail=report.text or report.words,
        words=report.words,
    )
    return Received.RECORDED if new else Received.KNOWN


def _candidates(report: Report, recipient: str) -> Iterator[UUID]:
    for address in (recipient, *report.recipients):
        if (named := verp.read(address)) is not None and _is_ours(named):
            yield named
    for word in report.action_ids:
        if _is_ours(found := UUID(word)):
            yield found
    for word in report.message_ids:
        yield from _by_message_id(word)


def _by_message_id(word: str) -> Iterator[UUID]:
    """Our own, or the one a mail service gave it."""
    local = word.strip("<>").partition("@")[0]
    try:
        number = UUID(local)
    except ValueError:
        number = None
    if number is not None and _is_ours(number):
        yield number
    yield from Message.objects.filter(remote_id__in=(word, word.strip("<>"), local)).values_list(
        "pk", flat=True
    )


def _is_ours(number: UUID) -> bool:
    return Message.objects.filter(pk=number).exists()


def _digest(report: Report, content: bytes, message_id: UUID) -> str:
    """The same mail handed in twice differs in its trace, hardly ever in its own id."""
    own = report.own_id.encode() or content
    return hashlib.sha256(message_id.bytes + report.kind.encode() + own).hexdigest()
