"""Organizers make webhooks, see the key when they ask for it, and try them out."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.insights.scene import audit, read
from tocsin.actions import hooks
from tocsin.delivery import purposes
from tocsin.delivery.channels.webhook import signing
from tocsin.delivery.models import Message, Webhook

LIST = "/admin/snippets/delivery/webhook/"
GOOD: dict[str, Any] = {
    "name": "CRM",
    "url": "https://hooks.example.org/x",
    "events": ["submission.confirmed"],
    "active": "on",
}


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(purposes.PURPOSES, "webhook", hooks.PURPOSE)


@pytest.fixture
def hook(db: None) -> Webhook:
    return Webhook.objects.create(name="CRM", url=GOOD["url"], events=GOOD["events"])


def page(hook: Webhook) -> str:
    return f"/admin/webhooks/{hook.pk}/"


def test_an_organizer_makes_one(organizer: Client) -> None:
    assert organizer.post(f"{LIST}add/", GOOD).status_code == 302
    hook = Webhook.objects.get()
    assert (hook.name, hook.url, hook.events, hook.active) == ("CRM", GOOD["url"], GOOD["events"], True)
    listed = read(organizer, LIST)
    assert "hooks.example.org" in listed
    assert page(hook) in listed


@pytest.mark.parametrize(
    "change",
    [
        {"url": "http://hooks.example.org/"},
        {"url": "https://a:b@hooks.example.org/"},
        {"events": ["no.such"]},
        {"events": []},
    ],
)
def test_what_cannot_work_is_said_when_it_is_saved(organizer: Client, change: dict[str, Any]) -> None:
    assert organizer.post(f"{LIST}add/", GOOD | change).status_code == 200
    assert not Webhook.objects.exists()


def test_the_key_shows_when_asked_for_and_that_is_noted(organizer: Client, hook: Webhook) -> None:
    key = signing.secret(webhook=hook.pk, version=1)
    assert key not in read(organizer, page(hook))
    assert key in organizer.post(page(hook), {"do": "secret"}).content.decode()
    assert (
        signing.secret(webhook=hook.pk, version=2)
        in organizer.post(page(hook), {"do": "renew"}).content.decode()
    )
    assert audit()[-2:] == ["webhook.key_shown", "webhook.key_renewed"]


def test_a_test_is_sent_and_its_reply_shown(organizer: Client, hook: Webhook) -> None:
    assert organizer.post(page(hook), {"do": "test"}).status_code == 302
    Message.objects.filter(purpose="webhook").update(reply="200 OK taken")
    assert "200 OK taken" in read(organizer, page(hook))


def test_others_may_not(viewer: Client, sign_in: Any, hook: Webhook) -> None:
    for client in (viewer, sign_in("editor")):
        assert client.get(page(hook)).status_code == 302
        client.post(page(hook), {"do": "renew"})
    hook.refresh_from_db()
    assert hook.key_version == 1
