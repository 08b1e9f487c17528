"""Signatures, checked against the published example of RFC 8463 and with plain cryptography."""

from __future__ import annotations

import base64
import re
import subprocess
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from tests.delivery.scene import fate, outgoing
from tests.faults.sink import Sink
from tocsin.core.errors import OperatorError
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.channels.email import dkim

EXAMPLE = (
    b"From: Joe SixPack <joe@football.example.com>\r\n"
    b"To: Suzie Q <suzie@shopping.example.net>\r\n"
    b"Subject: Is dinner ready?\r\n"
    b"Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"
    b"Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n"
    b"\r\n"
    b"Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n"
)
EXAMPLE_KEY = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A="
EXAMPLE_RECORD = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
EXAMPLE_BODY_HASH = "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8="
EXAMPLE_VALUE = (
    b" v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n d=football.example.com; i=@football.example.com;\r\n"
    b" q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n subject : date : message-id : from : subject : date;\r\n"
    b" bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n b="
)
EXAMPLE_SIGNATURE = "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw=="
EXAMPLE_NAMES = ["from", "to", "subject", "date", "message-id", "from", "subject", "date"]
KEYS = {kind: dkim.generate(kind) for kind in ("rsa", "ed25519")}


def split(content: bytes) -> tuple[bytes, bytes]:
    head, _, body = content.partition(b"\r\n\r\n")
    return head, body


def test_the_published_example_comes_out_letter_by_letter() -> None:
    head, body = split(EXAMPLE)
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(EXAMPLE_KEY))
    signed = dkim.to_be_signed(dkim.fields(head), EXAMPLE_NAMES, EXAMPLE_VALUE)
    assert dkim.record(key) == EXAMPLE_RECORD
    assert base64.b64encode(dkim.sign(key, signed)).decode() == EXAMPLE_SIGNATURE
    digest = hashes.Hash(hashes.SHA256())
    digest.update(dkim.canonical_body(body))
    assert base64.b64encode(digest.finalize()).decode() == EXAMPLE_BODY_HASH


def verify(content: bytes, key: dkim.Key) -> None:
    """As a receiver does it: from the letter and the public key alone, with RFC 6376 read afresh."""
    head, body = split(content)
    lines = re.sub(rb"\r\n[ \t]+", b" ", head).split(b"\r\n")
    name, _, value = lines.pop(0).partition(b":")
    assert name == b"DKIM-Signature"
    tags = dict(tag.strip().split(b"=", 1) for tag in value.split(b";"))
    given = [line.split(b":", 1) for line in lines]
    chosen: list[bytes] = []
    for wanted in tags[b"h"].replace(b" ", b"").split(b":"):
        index = next((i for i in reversed(range(len(given))) if given[i][0].lower() == wanted), None)
        chosen += [] if index is None else [wanted + b":" + b" ".join(given.pop(index)[1].split()) + b"\r\n"]
    chosen.append(b"dkim-signature:" + b" ".join(re.sub(rb"b=[^;]*$", b"b=", value).split()))
    digest = hashes.Hash(hashes.SHA256())
    text = re.sub(rb"[ \t]+(?=\r\n)", b"", re.sub(rb"[ \t]+", b" ", body))
    digest.update(re.sub(rb"(\r\n)*$", b"", text) + b"\r\n")
    assert base64.b64decode(tags[b"bh"]) == digest.finalize()
    check(key, base64.b64decode(tags[b"b"].replace(b" ", b"")), b"".join(chosen))


def check(key: dkim.Key, signature: bytes, data: bytes) -> None:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(data)
    checks = {
        RSAPrivateKey: lambda public: public.verify(signature, data, PKCS1v15(), hashes.SHA256()),
        Ed25519PrivateKey: lambda public: public.verify(signature, digest.finalize()),
    }
    next(act for kind, act in checks.items() if isinstance(key, kind))(key.public_key())


@pytest.fixture(params=sorted(KEYS))
def key(request: pytest.FixtureRequest) -> dkim.Key:
    return KEYS[request.param]


def test_what_the_mail_server_gets_is_signed(
    key: dkim.Key, sink: Sink, settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(dkim.pem(key))
    settings.DKIM_DOMAIN, settings.DKIM_SELECTOR = "example.org", ["tocsin"]
    settings.DKIM_KEY_FILE = [str(path)]
    letter = outgoing(subject="Անի", html="<p>a  b</p>", headers={"List-Unsubscribe": "<https://x.example/>"})
    with CHANNELS["email"].session() as session:
        assert fate(session, letter)[0] == "taken"
    verify(sink.letters[0], key)


@pytest.mark.parametrize(
    "name", ["From", "Subject", "Reply-To", "To", "List-Unsubscribe-Post", "X-Action-Id"]
)
def test_nobody_can_add_a_header(name: str, key: dkim.Key) -> None:
    signed = dkim.Signer("example.org", (("s", key),)).sign(EXAMPLE)
    verify(signed, key)
    head, body = split(signed)
    with pytest.raises(InvalidSignature):
        verify(head + f"\r\n{name}: victim@example.org\r\n\r\n".encode() + body, key)


@given(body=st.lists(st.text(" \tab\N{LATIN SMALL LETTER E WITH ACUTE}", max_size=9), max_size=9))
def test_any_body_verifies(body: list[str]) -> None:
    content = b"From: a@example.org\r\n\r\nx\r\n" + "".join(f"{line}\r\n" for line in body).encode()
    key = KEYS["ed25519"]
    verify(dkim.Signer("example.org", (("s", key),)).sign(content), key)


def test_lines_stay_short() -> None:
    signed = dkim.Signer("example.org", (("s", KEYS["rsa"]),)).sign(EXAMPLE)
    assert max(map(len, split(signed)[0].split(b"\r\n"))) <= 80


def test_the_public_key_is_the_one_openssl_derives(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(dkim.pem(KEYS["rsa"]))
    command = ["openssl", "pkey", "-in", str(path), "-pubout", "-outform", "DER"]
    public = subprocess.run(command, capture_output=True, check=True).stdout
    assert dkim.record(KEYS["rsa"]) == f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"


def test_a_key_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pem"
    broken.write_text("no key")
    with pytest.raises(OperatorError, match=r"broken\.pem is not a private key"):
        dkim.load(broken)
    with pytest.raises(OperatorError, match="cannot be read"):
        dkim.load(tmp_path / "missing.pem")
    with pytest.raises(OperatorError, match="one selector for each"):
        dkim.signer("example.org", ("a", "b"), (str(broken),))
