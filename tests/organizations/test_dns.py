"""TXT records, asked of a real name server on this machine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest
from pytest_django import Settings

from tocsin.organizations.dns import DnsError, txt_values

ZONE = {
    "example.org.": ['"tocsin=abc"', '"v=spf1 " "-all"', r'"\213\161"'],
    "bare.example.org.": [],
}
FAILING = "broken.example.org."
SILENT = "silent.example.org."


def serve(server: socket.socket) -> None:
    while True:
        wire, peer = server.recvfrom(4096)
        if not wire:
            return
        query = dns.message.from_wire(wire)
        name = query.question[0].name.to_text().lower()
        if name != SILENT:
            server.sendto(answer(query, name).to_wire(), peer)


def answer(query: dns.message.Message, name: str) -> dns.message.Message:
    reply = dns.message.make_response(query)
    reply.flags |= dns.flags.RA
    if name == FAILING:
        reply.set_rcode(dns.rcode.SERVFAIL)
    elif name not in ZONE:
        reply.set_rcode(dns.rcode.NXDOMAIN)
    elif ZONE[name]:
        reply.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *ZONE[name]))
    return reply


@pytest.fixture(autouse=True)
def name_server(settings: Settings) -> Iterator[None]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        settings.DNS_RESOLVER = f"127.0.0.1:{server.getsockname()[1]}"
        thread = threading.Thread(target=serve, args=(server,))
        thread.start()
        yield
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.sendto(b"", server.getsockname())
        thread.join()


def test_each_record_is_one_value_with_its_parts_joined() -> None:
    assert set(txt_values("Example.org")) == {"tocsin=abc", "v=spf1 -all", "\u0561"}


@pytest.mark.parametrize("name", ["bare.example.org", "nobody.example.org"])
def test_no_record_and_no_name_are_no_values(name: str) -> None:
    assert txt_values(name) == ()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("broken.example.org", "answer with an error"),
        ("silent.example.org", "did not answer in time"),
        ("x" * 64 + ".example.org", "cannot be asked for"),
        ("two..dots", "cannot be asked for"),
    ],
)
def test_no_trusted_answer_is_an_error_in_words(name: str, words: str) -> None:
    with pytest.raises(DnsError, match=words):
        txt_values(name)


def test_a_resolver_may_be_given_by_name(settings: Settings) -> None:
    settings.DNS_RESOLVER = settings.DNS_RESOLVER.replace("127.0.0.1", "localhost")
    assert txt_values("nobody.example.org") == ()
