"""Groups of commands, honest replies to each, the host's faults apart from the letter's, and return addresses."""

from __future__ import annotations

import socket
from uuid import uuid4

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from tests.delivery.scene import ANNA, fate, outgoing
from tests.faults.sink import Sink
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.channels.base import SendError
from tocsin.delivery.channels.email import verp
from tocsin.delivery.channels.email.relay import Relay
from tocsin.delivery.channels.email.session import EmailSession

REFUSALS = [
    ("soft-rcpt.1@example.org", "later", "RCPT: 451 4.7.1 come back later"),
    ("hard-rcpt.1@example.org", "refused", "RCPT: 550 5.1.1 nobody here"),
    ("hard-data.1@example.org", "refused", "DATA: 554 5.7.1 not this"),
]


def failure(session: EmailSession, recipient: str) -> SendError:
    with pytest.raises(SendError) as caught:
        session.send(outgoing(recipient))
    return caught.value


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize(("recipient", "expected", "words"), REFUSALS)
def test_a_refusal_within_a_group_is_the_fate(
    recipient: str, expected: str, words: str, pipelining: bool, email: EmailSession, sink: Sink
) -> None:
    sink.extensions = ["8BITMIME", *["PIPELINING"] * pipelining]
    assert fate(email, outgoing(recipient)) == (expected, words)
    assert fate(email, outgoing())[0] == "taken"
    assert (len(sink.letters), sink.connections) == (1, 1)


@pytest.mark.parametrize(("recipient", "expected", "words"), REFUSALS[:2])
def test_a_careless_server_gets_an_empty_letter_that_never_counts(
    recipient: str, expected: str, words: str, email: EmailSession, sink: Sink
) -> None:
    sink.careless = True
    assert fate(email, outgoing(recipient)) == (expected, words)
    assert fate(email, outgoing())[0] == "taken"
    assert (len(sink.letters), sink.connections) == (1, 1)


def test_a_refused_recipient_stays_refused_when_the_connection_breaks_after_it(
    email: EmailSession, sink: Sink
) -> None:
    sink.next_fault = "drop-data"
    sink.careless = True
    assert fate(email, outgoing("hard-rcpt.1@example.org"))[0] == "refused"


def test_a_group_is_one_write(email: EmailSession, sink: Sink) -> None:
    assert [fate(email, outgoing())[0] for _ in range(3)] == ["taken"] * 3
    assert b"MAIL FROM" in sink.packets[1]
    assert b"DATA\r\n" in sink.packets[1]


@pytest.mark.parametrize(
    ("recipient", "unreachable"),
    [
        ("busy-rcpt.1@example.org", True),
        ("soft-rcpt.1@example.org", False),
        ("drop-rcpt.1@example.org", False),
        ("soft-end.1@example.org", False),
        ("lost-end.1@example.org", False),
    ],
)
def test_the_hosts_fault_is_told_from_the_letters(
    recipient: str, unreachable: bool, email: EmailSession
) -> None:
    assert failure(email, recipient).unreachable is unreachable


def test_a_host_that_does_not_answer_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert failure(EmailSession(Relay("smtp", "127.0.0.1", port, timeout=0.2)), ANNA).unreachable
    assert failure(EmailSession(Relay("smtp", "127.0.0.1", port, timeout=0.2)), ANNA).unreachable


def test_each_letter_has_a_return_address_of_its_own(sink: Sink, settings: Settings) -> None:
    settings.MAIL_RETURN_DOMAIN = "returns.example.org"
    letters = [outgoing(id=str(uuid4())) for _ in range(2)]
    with CHANNELS["email"].session() as session:
        assert [fate(session, letter)[0] for letter in letters] == ["taken"] * 2
    assert [str(verp.read(sender)) for sender in sink.senders] == [letter.id for letter in letters]
    assert all(b"From: campaign@example.org\r\n" in letter for letter in sink.letters)


def test_without_a_return_domain_the_sender_is_the_organization(email: EmailSession, sink: Sink) -> None:
    assert fate(email, outgoing())[0] == "taken"
    assert sink.senders == ["campaign@example.org"]


@given(st.uuids())
def test_a_return_address_survives_any_server(number: object) -> None:
    address = verp.address(str(number), "example.org")
    assert len(address.partition("@")[0]) <= 64
    assert [verp.read(form) for form in (address, address.upper(), f"<{address}>")] == [number] * 3


@given(st.text(max_size=60))
def test_nobody_makes_return_addresses_up(token: str) -> None:
    assert verp.read(f"bounce+{token}@example.org") is None


def test_a_return_address_outlives_a_change_of_key() -> None:
    number = uuid4()
    with override_settings(SECRET_KEY="old" * 20):
        address = verp.address(str(number), "example.org")
    assert verp.read(address) is None
    with override_settings(SECRET_KEY_FALLBACKS=["old" * 20]):
        assert verp.read(address) == number
