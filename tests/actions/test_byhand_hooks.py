"""What the organization's own systems hear: what happened, once, and nothing of a person."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from tests import cast
from tests.cast import ANAHIT, SLUG
from tocsin.actions import hooks
from tocsin.actions.confirm import withdraw
from tocsin.actions.models import Submission
from tocsin.actions.page import ActionPage
from tocsin.delivery import purposes, states
from tocsin.delivery.models import Message, Webhook
from tocsin.delivery.purposes import Told

URL = "https://hooks.example.org/secret-path?key=1"


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(purposes.PURPOSES, "webhook", hooks.PURPOSE)


@pytest.fixture
def hook(db: None) -> Webhook:
    return Webhook.objects.create(name="CRM", url=URL, events=[hooks.CONFIRMED, "message.accepted"])


@pytest.fixture
def act(client: Client, page: ActionPage, hook: Webhook) -> Submission:
    submission = cast.act(client, ANAHIT)
    Message.objects.filter(purpose="webhook").delete()
    return submission


def told() -> list[dict[str, object]]:
    waiting = Message.objects.filter(purpose="webhook").order_by("id")
    return [json.loads(hooks.compose(message).text) for message in waiting]


def test_a_confirmation_is_told_once_without_the_person(act: Submission, hook: Webhook) -> None:
    assert [hooks.emit(hooks.CONFIRMED, act) for _ in range(3)] == [1, 0, 0]
    (body,) = told()
    assert body["type"] == "submission.confirmed"
    assert body["data"] == {
        "submission": str(act.pk),
        "campaign": SLUG,
        "area": "US-CA",
        "language": "en",
        "source": "",
    }
    text = json.dumps(body, ensure_ascii=False)
    assert not any(word in text for word in ("Anahit", "Petrosyan", "@", "91205", "grew up"))


def test_a_message_that_moved_is_told_with_its_official(act: Submission, hook: Webhook) -> None:
    message = Message.objects.get(purpose="action", ref=act.pk)
    hooks.emit_moves([Told(message, states.QUEUED, new) for new in (states.INFLIGHT, states.ACCEPTED)])
    (body,) = told()
    assert body["data"] == {
        "message": str(message.pk),
        "submission": str(act.pk),
        "campaign": SLUG,
        "channel": "email",
        "official": {"name": "Maria Speaker", "slug": "speaker"},
    }


@pytest.mark.parametrize("change", [{"active": False}, {"events": []}, {"events": [hooks.WITHDRAWN]}])
def test_who_does_not_want_to_hear_hears_nothing(
    act: Submission, hook: Webhook, change: dict[str, object]
) -> None:
    Webhook.objects.update(**change)
    assert hooks.emit(hooks.CONFIRMED, act) == 0
    assert told() == []


def test_the_outbox_holds_the_host_and_never_the_secret_part_of_the_address(
    act: Submission, hook: Webhook
) -> None:
    hooks.emit(hooks.CONFIRMED, act)
    message = Message.objects.get(purpose="webhook")
    assert message.recipient == "https://hooks.example.org"
    assert "secret-path" not in json.dumps(message.data)
    assert hooks.compose(message).content["url"] == URL


def test_a_receiver_that_is_gone_hears_no_more(act: Submission, hook: Webhook) -> None:
    hooks.emit(hooks.CONFIRMED, act)
    message = Message.objects.get(purpose="webhook")
    message.reply = "404 Not Found"
    hooks.heed([Told(message, states.INFLIGHT, states.FAILED)])
    assert Webhook.objects.get().active
    message.reply = "410 Gone"
    hooks.heed([Told(message, states.INFLIGHT, states.FAILED)])
    assert not Webhook.objects.get().active


def test_withdrawing_takes_no_news_back(client: Client, act: Submission, hook: Webhook) -> None:
    hooks.emit(hooks.CONFIRMED, act)
    withdraw(act.pk)
    assert Message.objects.get(purpose="webhook").state == states.QUEUED
