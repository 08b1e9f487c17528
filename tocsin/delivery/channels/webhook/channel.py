"""Tells the organization's own systems what happened, signed so that they can check it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.utils import parsedate_to_datetime

from tocsin.delivery.channels.base import Outgoing, Reply, SendError, Session
from tocsin.delivery.channels.webhook import signing, wire

SOFT = frozenset({408, 425, 429})
"""Besides every 5xx: not now."""
SHOWN = 300
LONGEST_WAIT = timedelta(days=1)


class WebhookChannel:
    """Every try carries the same `webhook-id`, by which the receiver knows a repeat."""

    kind = "webhook"
    deduplicates = True
    by_hand = False

    def lane(self, recipient: str) -> str:
        return f"{self.kind}:{wire.host_of(recipient)}"[:120]

    @contextmanager
    def session(self) -> Iterator[Session]:
        yield WebhookSession()


class WebhookSession:
    def send(self, outgoing: Outgoing) -> Reply:
        """`content`: {"url", "webhook", "key_version"}; the text is the body, sent as it stands."""
        given, body = outgoing.content, outgoing.text.encode()
        try:
            answer = wire.post(str(given["url"]), body, headers(outgoing, body, now=int(time.time())))
        except wire.Forbidden as error:
            raise SendError(str(error), permanent=True) from error
        except wire.Unreachable as error:
            raise SendError(str(error), unreachable=True) from error
        except wire.Lost as error:
            raise SendError(str(error), ambiguous=True, unreachable=True) from error
        return judge(answer)


def headers(outgoing: Outgoing, body: bytes, *, now: int) -> dict[str, str]:
    given, id = outgoing.content, f"msg_{outgoing.id}"
    secret = signing.secret(webhook=int(given["webhook"]), version=int(given["key_version"]))
    return {
        "content-type": "application/json",
        "user-agent": "Tocsin",
        "webhook-id": id,
        "webhook-timestamp": str(now),
        "webhook-signature": signing.sign(secret, id=id, timestamp=now, body=body),
    }


def judge(answer: wire.Answer) -> Reply:
    words = f"{answer.status} {answer.reason} {' '.join(answer.body.split())[:SHOWN]}".strip()
    if 200 <= answer.status < 300:
        return Reply(words)
    if 300 <= answer.status < 400:
        raise SendError(f"{words} (redirects are not followed)", permanent=True)
    if answer.status in SOFT or answer.status >= 500:
        raise SendError(words, after=wait(answer.retry_after), unreachable=answer.status >= 500)
    raise SendError(words, permanent=True)


def wait(retry_after: str) -> timedelta | None:
    """`Retry-After` in seconds or as a date; nothing where it makes no sense."""
    try:
        if retry_after.strip().isdecimal():
            seconds = float(retry_after)
        else:
            seconds = parsedate_to_datetime(retry_after).timestamp() - time.time()
        return timedelta(seconds=max(0.0, min(seconds, LONGEST_WAIT.total_seconds())))
    except (ValueError, OverflowError):
        return None
