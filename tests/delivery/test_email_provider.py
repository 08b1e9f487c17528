"""A mail service: each of its answers has an honest meaning, and its later reports move the message."""

from __future__ import annotations

import base64
import socket
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import Settings

from tests.contracts import postmark
from tests.delivery.scene import fate, moves, outgoing, post
from tocsin.core.errors import OperatorError
from tocsin.delivery import states, suppression
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.channels.base import SendError, Session
from tocsin.delivery.models import Event, Message

LETTER = outgoing(reply_to="ani@example.org", reply_to_name="Անի", html="<p>Dear</p>", language="hy")


@pytest.fixture
def service(settings: Settings) -> Iterator[postmark.Service]:
    settings.MAIL_PROVIDER, settings.ROOT_URLCONF = "postmark", "tests.delivery.service_urls"
    with postmark.running() as service:
        settings.ANYMAIL = {
            "POSTMARK_SERVER_TOKEN": "only-for-tests",
            "POSTMARK_API_URL": service.url,
            "WEBHOOK_SECRET": "post:mark",
            "REQUESTS_TIMEOUT": 5,
        }
        yield service


@pytest.fixture
def session(service: postmark.Service) -> Iterator[Session]:
    with CHANNELS["email"].session() as session:
        yield session


def test_the_service_gets_the_letter_whole_and_tracks_nobody(
    session: Session, service: postmark.Service
) -> None:
    reply = session.send(LETTER)
    letter = service.letters[0]
    headers = {one["Name"]: one["Value"] for one in letter["Headers"]}
    assert reply.remote_id == "0a129aee-e1cd-480d-b08d-000000000001"
    assert "anna@example.org" not in reply.text
    assert (letter["Metadata"], headers["X-Action-Id"]) == ({"action_id": "7"}, "7")
    assert (letter["TrackOpens"], letter["TrackLinks"]) == (False, "None")
    assert "ani@example.org" in letter["ReplyTo"]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("soft", (False, False, True)),
        ("busy", (False, False, False)),
        ("account", (False, False, True)),
        ("permanent", (True, False, False)),
        ("inactive", (True, False, False)),
        ("gateway", (False, True, False)),
        ("lost", (False, True, False)),
    ],
)
def test_each_answer_is_taken_at_its_word(
    fault: str, expected: tuple[bool, bool, bool], session: Session, service: postmark.Service
) -> None:
    service.next_fault = fault
    with pytest.raises(SendError) as caught:
        session.send(outgoing())
    error = caught.value
    assert (error.permanent, error.ambiguous, error.unreachable) == expected
    assert session.send(outgoing()).text


def test_a_busy_service_says_how_long_to_wait(session: Session, service: postmark.Service) -> None:
    service.next_fault = "busy"
    with pytest.raises(SendError) as caught:
        session.send(outgoing())
    assert caught.value.after
    assert caught.value.after.total_seconds() == 30


def test_nobody_listens(service: postmark.Service, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    settings.ANYMAIL = settings.ANYMAIL | {"POSTMARK_API_URL": f"http://127.0.0.1:{port}/"}
    with CHANNELS["email"].session() as session, pytest.raises(SendError) as caught:
        session.send(outgoing())
    assert (caught.value.unreachable, caught.value.ambiguous) == (True, False)


def test_a_letter_that_cannot_be_written_never_leaves(session: Session, service: postmark.Service) -> None:
    assert fate(session, outgoing(subject="a\r\nBcc: victim@example.org"))[0] == "refused"
    assert service.letters == []


def test_an_unknown_service_is_named(settings: Settings) -> None:
    settings.MAIL_PROVIDER = "pigeon"
    with pytest.raises(OperatorError, match="must be one of brevo"), CHANNELS["email"].session():
        raise AssertionError


def report(client: Client, path: str = "tracking", login: str = "post:mark", **given: Any) -> int:
    authorization = f"Basic {base64.b64encode(login.encode()).decode()}"
    address = f"/anymail/postmark/{path}/"
    answer = client.post(address, given, content_type="application/json", HTTP_AUTHORIZATION=authorization)
    return answer.status_code


@pytest.fixture
def message(db: None, heard: object, service: postmark.Service) -> Message:
    message = post()
    Message.objects.filter(pk=message.pk).update(state=states.ACCEPTED, remote_id="r-1")
    return message


BOUNCE = {
    "RecordType": "Bounce",
    "ID": 42,
    "Type": "HardBounce",
    "MessageID": "r-1",
    "Email": "anna@example.org",
    "Details": "smtp;550 5.1.1 <anna@example.org> unknown",
    "BouncedAt": "2026-11-05T16:33:54Z",
}


def test_a_bounce_is_followed_once(message: Message, client: Client) -> None:
    assert [report(client, **BOUNCE) for _ in range(2)] == [200, 200]
    assert moves(message) == [("accepted", "bounced")]
    assert Event.objects.get().detail == "smtp;550 5.1.1 <…> unknown"


def test_our_own_id_finds_the_message_too(message: Message, client: Client) -> None:
    number = UUID(str(message.pk))
    delivered = {
        "RecordType": "Delivery",
        "MessageID": "other",
        "Recipient": "anna@example.org",
        "DeliveredAt": "2026-11-05T16:33:54Z",
        "Details": "250 ok",
        "Metadata": {"action_id": str(number)},
    }
    assert report(client, **delivered) == 200
    assert moves(message) == [("accepted", "delivered")]


def test_a_complaint_suppresses(message: Message, client: Client) -> None:
    assert report(client, **BOUNCE | {"RecordType": "SpamComplaint", "Type": "SpamComplaint"}) == 200
    assert suppression.is_suppressed(message.recipient)


def test_opens_are_not_looked_at(message: Message, client: Client) -> None:
    given = {"RecordType": "Open", "MessageID": "r-1", "ReceivedAt": "2026-11-05T16:33:54Z"}
    assert report(client, **given) == 200
    assert not Event.objects.exists()


def test_a_stranger_is_turned_away(message: Message, client: Client) -> None:
    assert report(client, login="post:stamp", **BOUNCE) == 400
    assert not Event.objects.exists()


def test_mail_that_came_back_by_the_service(message: Message, client: Client) -> None:
    given = {
        "FromFull": {"Email": "speaker@example.org", "Name": "Office"},
        "ToFull": [{"Email": "campaign@example.org"}],
        "Subject": "Automatic reply: away",
        "TextBody": "Thank you.",
        "Headers": [
            {"Name": "Auto-Submitted", "Value": "auto-replied"},
            {"Name": "In-Reply-To", "Value": f"<{message.pk}@example.org>"},
            {"Name": "Message-ID", "Value": "<away@example.org>"},
        ],
    }
    assert report(client, "inbound", **given) == 200
    assert Event.objects.get().kind == "auto_reply"
