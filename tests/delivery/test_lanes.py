"""Lanes: which there are, that each keeps to its rules, and that none holds up the others."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.delivery.scene import OUTBOX, drain, moves, post, states_of
from tests.faults.sink import Sink
from tocsin.delivery import claims, doorbell, health, lanes, outbox, receipts, states
from tocsin.delivery.models import Lane, Message, Receipt
from tocsin.delivery.outbox import Draft
from tocsin.delivery.receipts import Move

pytestmark = OUTBOX
A, B = "email:a.example.org", "email:b.example.org"
NOTHING: dict[str, Any] = {
    "rate": None,
    "concurrency": None,
    "daily_cap": None,
    "hours": {},
    "time_zone": "",
    "maintenance": [],
}
MINUTE_FROM_NOW = timedelta(minutes=1)


def rule(key: str, **given: Any) -> None:
    lanes.configure(key=key, **NOTHING | given)


def shut_now() -> dict[str, Any]:
    """Hours that begin in one hour and end in two."""
    start, end = (timezone.now() + timedelta(hours=n) for n in (1, 2))
    return {"days": [], "from": f"{start:%H:%M}", "to": f"{end:%H:%M}"}


@pytest.mark.parametrize(
    ("purpose", "channel", "recipient", "lane"),
    [
        ("action", "email", "a@Senate.example.ORG", "email:senate.example.org"),
        ("confirm", "email", "a@gmail.com", "mail:gmail.com"),
        ("confirm", "email", "a@hotmail.com", "mail:outlook.com"),
        ("already", "email", "a@ME.com", "mail:icloud.com"),
        ("confirm", "email", "a@small.example", "mail:other"),
        ("action", "sandbox", "", "sandbox"),
        ("action", "not yet known", "", "not yet known"),
    ],
)
def test_the_lane_of_a_message(purpose: str, channel: str, recipient: str, lane: str) -> None:
    assert lanes.lane_for(purpose=purpose, channel=channel, recipient=recipient) == lane


@pytest.mark.parametrize("key", [A, "email:*", "*"])
def test_a_pause_stops_what_it_names_and_a_resume_lets_it_go(sink: Sink, key: str) -> None:
    message = post("p@a.example.org")
    lanes.pause(key=key, reason="wrong text")
    assert drain() == {}
    assert (lanes.state_of(key).paused, lanes.state_of(key).reason) == (True, "wrong text")
    assert lanes.when(message) is None
    lanes.resume(key=key)
    drain()
    assert states_of([message]) == ["accepted"]


def test_a_paused_lane_does_not_hold_up_the_others(sink: Sink) -> None:
    first, second = post("p@a.example.org"), post("p@b.example.org")
    lanes.pause(key=A, reason="")
    drain()
    assert states_of([first, second]) == ["queued", "accepted"]


def test_what_is_claimed_already_does_not_leave_after_a_pause() -> None:
    message = post("p@a.example.org")
    lease, batch = claims.claim(10)
    lanes.pause(key=A, reason="")
    start = [Move(message=one, new=states.INFLIGHT, lease=lease) for one in batch]
    assert receipts.apply(start) == set()
    assert moves(message) == []


def test_a_pause_in_the_middle_of_a_drain_lets_nothing_start_afterwards(sink: Sink) -> None:
    messages = [post(f"p{n}@a.example.org") for n in range(300)]
    working = threading.Thread(target=drain)
    working.start()
    while not sink.letters:
        time.sleep(0.001)
    lanes.pause(key="*", reason="stop")
    working.join()
    left = Message.objects.filter(state=states.QUEUED)
    assert set(states_of(messages)) <= {"accepted", "queued"}
    assert set(left.values_list("lease", "attempts")) <= {(None, 0)}
    paused_at = Lane.objects.get(pk="*").changed_at
    assert not Receipt.objects.filter(
        new_state=states.INFLIGHT, at__gt=paused_at + timedelta(seconds=0.5)
    ).exists()


def test_a_rate_is_kept(sink: Sink) -> None:
    messages = [post(f"p{n}@a.example.org") for n in range(16)]
    rule(A, rate=10.0)
    started = time.monotonic()
    drain(senders=3)
    assert time.monotonic() - started >= (16 - 5) / 10 - 0.1
    assert set(states_of(messages)) == {"accepted"}


def test_places_in_a_lane_are_never_overbooked() -> None:
    rule(A, concurrency=2)
    for number in range(5):
        post(f"p{number}@a.example.org")
    found = [claims.claim(10) for _ in range(3)]
    assert [len(batch) for _, batch in found] == [2, 0, 0]
    claims.let_go(found[0][0])
    assert len(claims.claim(1)[1]) == 1


def test_a_wider_gate_counts_all_of_its_lanes() -> None:
    rule("email:*", concurrency=3)
    for number in range(8):
        post(f"p@{'ab'[number % 2]}.example.org")
    taken = [len(claims.claim(2)[1]) for _ in range(4)]
    assert sum(taken) == 3


def test_a_daily_cap_ends_the_day(sink: Sink) -> None:
    messages = [post(f"p{n}@a.example.org") for n in range(5)]
    rule(A, daily_cap=3)
    drain()
    assert sorted(states_of(messages)) == ["accepted"] * 3 + ["queued"] * 2
    assert lanes.state_of(A).sent_today == 3
    Lane.objects.update(day=timezone.now().date() - timedelta(days=1))
    drain()
    assert set(states_of(messages)) == {"accepted"}


def test_outside_its_hours_a_lane_is_shut_and_says_until_when(sink: Sink) -> None:
    message = post("p@a.example.org")
    rule(A, hours=shut_now())
    assert drain() == {}
    opening = lanes.state_of(A).next_open
    assert opening is not None
    assert opening == lanes.when(message)
    assert timedelta(minutes=58) < opening - timezone.now() <= timedelta(hours=1)


def test_maintenance_shuts_a_lane(sink: Sink) -> None:
    now = timezone.now()
    window = {
        "days": [],
        "from": f"{now - MINUTE_FROM_NOW:%H:%M}",
        "to": f"{now + 5 * MINUTE_FROM_NOW:%H:%M}",
    }
    post("p@a.example.org")
    rule(A, maintenance=[window])
    assert drain() == {}


def test_a_lane_is_spread_evenly_to_a_date() -> None:
    for number in range(120):
        post(f"p{number}@a.example.org")
    until = timezone.now() + timedelta(seconds=60)
    lanes.spread(key=A, until=until)
    assert len(claims.claim(25)[1]) == 1
    row = Lane.objects.get(pk=A)
    assert row.next_at is not None
    assert timedelta(seconds=0.3) < row.next_at - timezone.now() < timedelta(seconds=0.6)
    last = Message.objects.due().latest("due_at")
    expected = lanes.when(last)
    assert expected is not None
    assert abs(expected - until) < timedelta(seconds=3)


@pytest.mark.parametrize("key", ["email:*", "*"])
def test_a_wider_gate_is_spread_by_all_that_waits_behind_it(key: str) -> None:
    for number in range(120):
        post(f"p{number}@{'ab'[number % 2]}.example.org")
    lanes.spread(key=key, until=timezone.now() + timedelta(seconds=60))
    assert len(claims.claim(1)[1]) == 1
    row = Lane.objects.get(pk=key)
    assert row.next_at is not None
    assert timedelta(seconds=0.3) < row.next_at - timezone.now() < timedelta(seconds=0.6)


def test_lanes_take_turns() -> None:
    for number in range(60):
        post(f"p{number}@a.example.org")
    post("p@b.example.org")
    _, batch = claims.claim(10)
    assert {message.lane for message in batch} == {A, B}


def test_the_most_urgent_of_all_lanes_leave_first() -> None:
    for number in range(3):
        post(f"p{number}@a.example.org")
    urgent = post("p@b.example.org")
    Message.objects.exclude(pk=urgent.pk).update(priority=5)
    assert [message.id for message in claims.claim(10)[1]] == [urgent.id]


def test_what_waits_for_its_time_does_not_hide_what_is_due() -> None:
    post("p0@a.example.org", due_at=timezone.now() + timedelta(hours=1))
    due = post("p1@a.example.org")
    Message.objects.filter(pk=due.pk).update(priority=5)
    assert [message.id for message in claims.claim(10)[1]] == [due.id]


def test_a_rule_that_cannot_be_understood_changes_nothing() -> None:
    for wrong in ({"rate": 0}, {"rate": -1.0}, {"time_zone": "Nowhere"}, {"hours": {"from": "9"}}):
        with pytest.raises(ValueError, match=r"."):
            rule(A, **wrong)
    assert not Lane.objects.exists()


def test_the_overview_tells_what_waits_and_what_was_said(sink: Sink) -> None:
    post("p@a.example.org")
    drain()
    post("p@a.example.org")
    post("p@b.example.org", due_at=timezone.now() + timedelta(hours=1))
    first, second = lanes.overview()
    assert (first.key, first.label, first.waiting, first.due) == (A, "a.example.org", 1, 1)
    assert first.last_reply == "250 2.0.0 taken as 1"
    assert (second.key, second.waiting, second.due, second.oldest_due) == (B, 1, 0, None)


def test_what_is_kept_back_on_purpose_is_not_late() -> None:
    post("p@a.example.org")
    Message.objects.update(due_at=timezone.now() - timedelta(hours=1))
    assert health.snapshot()["oldest_due_seconds"] > 3000
    rule(A, hours=shut_now())
    assert health.snapshot()["oldest_due_seconds"] == 0
    rule(A)
    assert health.snapshot()["oldest_due_seconds"] < 5
    lanes.pause(key="*", reason="")
    assert health.snapshot()["oldest_due_seconds"] == 0


def test_many_enter_at_once_each_key_once_and_each_in_its_lane() -> None:
    def drafts(count: int) -> list[Draft]:
        return [
            Draft(key=f"k{n}", recipient=f"p@{'ab'[n % 2]}.example.org", ref=uuid4()) for n in range(count)
        ]

    assert outbox.enqueue_many(purpose="letter", channel="email", drafts=drafts(1200)) == 1200
    assert outbox.enqueue_many(purpose="letter", channel="email", drafts=drafts(1201)) == 1
    assert {lane.key: lane.waiting for lane in lanes.overview()} == {A: 601, B: 600}
    assert doorbell.ring_if_due()


def test_a_dead_letter_is_corrected_and_sent_again(sink: Sink) -> None:
    message = post("hard-rcpt.9@a.example.org")
    drain()
    assert states_of([message]) == ["failed"]
    outbox.requeue(ids=[message.id], fix={"recipient": "right@b.example.org"})
    row = Message.objects.get()
    assert (row.recipient, row.lane, row.state) == ("right@b.example.org", B, "queued")
    drain()
    assert b"To: right@b.example.org" in sink.letters[-1]


@pytest.mark.parametrize("fix", [{"channel": "pigeon"}, {"state": "accepted"}])
def test_only_an_address_or_a_channel_can_be_corrected(fix: dict[str, str]) -> None:
    message = post(held=True)
    with pytest.raises(ValueError, match="can be corrected"):
        outbox.release(ids=[message.id], fix=fix)
    assert states_of([message]) == ["held"]


def test_a_message_without_a_lane_is_sent_all_the_same(sink: Sink) -> None:
    message = post()
    Message.objects.update(lane="")
    drain()
    assert states_of([message]) == ["accepted"]
    assert datetime.now(UTC) >= Message.objects.get().due_at
