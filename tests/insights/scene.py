"""Staff of the tests, and what they read."""

from __future__ import annotations

import csv
import io
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tocsin.actions.models import Submission
from tocsin.core.models import AuditEntry
from tocsin.delivery.models import Message
from tocsin.delivery.receipts import Move, apply
from tocsin.insights.accounts import create_staff

PASSWORD = "a long walk by the river"
EXPORT = "/admin/actions/export/"


def login(client: Client, email: str, password: str = PASSWORD) -> HttpResponse:
    return client.post("/account/login/?next=/admin/", {"login": email, "password": password})


def signed_in(role: str) -> Client:
    email = f"{role}@example.org"
    create_staff(email, PASSWORD, role)
    client = Client()
    assert login(client, email).url == "/admin/"  # type: ignore[attr-defined]
    return client


def read(client: Client, path: str, **query: Any) -> str:
    """The page as a reader sees its words."""
    answer = client.get(path, query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def prove(client: Client) -> None:
    """Types the password once more."""
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def export(client: Client, query: str = "", **data: str) -> bytes:
    answer: Any = client.post(EXPORT + query, data)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def audit() -> list[str]:
    """What was done, the oldest first."""
    return list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))


def letter_of(submission: Submission) -> Message:
    return Message.objects.get(ref=submission.pk, purpose="action")


def goes(message: Message, *moves: tuple[str, str]) -> Message:
    """Moves a message through these states, each with its reply."""
    for state, reply in moves:
        assert apply([Move(message=message, new=state, reply=reply)])
    message.refresh_from_db()
    return message
