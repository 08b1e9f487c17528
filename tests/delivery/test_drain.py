"""From the outbox to the other side, with everything that goes wrong on the way."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
from django.utils import timezone

from tests.delivery.scene import OUTBOX, compose, drain, last_reply, moves, post, states_of
from tests.faults.sink import Sink
from tocsin.delivery import claims, outbox, states, worker
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.channels.base import Outgoing, Reply, SendError, Session
from tocsin.delivery.models import Message
from tocsin.delivery.purposes import PURPOSES, Told
from tocsin.delivery.receipts import Move, apply

pytestmark = OUTBOX
AN_HOUR_AGO = timedelta(hours=-1)


def due_again() -> None:
    Message.objects.filter(state=states.QUEUED).update(due_at=timezone.now())


def lose_the_workers() -> None:
    Message.objects.filter(lease__isnull=False).update(leased_until=timezone.now() + AN_HOUR_AGO)


def start(message: Message) -> Message:
    """As a worker does right before it dies."""
    lease, batch = claims.claim(100)
    apply([Move(message=one, new=states.INFLIGHT, lease=lease) for one in batch if one.id == message.id])
    return Message.objects.get(pk=message.pk)


def test_every_message_arrives_once(sink: Sink, heard: list[tuple[str, str]]) -> None:
    messages = [post(f"p{number}@example.org") for number in range(120)]
    assert drain(senders=4) == {"inflight": 120, "accepted": 120}
    assert Counter(line.strip() for line in b"".join(sink.letters).splitlines())[b"MIME-Version: 1.0"] == 120
    assert set(states_of(messages)) == {"accepted"}
    assert heard == [("inflight", "accepted")] * 120


def test_the_trail_of_a_letter(sink: Sink) -> None:
    message = post()
    drain()
    assert moves(message) == [("queued", "inflight"), ("inflight", "accepted")]
    row = Message.objects.get()
    assert (row.reply, row.lease, row.attempts) == ("250 2.0.0 taken as 1", None, 1)
    assert row.settled_at is not None


def test_two_drains_never_share_a_message(sink: Sink) -> None:
    messages = [post() for _ in range(100)]
    drains = [threading.Thread(target=drain) for _ in range(3)]
    for one in drains:
        one.start()
    for one in drains:
        one.join()
    assert len(sink.letters) == 100
    assert set(states_of(messages)) == {"accepted"}


def test_a_soft_failure_waits_and_tries_again(sink: Sink) -> None:
    message = post("soft-rcpt.1@example.org")
    drain()
    row = Message.objects.get()
    assert (row.state, row.soft_failures, row.attempts) == ("queued", 1, 0)
    assert row.reply == "RCPT: 451 4.7.1 come back later"
    due_again()
    drain()
    assert states_of([message]) == ["accepted"]


def test_soft_failures_end_one_day(sink: Sink) -> None:
    message = post("soft-rcpt.9@example.org")
    Message.objects.update(soft_failures=states.MAX_SOFT_FAILURES)
    drain()
    assert (states_of([message]), last_reply(message)) == (["failed"], "RCPT: 451 4.7.1 come back later")


def test_a_refusal_is_final(sink: Sink, heard: list[tuple[str, str]]) -> None:
    message = post("hard-end.1@example.org")
    drain()
    assert (states_of([message]), last_reply(message)) == (["failed"], "554 5.6.0 content refused")
    assert heard == [("inflight", "failed")]


def test_a_lost_reply_is_called_what_it_is(sink: Sink) -> None:
    message = post("lost-end.1@example.org")
    assert drain()["ambiguous"] == 1
    due_again()
    assert drain() == {}
    assert (states_of([message]), len(sink.letters)) == (["ambiguous"], 1)


def test_a_lost_reply_is_followed_by_a_repeat_where_that_is_harmless(sink: Sink) -> None:
    message = post("lost-end.1@example.org", purpose="reminder")
    drain()
    due_again()
    drain()
    assert (states_of([message]), len(sink.letters)) == (["accepted"], 2)


def test_repeats_are_bounded(sink: Sink) -> None:
    message = post("lost-end.99@example.org", purpose="reminder")
    for _ in range(states.MAX_ATTEMPTS + 2):
        due_again()
        drain()
    assert (states_of([message]), len(sink.letters)) == (["ambiguous"], states.MAX_ATTEMPTS)


def test_a_message_that_cannot_be_composed_fails_without_telling_names(sink: Sink) -> None:
    message = post("anna@example.org", purpose="broken")
    drain()
    assert (states_of([message]), last_reply(message)) == (["failed"], "could not be composed: LookupError")


def test_a_message_of_an_unknown_purpose_waits_for_a_worker_that_knows_it(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = post()
    with monkeypatch.context() as older_worker:
        older_worker.delitem(PURPOSES, "letter")
        assert drain() == {}
    drain()
    assert states_of([message]) == ["accepted"]


def test_urgent_messages_leave_first(sink: Sink) -> None:
    for number in range(3):
        post(f"slow{number}@example.org")
    post("urgent@example.org")
    Message.objects.exclude(recipient="urgent@example.org").update(priority=5)
    drain(senders=1)
    assert b"To: urgent@example.org" in sink.letters[0]


def test_what_is_not_due_stays(sink: Sink) -> None:
    message = post(due_at=timezone.now() + timedelta(hours=1))
    assert drain() == {}
    assert states_of([message]) == ["queued"]


def test_what_is_past_its_time_fails_unsent(sink: Sink) -> None:
    message = post()
    Message.objects.update(expires_at=timezone.now() + AN_HOUR_AGO)
    assert drain() == {}
    assert claims.sweep() == {"failed": 1}
    assert last_reply(message) == "expired before it could be sent"


def test_a_worker_that_died_before_sending_leaves_no_trace(sink: Sink) -> None:
    message = post()
    claims.claim(10)
    assert drain() == {}
    lose_the_workers()
    assert claims.sweep() == {"recovered": 1}
    assert Message.objects.get().attempts == 0
    drain()
    assert states_of([message]) == ["accepted"]


def test_a_worker_that_died_while_sending_leaves_a_doubt(heard: list[tuple[str, str]]) -> None:
    message = start(post())
    assert claims.sweep() == {}
    lose_the_workers()
    assert claims.sweep() == {"ambiguous": 1}
    assert last_reply(message) == claims.LOST
    assert heard == [("inflight", "ambiguous")]


def test_a_worker_that_was_written_off_cannot_speak_for_its_successor() -> None:
    message = post(purpose="reminder")
    first = start(message)
    lose_the_workers()
    claims.sweep()
    due_again()
    second = start(message)
    assert apply([Move(message=first, new=states.ACCEPTED, reply="250 ok", lease=first.lease)]) == set()
    assert apply([Move(message=second, new=states.ACCEPTED, reply="250 ok", lease=second.lease)])


def test_a_message_that_kills_its_workers_is_given_up() -> None:
    message = post(purpose="reminder")
    for _ in range(states.MAX_ATTEMPTS):
        due_again()
        start(message)
        lose_the_workers()
        claims.sweep()
    assert (states_of([message]), last_reply(message)) == (["failed"], claims.GIVEN_UP)


def test_a_stopping_worker_finishes_the_letter_at_hand_and_gives_back_the_rest(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, composed = Event(), []

    def compose_until_told_to_stop(message: Message) -> Outgoing:
        composed.append(message.id)
        {3: stop.set}.get(len(composed), bool)()
        return compose(message)

    purpose = replace(PURPOSES["letter"], compose=compose_until_told_to_stop)
    monkeypatch.setitem(PURPOSES, "letter", purpose)
    messages = [post() for _ in range(10)]
    drain(senders=1, stop=stop)
    assert Counter(states_of(messages)) == {"accepted": 3, "queued": 7}
    waiting = Message.objects.filter(state=states.QUEUED)
    assert set(waiting.values_list("lease", "leased_until", "attempts")) == {(None, None, 0)}


def test_a_failing_listener_does_not_lose_the_answer(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(told: Sequence[Told]) -> None:
        raise RuntimeError("the tally is broken")

    monkeypatch.setitem(PURPOSES, "letter", replace(PURPOSES["letter"], settled=fail))
    message = post()
    drain()
    assert (states_of([message]), len(sink.letters)) == (["accepted"], 1)


def test_a_deaf_worker_sends_what_waits_and_knows_that_it_is_deaf(sink: Sink) -> None:
    message = post()
    assert not worker.rescue()
    Message.objects.update(due_at=timezone.now() + AN_HOUR_AGO)
    assert worker.rescue()
    assert not worker.rescue()
    assert states_of([message]) == ["accepted"]


class Sluggish:
    """A channel that answers only after its message was written off, with a connection of its own to see."""

    kind, deduplicates, by_hand = "sluggish", False, False

    def lane(self, recipient: str) -> str:
        return self.kind

    @contextmanager
    def session(self) -> Iterator[Session]:
        yield self

    def send(self, outgoing: Outgoing) -> Reply:
        lose_the_workers()
        claims.sweep()
        return Reply("250 sorry for the delay")


def test_an_answer_that_comes_after_the_lease_still_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CHANNELS, "sluggish", Sluggish())
    message = post(channel="sluggish")
    drain()
    assert moves(message) == [
        ("queued", "inflight"),
        ("inflight", "ambiguous"),
        ("ambiguous", "accepted"),
    ]
    assert last_reply(message) == "250 sorry for the delay"


@pytest.mark.parametrize("tried_again", [False, True])
@pytest.mark.parametrize("permanent", [False, True])
def test_a_refusal_that_comes_after_the_lease_says_nothing_of_a_later_try(
    monkeypatch: pytest.MonkeyPatch, tried_again: bool, permanent: bool
) -> None:
    """Suspended for so long that staff sent the doubt again, and the next worker died with it on its way."""

    def refuse(outgoing: Outgoing) -> Reply:
        lose_the_workers()
        claims.sweep()
        for _ in range(tried_again):
            (again,) = outbox.requeue(ids=[message.pk])
            start(again)
            lose_the_workers()
            claims.sweep()
        raise SendError("554 no" if permanent else "451 not now", permanent=permanent)

    late = Sluggish()
    monkeypatch.setattr(late, "send", refuse, raising=False)
    monkeypatch.setitem(CHANNELS, "sluggish", late)
    message = post(channel="sluggish")
    drain(senders=1)
    alone = "failed" if permanent else "queued"
    assert states_of([message]) == ["ambiguous" if tried_again else alone]


def test_a_channel_with_a_fault_of_its_own_leaves_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Sluggish()
    monkeypatch.setattr(broken, "send", lambda outgoing: {}[outgoing], raising=False)
    monkeypatch.setitem(CHANNELS, "sluggish", broken)
    message = post(channel="sluggish")
    drain()
    assert last_reply(message) == "the sluggish channel broke: TypeError"
    assert states_of([message]) == ["ambiguous"]


def test_the_sandbox_keeps_everything(sink: Sink) -> None:
    message = post(channel="sandbox")
    drain()
    assert (states_of([message]), last_reply(message)) == (["accepted"], "sandbox: kept, not sent")
    assert sink.letters == []
