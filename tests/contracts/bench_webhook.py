"""Webhooks, against a receiver on this machine that checks signatures and knows repeats."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.test import override_settings

from tests.contracts.base import DUPLICATE, LOST, PERMANENT, SOFT
from tests.contracts.letters import letter
from tocsin.delivery.channels.base import Outgoing, Session
from tocsin.delivery.channels.webhook import WebhookChannel, signing
from tocsin.delivery.channels.webhook.receiver import Receiver, running

CHANNEL = WebhookChannel()
FAULTS = frozenset({SOFT, PERMANENT, LOST, DUPLICATE})
ANSWERS: dict[str, int | str] = {SOFT: 503, PERMANENT: 400, LOST: "lost"}


class WebhookBench:
    channel, kind, faults = CHANNEL, "webhook", FAULTS

    def __init__(self, receiver: Receiver) -> None:
        self.receiver = receiver

    def outgoing(self, name: str) -> Outgoing:
        content = {"url": self.receiver.url, "webhook": 1, "key_version": 1}
        return letter(name, recipient=self.receiver.url, text='{"type": "test"}', content=content)

    def misbehave(self, fault: str) -> None:
        self.receiver.fault = ANSWERS[fault]

    def taken(self) -> list[str]:
        return [id.removeprefix("msg_") for id in self.receiver.taken]

    def session(self) -> AbstractContextManager[Session]:
        return CHANNEL.session()


@contextmanager
def bench() -> Iterator[WebhookBench]:
    with override_settings(DEBUG=True), running(signing.secret(webhook=1, version=1)) as receiver:
        yield WebhookBench(receiver)
