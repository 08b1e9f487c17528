"""The one contract of all channels: what a session says of a message is what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.contracts.base import DUPLICATE, LOST, PERMANENT, SOFT, TIMEOUT, Bench, modules
from tocsin.delivery.channels.base import Outgoing, Reply, SendError, Session

MODULES = modules()
BY_MACHINE = [name for name, module in MODULES.items() if not module.CHANNEL.by_hand]
BY_HAND = [name for name, module in MODULES.items() if module.CHANNEL.by_hand]


def showing(fault: str, *, deduplicates: bool | None = None) -> list[str]:
    """The benches whose other side can show this fault."""
    return [
        name
        for name in BY_MACHINE
        if fault in MODULES[name].FAULTS and deduplicates in (None, MODULES[name].CHANNEL.deduplicates)
    ]


@pytest.fixture
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    with MODULES[request.param].bench() as bench:
        yield bench


def refused(session: Session, outgoing: Outgoing) -> SendError:
    with pytest.raises(SendError) as caught:
        session.send(outgoing)
    assert caught.value.reply.strip()
    return caught.value


def among(*names: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("bench", names, indirect=True)


@among(*BY_MACHINE)
def test_success_is_the_other_sides_own_words_and_it_has_the_message_once(bench: Bench) -> None:
    one, two = bench.outgoing("one"), bench.outgoing("two")
    with bench.session() as session:
        replies = [session.send(one), session.send(two)]
    assert all(isinstance(reply, Reply) and reply.text.strip() for reply in replies)
    assert sorted(bench.taken()) == sorted([one.id, two.id])


@among(*showing(SOFT))
def test_not_now_can_be_tried_again(bench: Bench) -> None:
    bench.misbehave(SOFT)
    with bench.session() as session:
        error = refused(session, bench.outgoing("one"))
        assert (error.permanent, error.ambiguous, error.by_hand, bench.taken()) == (False, False, False, [])
        assert session.send(bench.outgoing("one")).text
    assert bench.taken() == [bench.outgoing("one").id]


@among(*showing(PERMANENT))
def test_never_is_final_and_the_next_message_goes_through(bench: Bench) -> None:
    bench.misbehave(PERMANENT)
    with bench.session() as session:
        error = refused(session, bench.outgoing("one"))
        assert (error.permanent, error.ambiguous, bench.taken()) == (True, False, [])
        assert session.send(bench.outgoing("two")).text
    assert bench.taken() == [bench.outgoing("two").id]


@among(*showing(TIMEOUT))
def test_silence_before_it_was_taken_can_be_tried_again(bench: Bench) -> None:
    bench.misbehave(TIMEOUT)
    with bench.session() as session:
        error = refused(session, bench.outgoing("one"))
        assert (error.permanent, error.ambiguous, bench.taken()) == (False, False, [])
        assert session.send(bench.outgoing("one")).text
    assert bench.taken() == [bench.outgoing("one").id]


@among(*showing(LOST))
def test_a_lost_reply_is_a_doubt_and_never_a_success(bench: Bench) -> None:
    bench.misbehave(LOST)
    with bench.session() as session:
        error = refused(session, bench.outgoing("one"))
    assert (error.permanent, error.ambiguous) == (False, True)
    assert bench.taken() == [bench.outgoing("one").id]


@among(*showing(DUPLICATE, deduplicates=True))
def test_the_same_again_after_a_lost_reply_is_recognized(bench: Bench) -> None:
    bench.misbehave(LOST)
    with bench.session() as session:
        refused(session, bench.outgoing("one"))
        assert session.send(replace(bench.outgoing("one"), unsure=True)).text
    assert bench.taken() == [bench.outgoing("one").id]


@among(*showing(DUPLICATE, deduplicates=False))
def test_where_nothing_is_recognized_the_channel_says_so(bench: Bench) -> None:
    """The same again is taken again: so nobody may send it again unasked."""
    bench.misbehave(LOST)
    with bench.session() as session:
        refused(session, bench.outgoing("one"))
        session.send(replace(bench.outgoing("one"), unsure=True))
    assert bench.taken() == [bench.outgoing("one").id] * 2


@among(*BY_HAND)
def test_what_only_a_person_can_deliver_is_never_sent(bench: Bench) -> None:
    with bench.session() as session:
        first, again = (refused(session, bench.outgoing("one")) for _ in range(2))
    assert (first.by_hand, first.permanent, first.ambiguous) == (True, False, False)
    assert (again.by_hand, again.reply) == (first.by_hand, first.reply)
    assert bench.taken() == []


@pytest.mark.parametrize("name", sorted(MODULES))
def test_the_lane_is_short_and_belongs_to_the_channel(name: str) -> None:
    channel = MODULES[name].CHANNEL
    lanes = [channel.lane("anna@example.org"), channel.lane("x" * 300)]
    assert all(lane.partition(":")[0] == channel.kind and len(lane) <= 120 for lane in lanes)
