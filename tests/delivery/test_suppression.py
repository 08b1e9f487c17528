"""Whoever complained gets no more mail of their own; letters to offices are for people to decide on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.delivery.scene import ANNA, OUTBOX, drain, last_reply, post, states_of
from tests.faults.sink import Sink
from tocsin.delivery import suppression
from tocsin.delivery.purposes import PURPOSES

pytestmark = OUTBOX


@pytest.fixture(autouse=True)
def to_supporters(heard: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PURPOSES, "answer", replace(PURPOSES["letter"], name="answer"))


def test_a_complaint_stops_mail_to_that_supporter_and_nothing_else(sink: Sink) -> None:
    suppression.suppress(ANNA.upper(), reason="complaint")
    own, other, letter = post(purpose="answer"), post("bea@example.org", purpose="answer"), post()
    drain()
    assert states_of([own, other, letter]) == ["failed", "accepted", "accepted"]
    assert last_reply(own) == "not sent: this address complained about our mail"
    assert len(sink.letters) == 2


def test_it_can_be_lifted(sink: Sink) -> None:
    suppression.suppress(ANNA, reason="complaint")
    assert suppression.lift(ANNA)
    own = post(purpose="answer")
    drain()
    assert states_of([own]) == ["accepted"]
