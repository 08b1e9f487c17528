"""What comes in: once per key; what is taken back never leaves; every move leaves a receipt and is told of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from tests.delivery.scene import OUTBOX, drain, last_reply, moves, post, states_of
from tests.faults.sink import Sink
from tocsin.delivery import claims, outbox, receipts, states
from tocsin.delivery.models import Message
from tocsin.delivery.purposes import PURPOSES
from tocsin.delivery.receipts import Move

pytestmark = OUTBOX


def test_a_key_enters_once() -> None:
    first = post(key="petition:1")
    again = outbox.enqueue(
        purpose="letter",
        channel="email",
        key="petition:1",
        recipient="other@example.org",
        ref=uuid4(),
        language="en",
        data={},
    )
    assert again is None
    assert [message.recipient for message in Message.objects.all()] == [first.recipient]


def test_it_expires_as_its_purpose_says() -> None:
    due = timezone.now() + timedelta(days=2)
    message = post(due_at=due)
    assert (message.due_at, message.expires_at) == (due, due + timedelta(days=5))


def test_data_survive_the_way_in() -> None:
    message = post(data={"words": "Հայ “quoted” \\ 'single'", "n": [1, None]})
    assert Message.objects.get().data == message.data == {"words": "Հայ “quoted” \\ 'single'", "n": [1, None]}


def test_what_is_cancelled_never_leaves(sink: Sink, heard: list[tuple[str, str]]) -> None:
    message = post()
    cancelled = outbox.cancel(ref=message.ref, reason="withdrawn by the supporter")
    assert [one.id for one in cancelled] == [message.id]
    assert drain() == {}
    assert sink.letters == []
    assert moves(message) == heard == [("queued", "cancelled")]
    assert last_reply(message) == "withdrawn by the supporter"


def test_a_claimed_message_can_still_be_cancelled_until_it_is_in_flight() -> None:
    first, second = post(), post()
    lease, batch = claims.claim(10)
    outbox.cancel(ref=first.ref)
    started = receipts.apply([Move(message=one, new=states.INFLIGHT, lease=lease) for one in batch])
    assert started == {second.id}
    assert outbox.cancel(ref=second.ref) == []
    assert states_of([first, second]) == ["cancelled", "inflight"]


def test_cancel_can_be_limited_to_some_purposes() -> None:
    ref = uuid4()
    letter, reminder = post(ref=ref), post(ref=ref, purpose="reminder")
    outbox.cancel(ref=ref, purposes=["reminder"])
    assert states_of([letter, reminder]) == ["queued", "cancelled"]


def test_held_messages_wait_for_their_release(sink: Sink) -> None:
    message = post(held=True)
    assert drain() == {}
    outbox.release(ids=[message.id])
    drain()
    assert moves(message) == [("held", "queued"), ("queued", "inflight"), ("inflight", "accepted")]


def test_staff_can_hold_what_waits() -> None:
    message = post()
    outbox.hold(ids=[message.id], reason="under review")
    assert (states_of([message]), last_reply(message)) == (["held"], "under review")


def test_a_failed_message_gets_a_fresh_start(sink: Sink) -> None:
    message = post("hard-rcpt.1@example.org")
    drain()
    assert states_of([message]) == ["failed"]
    outbox.requeue(ids=[message.id])
    fresh = Message.objects.get()
    assert (fresh.attempts, fresh.soft_failures, fresh.settled_at) == (0, 0, None)
    drain()
    assert states_of([message]) == ["accepted"]


def test_only_what_ended_badly_is_sent_again(sink: Sink) -> None:
    message = post()
    drain()
    assert outbox.requeue(ids=[message.id]) == []
    assert len(sink.letters) == 1


def test_a_bounce_is_settled_by_its_report(sink: Sink, heard: list[tuple[str, str]]) -> None:
    message = post()
    drain()
    assert receipts.settle(message_id=message.id, state=states.BOUNCED, reply="550 5.1.1 user unknown")
    assert not receipts.settle(message_id=message.id, state=states.DELIVERED, reply="250 ok")
    assert heard[-1] == ("accepted", "bounced")
    assert last_reply(message) == "550 5.1.1 user unknown"


def test_nothing_is_called_delivered_without_the_words_of_the_other_side() -> None:
    with pytest.raises(ValueError, match="without a reply"):
        receipts.settle(message_id=post().id, state=states.DELIVERED, reply=" ")


def test_an_illegal_move_is_refused_before_it_is_tried() -> None:
    with pytest.raises(ValueError, match="queued to delivered"):
        Move(message=post(), new=states.DELIVERED)


def test_a_move_and_what_its_listener_does_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    message = post()
    with pytest.raises(ZeroDivisionError), connection.cursor():
        monkeypatch.setitem(PURPOSES, "letter", replace(PURPOSES["letter"], settled=lambda told: 1 // 0))
        outbox.cancel(ref=message.ref)
    assert (states_of([message]), moves(message)) == (["queued"], [])


def test_adjectives() -> None:
    now = timezone.now()
    due, later, held = post(), post(due_at=now + timedelta(hours=1)), post(held=True)
    assert [one.id for one in Message.objects.due()] == [due.id]
    assert {one.id for one in Message.objects.cancellable()} == {due.id, later.id, held.id}
    assert [one.id for one in Message.objects.for_ref(held.ref)] == [held.id]
    assert not Message.objects.handed_over() | Message.objects.in_doubt() | Message.objects.expired()
