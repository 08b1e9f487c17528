"""A file goes with a letter whole, under any name, and nothing in the name can become a header."""

from __future__ import annotations

import base64
import email
import email.policy
import os
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from tests.contracts import postmark
from tests.delivery.scene import fate, outgoing
from tests.delivery.test_email_dkim import KEYS, verify
from tests.faults.sink import Sink
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.channels.base import Attachment, Outgoing
from tocsin.delivery.channels.email import dkim
from tocsin.delivery.channels.email.addresses import LetterError
from tocsin.delivery.channels.email.letter import MAX_ATTACHED, write
from tocsin.delivery.channels.email.session import EmailSession

PDF = b"%PDF-1.7\n.\r\n..\r\n.\r\n\0\xff" * 20
NAMES = [
    "letter.pdf",
    "Open letter (2026), final.pdf",
    'a "quoted" \\ name.pdf',
    "a'b;c=d*0*%41.pdf",
    "Բաց նամակ.pdf",
    "رسالة مفتوحة.pdf",
    "=?utf-8?q?Not_Encoded?=.pdf",
    "../../etc/passwd",
    "👩🏽‍⚖️.pdf",
    " .pdf ",
    "a" * 296 + ".pdf",
    "Ն" * 296 + ".pdf",
]
CONTROLS = ["\r\n", "\n", "\r", "\0", "\x7f", "\x85", "\u2028", "\ud800"]
TYPES = [
    *("", "pdf", "application/", "application/pdf; name=x", "application/pdf\r\nBcc: v@example.org"),
    *("multipart/mixed", "message/rfc822", "application/Ünï", "application/pdf\n"),
]
names = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=100)


def with_file(name: str = "letter.pdf", kind: str = "application/pdf", content: bytes = PDF) -> Outgoing:
    return outgoing(html="<p>Dear</p>", attachments=(Attachment(name, kind, content),))


def parsed(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def files(content: bytes) -> list[tuple[str | None, str, bytes]]:
    parts = parsed(content).iter_attachments()
    return [(part.get_filename(), part.get_content_type(), part.get_content()) for part in parts]


def shape(letter: Outgoing) -> list[str]:
    return [part.get_content_type() for part in parsed(write(letter).content).walk()]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_arrives_under_its_name(name: str, email: EmailSession, sink: Sink) -> None:
    assert fate(email, with_file(name))[0] == "taken"
    assert files(sink.letters[0]) == [(name.strip(), "application/pdf", PDF)]
    assert fate(email, outgoing())[0] == "taken"


@given(name=names.filter(str.strip), content=st.binary(max_size=300))
def test_whatever_goes_in_comes_out_in_short_lines(name: str, content: bytes) -> None:
    written = write(with_file(name, content=content)).content
    assert files(written) == [(name.strip(), "application/pdf", content)]
    assert max(map(len, written.partition(b"application/pdf")[2].split(b"\r\n"))) <= 78
    assert written.isascii()
    assert written.count(b"\r\n") == written.count(b"\n") == written.count(b"\r")


@pytest.mark.parametrize("control", CONTROLS)
def test_no_name_can_start_a_new_header(control: str) -> None:
    with pytest.raises(LetterError):
        write(with_file(f"a{control}Bcc: victim@example.org"))


@pytest.mark.parametrize("name", ["", "  ", "a" * 501])
def test_a_name_that_is_none(name: str) -> None:
    with pytest.raises(LetterError):
        write(with_file(name))


@pytest.mark.parametrize("kind", TYPES)
def test_a_type_that_cannot_be_used(kind: str) -> None:
    with pytest.raises(LetterError):
        write(with_file(kind=kind))


def test_the_words_stand_beside_the_files() -> None:
    file = Attachment("a.pdf", "application/pdf", PDF)
    body = ["multipart/alternative", "text/plain", "text/html"]
    assert shape(outgoing()) == ["text/plain"]
    assert shape(outgoing(html="<p>Dear</p>")) == body
    assert shape(outgoing(attachments=(file,))) == ["multipart/mixed", "text/plain", "application/pdf"]
    assert shape(outgoing(html="<p>Dear</p>", attachments=(file, file))) == [
        "multipart/mixed",
        *body,
        *["application/pdf"] * 2,
    ]


def test_ten_megabytes_go_through_signed(sink: Sink, settings: Settings, tmp_path: Path) -> None:
    path, key = tmp_path / "key.pem", KEYS["ed25519"]
    path.write_bytes(dkim.pem(key))
    settings.DKIM_DOMAIN, settings.DKIM_SELECTOR, settings.DKIM_KEY_FILE = "example.org", ["s"], [str(path)]
    settings.MAIL_TIMEOUT = 20
    sink.extensions, content = ["PIPELINING", "SIZE 0"], os.urandom(MAX_ATTACHED)
    with CHANNELS["email"].session() as session:
        assert fate(session, with_file(content=content))[0] == "taken"
    assert files(sink.letters[0]) == [("letter.pdf", "application/pdf", content)]
    verify(sink.letters[0], key)


def test_more_than_that_is_refused_before_anything_is_sent(email: EmailSession, sink: Sink) -> None:
    half = Attachment("a.pdf", "application/pdf", bytes(MAX_ATTACHED // 2 + 1))
    assert fate(email, outgoing(attachments=(half, half))) == (
        "refused",
        "cannot be written as mail: the attachments are too large",
    )
    assert sink.connections == 0


@pytest.mark.parametrize("pipelining", [True, False])
def test_a_letter_larger_than_the_server_takes(pipelining: bool, email: EmailSession, sink: Sink) -> None:
    sink.extensions = ["SIZE 20000", *["PIPELINING"] * pipelining]
    found, words = fate(email, with_file(content=bytes(20_000)))
    assert found == "refused"
    assert words.startswith("the letter is too large: it has 2")
    assert words.endswith("the mail server takes 20000 at most")
    assert fate(email, with_file())[0] == "taken"
    assert (len(sink.letters), len(sink.senders), sink.connections) == (1, 1, 1)


@pytest.mark.parametrize("size", ["SIZE", "SIZE 0", "SIZE unlimited"])
def test_a_server_that_names_no_limit(size: str, email: EmailSession, sink: Sink) -> None:
    sink.extensions = [size]
    assert fate(email, with_file())[0] == "taken"


def test_a_service_gets_the_file_whole(settings: Settings) -> None:
    settings.MAIL_PROVIDER = "postmark"
    with postmark.running() as service:
        settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "only-for-tests", "POSTMARK_API_URL": service.url}
        with CHANNELS["email"].session() as session:
            assert session.send(with_file("Բաց նամակ.pdf")).remote_id
            assert fate(session, with_file("a\r\nb.pdf"))[0] == "refused"
    [file] = service.letters[0]["Attachments"]
    assert (file["Name"], file["ContentType"]) == ("Բաց նամակ.pdf", "application/pdf")
    assert base64.b64decode(file["Content"]) == PDF
