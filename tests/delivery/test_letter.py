"""Letters survive the way in every script, and nothing in them can become a header."""

from __future__ import annotations

import email
import email.policy
import string
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.delivery.scene import ANNA, fate, outgoing
from tests.faults.sink import Sink
from tocsin.delivery.channels.email.addresses import LetterError, parse_address
from tocsin.delivery.channels.email.letter import write
from tocsin.delivery.channels.email.session import EmailSession

NAMES = [
    "Anna Petrosyan",
    'Anna "Annie" O\'Neil, Jr. <anna@evil.example>',
    "Անի Պետրոսյան-Տեր-Հովհաննիսյան",
    "منظمة العفو الدولية، فرع بيروت",
    "山田 太郎",
    "Żółć; gęślą (jaźń): @everyone",
    "=?utf-8?q?Not_Encoded?=",
    "\u202eright to left\u202c",
    "👩🏽‍⚖️ Justice",
    "a" * 300,
    "é" * 300,
]
CONTROLS = ["\r\n", "\n", "\r", "\0", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ud800"]
FIELDS = [
    *("sender", "recipient", "reply_to", "sender_name", "recipient_name", "subject"),
    *("message_id", "id", "language"),
]
GOOD_ADDRESSES = [
    ("anna@example.org", "anna@example.org"),
    ("anna.o'neil+news@mail.example.org", "anna.o'neil+news@mail.example.org"),
    ("anna@bücher.example", "anna@xn--bcher-kva.example"),
    ("anna@Գիրք.example", "anna@xn--09aq7dq.example"),
    ("ԱՆԻ@example.org", "ԱՆԻ@example.org"),
]
BAD_ADDRESSES = [
    *("", "anna", "@example.org", "anna@", "anna@@example.org", "a b@example.org", ".anna@example.org"),
    *("anna..b@example.org", "anna@exa mple.org", "anna@-example.org", "anna@example..org", "<anna@x.org>"),
    *(
        "anna@example.org, b@example.org",
        "anna@[127.0.0.1]",
        '"anna b"@example.org',
        "anna@xn--.example\u200d",
    ),
    *("a" * 65 + "@example.org", "anna@" + "b." * 130 + "org"),
]
words = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=200)
paragraphs = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=3_000)


def parsed(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return body.get_content().replace("\r\n", "\n").rstrip("\n")


def mailbox(content: bytes, field: str) -> tuple[str, str]:
    """By the older parser: the newer one keeps the spaces between encoded words of a name."""
    name, address = parseaddr(str(email.message_from_bytes(content)[field]).replace("\r\n", ""))
    return str(make_header(decode_header(name))), address


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", NAMES)
def test_names_in_every_script(name: str) -> None:
    content = write(outgoing(sender_name=name, recipient_name=name)).content
    assert mailbox(content, "From") == (name, "campaign@example.org")
    assert mailbox(content, "To") == (name, ANNA)


@given(subject=words, name=words, text=paragraphs, html=paragraphs)
def test_whatever_goes_in_comes_out(subject: str, name: str, text: str, html: str) -> None:
    content = write(outgoing(subject=subject, sender_name=name, text=text, html=html)).content
    letter = parsed(content)
    assert squeezed(str(letter["Subject"])) == squeezed(subject)
    assert mailbox(content, "From")[1] == "campaign@example.org"
    assert squeezed(mailbox(content, "From")[0]) == squeezed(name)
    assert len(letter.keys()) == len(set(letter.keys()))
    assert text_of(letter) == text.rstrip("\n")


@given(subject=words, name=words, text=paragraphs, html=paragraphs)
def test_any_server_can_take_the_lines(subject: str, name: str, text: str, html: str) -> None:
    content = write(outgoing(subject=subject, recipient_name=name, text=text, html=html)).content
    assert content.isascii()
    assert content.count(b"\r\n") == content.count(b"\n") == content.count(b"\r")
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert content.endswith(b"\r\n")


@pytest.mark.parametrize("control", CONTROLS)
@pytest.mark.parametrize("field", FIELDS)
def test_no_value_can_start_a_new_header(field: str, control: str) -> None:
    with pytest.raises(LetterError):
        write(outgoing(**{field: f"a@example.org{control}Bcc: victim@example.org"}))


@pytest.mark.parametrize("control", CONTROLS)
def test_no_extra_header_can_smuggle_another(control: str) -> None:
    with pytest.raises(LetterError):
        write(outgoing(headers={"List-Id": f"a{control}Bcc: victim@example.org"}))


@pytest.mark.parametrize(
    "name", ["Bcc", "bcc", "To", "FROM", "X-A: 1\r\nBcc", "", "Ünï", "a b", "Content-Type", "Message-ID"]
)
def test_extra_headers_cannot_replace_ours(name: str) -> None:
    with pytest.raises(LetterError):
        write(outgoing(headers={name: "x@example.org"}))


def test_headers_that_every_letter_has() -> None:
    letter = parsed(write(outgoing(headers={"Auto-Submitted": "auto-generated"}, language="hy")).content)
    assert letter["Message-ID"] == "<7@example.org>"
    assert letter["X-Action-Id"] == "7"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "hy"
    assert letter["Date"].datetime is not None
    assert letter["Reply-To"] is None


def test_the_reply_goes_to_the_supporter() -> None:
    letter = parsed(write(outgoing(reply_to="ani@example.org", reply_to_name="Անի, ուսուցիչ")).content)
    assert [str(address.display_name) for address in letter["Reply-To"].addresses] == ["Անի, ուսուցիչ"]


@pytest.mark.parametrize(("given_address", "written"), GOOD_ADDRESSES)
def test_addresses_that_can_be_written(given_address: str, written: str) -> None:
    assert str(parse_address(given_address, "the recipient")) == written


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_addresses_that_cannot_be_written(address: str) -> None:
    with pytest.raises(LetterError) as refused:
        parse_address(address, "the recipient")
    assert address not in str(refused.value) or not address


@given(st.text(string.printable + "äÄ١\u200f\u202e", max_size=80))
def test_no_address_ever_breaks_the_dialogue(address: str) -> None:
    try:
        written = str(parse_address(address, "the recipient"))
    except LetterError:
        written = "refused"
    assert not set(written) & set(' \t\r\n<>,;:"()[]')


def test_a_letter_that_cannot_be_written_is_refused_for_good(email: EmailSession, sink: Sink) -> None:
    assert fate(email, outgoing("nobody")) == (
        "refused",
        "cannot be written as mail: the recipient is not an email address",
    )
    assert sink.connections == 0


def test_smtputf8_is_used_where_offered(email: EmailSession, sink: Sink) -> None:
    sink.extensions.append("SMTPUTF8")
    assert fate(email, outgoing("անի@example.org"))[0] == "taken"
    assert "To: անի@example.org\r\n".encode() in sink.letters[0]


def test_smtputf8_is_needed_where_not_offered(email: EmailSession) -> None:
    found, words = fate(email, outgoing("անի@example.org"))
    assert (found, words) == ("refused", "the address needs SMTPUTF8, which the mail server does not offer")


@pytest.mark.parametrize(
    "text", [".", "..", ".\r\n.\r\n", "a\n.\nb\n..c\n", "\n.\n", "\r\n.\r\nMAIL FROM:<x>"]
)
def test_dots_and_ends_of_letters_inside_a_letter(text: str, email: EmailSession, sink: Sink) -> None:
    assert fate(email, outgoing(text=text))[0] == "taken"
    assert fate(email, outgoing())[0] == "taken"
    assert text_of(parsed(sink.letters[0])) == text.replace("\r\n", "\n").rstrip("\n")
    assert len(sink.letters) == 2
