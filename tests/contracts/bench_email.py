"""Email over SMTP, against the mail server of the fault tests, which misbehaves on request."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from django.test import override_settings

from tests.contracts.base import EVERY_FAULT
from tests.contracts.letters import letter
from tests.faults.sink import Sink, running
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.channels.base import Outgoing, Session

CHANNEL = CHANNELS["email"]
FAULTS = EVERY_FAULT
ANSWERS = {"soft": "soft-rcpt", "permanent": "hard-end", "timeout": "hang-rcpt", "lost": "lost-end"}
PATIENCE = 0.3
"""Seconds until a silent server counts as timed out."""


class EmailBench:
    channel, kind, faults = CHANNEL, "email", FAULTS

    def __init__(self, sink: Sink, journal: Path) -> None:
        self.sink, self.journal = sink, journal

    def outgoing(self, name: str) -> Outgoing:
        return letter(name)

    def misbehave(self, fault: str) -> None:
        self.sink.next_fault = ANSWERS[fault]

    def taken(self) -> list[str]:
        return self.journal.read_text().split()

    def session(self) -> AbstractContextManager[Session]:
        return CHANNEL.session()


@contextmanager
def bench() -> Iterator[EmailBench]:
    with tempfile.TemporaryDirectory() as folder:
        journal = Path(folder) / "journal"
        sink = Sink(journal)
        with (
            running(sink) as port,
            override_settings(MAIL_URL=f"smtp://127.0.0.1:{port}", MAIL_TIMEOUT=PATIENCE),
        ):
            yield EmailBench(sink, journal)
