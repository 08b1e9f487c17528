"""A host that does not answer costs its messages nothing, and is left alone until it does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.delivery.scene import OUTBOX, drain, last_reply, post, states_of
from tocsin.delivery import breaker, claims, states
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.channels.base import Outgoing, Reply, SendError, Session
from tocsin.delivery.models import Lane, Message

pytestmark = OUTBOX
KEY = "gate:one"


class Gate:
    """A channel whose host can be away, and which remembers what it was given."""

    kind, deduplicates, by_hand = "gate", True, False

    def __init__(self) -> None:
        self.failure: SendError | None = SendError("nobody home", unreachable=True)
        self.given: list[Outgoing] = []

    def lane(self, recipient: str) -> str:
        return f"gate:{recipient}"

    @contextmanager
    def session(self) -> Iterator[Session]:
        yield self

    def send(self, outgoing: Outgoing) -> Reply:
        self.given.append(outgoing)
        if self.failure:
            raise self.failure
        return Reply("201 created", "remote-7")


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    gate = Gate()
    monkeypatch.setitem(CHANNELS, "gate", gate)
    return gate


def fill(count: int, recipient: str = "one") -> list[Message]:
    return [post(recipient, channel="gate") for _ in range(count)]


def due_again(**changes: object) -> None:
    Message.objects.filter(state=states.QUEUED).update(
        due_at=timezone.now() - timedelta(seconds=1), **changes
    )


def open_for_trial() -> None:
    Lane.objects.update(open_until=timezone.now() - timedelta(seconds=1))


def seconds_open() -> float:
    until = Lane.objects.get(pk=KEY).open_until
    assert until is not None
    return (until - timezone.now()).total_seconds()


def trip() -> None:
    for _ in range(5):
        breaker.failed(KEY)


def test_a_silent_host_is_knocked_at_five_times_and_its_messages_are_as_before(gate: Gate) -> None:
    messages = fill(40)
    for _ in range(8):
        due_again()
        drain(senders=1)
    assert len(gate.given) == 5
    assert set(states_of(messages)) == {"queued"}
    assert set(Message.objects.values_list("attempts", "soft_failures", "lease")) == {(0, 0, None)}
    assert 55 < seconds_open() <= 60


def test_another_host_goes_on(gate: Gate) -> None:
    trip()
    gate.failure = None
    other = fill(1, "two")
    fill(1)
    assert drain() == {"inflight": 1, "accepted": 1}
    assert states_of(other) == ["accepted"]


def test_one_message_tries_whether_it_is_back_and_the_wait_doubles(gate: Gate) -> None:
    trip()
    fill(10)
    for expected in (120, 240):
        open_for_trial()
        due_again()
        gate.given.clear()
        drain(senders=3)
        assert len(gate.given) == 1
        assert expected - 5 < seconds_open() <= expected


def test_the_wait_ends_at_an_hour() -> None:
    trip()
    for _ in range(10):
        Lane.objects.update(open_until=timezone.now() - timedelta(seconds=1), failures=5)
        breaker.failed(KEY)
    assert 3590 < seconds_open() <= 3600


def test_two_workers_do_not_try_at_once(gate: Gate) -> None:
    trip()
    fill(10)
    open_for_trial()
    assert [len(claims.claim(5)[1]) for _ in range(3)] == [1, 0, 0]


def test_an_answer_opens_the_way_again(gate: Gate) -> None:
    trip()
    open_for_trial()
    messages = fill(30)
    gate.failure = None
    drain()
    assert set(states_of(messages)) == {"accepted"}
    row = Lane.objects.get(pk=KEY)
    assert (row.failures, row.opened, row.open_until) == (0, 0, None)


def test_failures_that_arrive_late_do_not_prolong_the_wait() -> None:
    trip()
    for _ in range(20):
        breaker.failed(KEY)
    assert seconds_open() <= 60


def test_a_message_at_fault_does_not_count_against_its_host(gate: Gate) -> None:
    gate.failure = SendError("400 what is this", permanent=True)
    messages = fill(10)
    drain()
    assert set(states_of(messages)) == {"failed"}
    assert not Lane.objects.filter(opened__gt=0).exists()


def test_the_other_sides_name_for_a_message_is_kept(gate: Gate) -> None:
    gate.failure = None
    fill(1)
    drain()
    assert Message.objects.get().remote_id == "remote-7"


def test_what_only_a_person_can_do_waits_for_one(gate: Gate) -> None:
    gate.failure = SendError("open the form", by_hand=True)
    message = fill(1)[0]
    drain()
    assert (states_of([message]), last_reply(message)) == (["needs_person"], "open the form")


def test_the_wait_that_was_asked_for_is_kept(gate: Gate) -> None:
    gate.failure = SendError("429 slow down", after=timedelta(hours=3))
    fill(1)
    drain()
    assert Message.objects.get().due_at - timezone.now() > timedelta(hours=2, minutes=59)


def test_a_repeat_says_that_it_may_be_one(gate: Gate) -> None:
    gate.failure = SendError("the reply was lost", ambiguous=True)
    fill(1)
    drain()
    due_again()
    gate.failure = None
    drain()
    assert [one.unsure for one in gate.given] == [False, True]
    assert Message.objects.get().state == "accepted"
