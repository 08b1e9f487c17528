"""Purposes for the letters of these tests, a mail server that misbehaves on request, and an empty outbox.

Imports of the project stand inside: this file loads before the settings do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django import Settings

from tests.faults.sink import Sink, running

if TYPE_CHECKING:
    from tocsin.delivery.channels.base import Outgoing
    from tocsin.delivery.channels.email.session import EmailSession
    from tocsin.delivery.models import Message
    from tocsin.delivery.purposes import Told

TIMEOUT = 0.4
"""Seconds the session waits for a server that never answers."""

Heard = list[tuple[str, str]]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """Every move that the listener of `letter` was told of."""
    from django.db import connection

    from tests.delivery.scene import compose
    from tocsin.delivery.purposes import PURPOSES, Purpose

    found: Heard = []
    common: dict[str, Any] = {"expires": timedelta(days=5), "keep": timedelta(days=30)}

    def listen(told: Sequence[Told]) -> None:
        assert connection.in_atomic_block
        found.extend((old, new) for _, old, new in told)

    def break_down(message: Message) -> Outgoing:
        raise LookupError(f"no such person: {message.recipient}")

    known = [
        Purpose(name="letter", compose=compose, settled=listen, **common),
        Purpose(name="reminder", compose=compose, resend_when_unsure=True, **common),
        Purpose(name="broken", compose=break_down, **common),
    ]
    for purpose in known:
        monkeypatch.setitem(PURPOSES, purpose.name, purpose)
    return found


@pytest.fixture
def empty_outbox(monkeypatch: pytest.MonkeyPatch, heard: Heard) -> Iterator[None]:
    """Needs `OUTBOX` as the mark: real commits, because senders have connections of their own."""
    from django.db import connection

    from tocsin.delivery import doorbell

    monkeypatch.setattr(doorbell, "QUIET", 0)
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture
def sink(tmp_path: Path, settings: Settings) -> Iterator[Sink]:
    sink = Sink(tmp_path / "journal", keep=True)
    with running(sink) as port:
        settings.MAIL_URL, settings.MAIL_TIMEOUT = f"smtp://127.0.0.1:{port}", TIMEOUT
        yield sink


@pytest.fixture
def email(sink: Sink, settings: Settings) -> Iterator[EmailSession]:
    from tocsin.delivery.channels.email.relay import parse_relay
    from tocsin.delivery.channels.email.session import EmailSession

    session = EmailSession(parse_relay(settings.MAIL_URL, name="tests.example.org", timeout=TIMEOUT))
    yield session
    session.close()


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """A delivery journal of this test's own."""
    from tests.delivery.scene import another_process

    another_process()
    settings.JOURNAL_DIR = tmp_path / "deliveries"
    yield tmp_path / "deliveries"
    another_process()
