"""What a mail session says of a letter is what became of it; what all channels promise is in `tests/contracts`."""

from __future__ import annotations

import socket

import pytest

from tests.delivery.scene import ANNA, fate, outgoing
from tests.faults.sink import Sink
from tocsin.delivery.channels.email.relay import Relay, parse_relay
from tocsin.delivery.channels.email.session import EmailSession

ANSWERS = [
    (ANNA, "taken", "250 2.0.0 taken as 1"),
    ("soft-rcpt.1@example.org", "later", "RCPT: 451 4.7.1 come back later"),
    ("hard-rcpt.1@example.org", "refused", "RCPT: 550 5.1.1 nobody here"),
    ("busy-rcpt.1@example.org", "later", "RCPT: 421 4.3.2 closing"),
    ("drop-rcpt.1@example.org", "later", "RCPT: the connection broke"),
    ("hang-rcpt.1@example.org", "later", "RCPT: the connection broke"),
    ("soft-data.1@example.org", "later", "DATA: 451 4.3.0 not now"),
    ("hard-data.1@example.org", "refused", "DATA: 554 5.7.1 not this"),
    ("drop-data.1@example.org", "later", "DATA: the connection broke"),
    ("soft-end.1@example.org", "later", "452 4.3.1 disk full"),
    ("hard-end.1@example.org", "refused", "554 5.6.0 content refused"),
    ("odd-end.1@example.org", "unsure", "999 what is this"),
    ("lost-end.1@example.org", "unsure", "no reply after the letter"),
    ("hang-end.1@example.org", "unsure", "no reply after the letter"),
]
TAKEN = {"taken": 1, "later": 0, "refused": 0, "unsure": 1}


@pytest.mark.parametrize(("recipient", "expected", "reply"), ANSWERS)
def test_email_knows_the_fate(recipient: str, expected: str, reply: str, email: EmailSession) -> None:
    found, words = fate(email, outgoing(recipient))
    assert found == expected
    assert words.startswith(reply)


@pytest.mark.parametrize(
    ("recipient", "expected", "reply"), [case for case in ANSWERS if "999" not in case[2]]
)
def test_the_server_has_what_email_says_it_has(
    recipient: str, expected: str, reply: str, email: EmailSession, sink: Sink
) -> None:
    fate(email, outgoing(recipient))
    assert len(sink.letters) == TAKEN[expected]


def test_a_break_within_a_long_letter_means_not_taken(email: EmailSession, sink: Sink) -> None:
    found, _ = fate(email, outgoing("drop-body.1@example.org", text="a line of text\n" * 600_000))
    assert (found, sink.letters) == ("later", [])


@pytest.mark.parametrize("recipient", [case[0] for case in ANSWERS[1:]])
def test_the_next_letter_goes_through(recipient: str, email: EmailSession) -> None:
    fate(email, outgoing(recipient))
    assert fate(email, outgoing())[0] == "taken"


def test_one_connection_serves_many_letters(email: EmailSession, sink: Sink) -> None:
    recipients = [ANNA, "soft-rcpt.1@example.org", ANNA, "hard-end.1@example.org", ANNA]
    found = [fate(email, outgoing(recipient))[0] for recipient in recipients]
    assert found == ["taken", "later", "taken", "refused", "taken"]
    assert sink.connections == 1


def test_a_closed_connection_costs_no_letter(email: EmailSession, sink: Sink) -> None:
    sink.close_after = 2
    assert [fate(email, outgoing())[0] for _ in range(5)] == ["taken"] * 5
    assert (len(sink.letters), sink.connections) == (5, 3)


def test_nobody_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    session = EmailSession(Relay("smtp", "127.0.0.1", port, timeout=1))
    found, words = fate(session, outgoing())
    assert found == "later"
    assert words.startswith("could not reach the mail server: ")


def test_a_server_that_never_greets() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        session = EmailSession(Relay("smtp", "127.0.0.1", silent.getsockname()[1], timeout=0.2))
        assert fate(session, outgoing())[0] == "later"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", ("smtp", "mail.example.org", 25, "", "")),
        ("smtps://a%40b:p%2Fw@mail.example.org", ("smtps", "mail.example.org", 465, "a@b", "p/w")),
        ("smtp+starttls://u:p@h:2525", ("smtp+starttls", "h", 2525, "u", "p")),
    ],
)
def test_mail_url(url: str, expected: tuple[str, str, int, str, str]) -> None:
    relay = parse_relay(url, name="example.org", timeout=1)
    assert (relay.scheme, relay.host, relay.port, relay.user, relay.password) == expected


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://"])
def test_a_mail_url_that_makes_no_sense(url: str) -> None:
    with pytest.raises(ValueError, match="MAIL_URL"):
        parse_relay(url, name="example.org", timeout=1)
