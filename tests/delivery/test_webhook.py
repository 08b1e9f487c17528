"""Webhooks: signed so that a receiver can tell, safe to repeat, and never led into a private network."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from tests.contracts.letters import letter
from tocsin.delivery.channels.base import Outgoing, SendError
from tocsin.delivery.channels.webhook import WebhookChannel, channel, signing, wire
from tocsin.delivery.channels.webhook.receiver import Receiver, is_genuine, running

PRIVATE = [
    "https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://10.0.0.5/", "https://192.168.1.1/",
    "https://172.16.0.1/", "https://169.254.169.254/latest/meta-data/", "https://[fe80::1]/", "https://[fd00::1]/",
    "https://0.0.0.0/", "https://100.64.0.1/", "https://[::ffff:10.0.0.5]/", "https://[64:ff9b::a00:5]/",
    "https://[2002:a00:5::]/", "https://2130706433/", "https://0x7f.1/", "https://0177.0.0.1/", "https://224.0.0.1/",
]  # fmt: skip
NO_ADDRESS = [
    "http://hooks.example.org/", "ftp://hooks.example.org/", "file:///etc/passwd", "https://a:b@hooks.example.org/",
    "https:///x", "https://[::1/", "https://h:99999/", "gopher://127.0.0.1:25/", "",
]  # fmt: skip


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    settings.DEBUG = True
    with running(signing.secret(webhook=1, version=1)) as receiver:
        yield receiver


def outgoing(url: str, *, name: str = "one", version: int = 1) -> Outgoing:
    content = {"url": url, "webhook": 1, "key_version": version}
    return letter(name, recipient=url, text='{"type":"test","data":{"name":"Նարեկ"}}', content=content)


def send(message: Outgoing) -> Any:
    with WebhookChannel().session() as session:
        return session.send(message)


def refused(message: Outgoing) -> SendError:
    with pytest.raises(SendError) as caught:
        send(message)
    return caught.value


def test_it_arrives_as_it_was_written_and_the_reply_is_the_receivers(receiver: Receiver) -> None:
    assert send(outgoing(receiver.url)).text == "200 OK taken"
    assert receiver.bodies == ['{"type":"test","data":{"name":"Նարեկ"}}'.encode()]


def test_a_new_key_makes_the_old_one_worthless(receiver: Receiver) -> None:
    error = refused(outgoing(receiver.url, version=2))
    assert (error.reply, error.permanent, receiver.taken) == (
        "401 Unauthorized the signature is wrong",
        True,
        [],
    )


def test_signatures_are_those_of_standard_webhooks() -> None:
    """The example of the standard's own libraries."""
    found = signing.sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("age", "genuine"), [(0, True), (-200, True), (200, True), (400, False), (-400, False)]
)
def test_an_old_message_is_a_replay(age: int, genuine: bool) -> None:
    secret, at = signing.secret(webhook=1, version=1), int(time.time()) - age
    assert (
        is_genuine(
            secret, "msg_1", str(at), signing.sign(secret, id="msg_1", timestamp=at, body=b"{}"), b"{}"
        )
        is genuine
    )


@pytest.mark.parametrize("changed", [("msg_2", b"{}"), ("msg_1", b"{ }")])
def test_a_changed_message_is_no_longer_ours(changed: tuple[str, bytes]) -> None:
    secret, at = signing.secret(webhook=1, version=1), int(time.time())
    signature = signing.sign(secret, id="msg_1", timestamp=at, body=b"{}")
    assert not is_genuine(secret, changed[0], str(at), signature, changed[1])


def test_every_webhook_and_every_version_has_a_secret_of_its_own() -> None:
    found = {signing.secret(webhook=webhook, version=version) for webhook in range(5) for version in range(5)}
    assert len(found) == 25


ANSWERS = [
    (400, True), (401, True), (404, True), (410, True), (301, True), (307, True),
    (408, False), (425, False), (429, False), (500, False), (503, False),
]  # fmt: skip


@pytest.mark.parametrize(("status", "permanent"), ANSWERS)
def test_what_an_answer_means(receiver: Receiver, status: int, permanent: bool) -> None:
    receiver.fault = status
    error = refused(outgoing(receiver.url))
    assert (error.permanent, error.ambiguous) == (permanent, False)
    assert error.reply.startswith(str(status))
    assert receiver.taken == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [("120", 120.0), ("0", 0.0), ("99999999", 86_400.0), ("Mon, 01 Jan 2001 00:00:00 GMT", 0.0)],
)
def test_how_long_to_wait(given: str, expected: float) -> None:
    assert channel.wait(given) == timedelta(seconds=expected)


@pytest.mark.parametrize("given", ["", "soon", "-5", "1e9", "Mon, 99 Foo"])
def test_a_wait_that_makes_no_sense(given: str) -> None:
    assert channel.wait(given) is None


@pytest.mark.parametrize("url", PRIVATE)
def test_never_into_a_private_network(url: str) -> None:
    error = refused(outgoing(url))
    assert (error.permanent, error.ambiguous) == (True, False)
    assert error.reply.endswith("leads into a private network")


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_only_by_https_and_without_a_user_name(url: str) -> None:
    assert refused(outgoing(url)).permanent


@pytest.mark.parametrize("url", PRIVATE[3:8])
def test_debugging_opens_the_same_machine_only(url: str, settings: Settings) -> None:
    settings.DEBUG = True
    assert refused(outgoing(url)).permanent


def test_a_name_that_changes_between_checking_and_connecting_leads_nowhere_else(
    receiver: Receiver, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is asked once; whatever a second answer would be, nobody asks for it."""
    asked: list[str] = []
    honest = socket.getaddrinfo

    def changing(host: str, *args: Any, **kwargs: Any) -> Any:
        asked.append(host)
        return honest("127.0.0.1" if asked.count("hooks.example.org") == 1 else "10.0.0.5", *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    send(outgoing(receiver.url.replace("127.0.0.1", "hooks.example.org")))
    assert asked.count("hooks.example.org") == 1
    assert len(receiver.taken) == 1


def test_nobody_listens(settings: Settings) -> None:
    settings.DEBUG = True
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    error = refused(outgoing(f"http://127.0.0.1:{port}/"))
    assert (error.permanent, error.ambiguous, error.unreachable) == (False, False, True)


def test_a_name_that_nobody_knows() -> None:
    error = refused(outgoing("https://hooks.invalid/"))
    assert (error.permanent, error.ambiguous, error.unreachable) == (False, False, True)


def test_whoever_trickles_holds_nobody_up(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEBUG = True
    monkeypatch.setattr(wire, "WHOLE_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begun = time.monotonic()
        error = refused(outgoing(f"http://127.0.0.1:{silent.getsockname()[1]}/"))
    assert error.ambiguous
    assert time.monotonic() - begun < 3


def test_a_lane_is_a_host() -> None:
    lane = WebhookChannel().lane
    assert lane("https://Hooks.Example.org:8443/a?b") == "webhook:hooks.example.org"
