"""Email through a mail service, against one on loopback that speaks as Postmark's API does.

A silence before the letter was taken cannot be told from one after it, so `timeout` is not among its faults.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.test import override_settings

from tests.contracts import postmark
from tests.contracts.base import DUPLICATE, LOST, PERMANENT, SOFT
from tests.contracts.letters import letter
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.channels.base import Outgoing, Session

CHANNEL = CHANNELS["email"]
FAULTS = frozenset({SOFT, PERMANENT, LOST, DUPLICATE})


class AnymailBench:
    channel, kind, faults = CHANNEL, "email", FAULTS

    def __init__(self, service: postmark.Service) -> None:
        self.service = service

    def outgoing(self, name: str) -> Outgoing:
        return letter(name)

    def misbehave(self, fault: str) -> None:
        self.service.next_fault = fault

    def taken(self) -> list[str]:
        return [one["Metadata"]["action_id"] for one in self.service.letters]

    def session(self) -> AbstractContextManager[Session]:
        return CHANNEL.session()


@contextmanager
def bench() -> Iterator[AnymailBench]:
    with postmark.running() as service:
        given = {"POSTMARK_SERVER_TOKEN": "only-for-tests", "POSTMARK_API_URL": service.url}
        with override_settings(MAIL_PROVIDER="postmark", ANYMAIL={**given, "REQUESTS_TIMEOUT": 5}):
            yield AnymailBench(service)
